package dev.pawl.cli;

import dev.pawl.cli.terminal.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what was probably meant. */
record UsageError(String message, List<String> hints) {

  static UsageError of(ParameterException wrong) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(spec, unmatched.getUnmatched().getFirst());
    }
    List<String> hints = new ArrayList<>();
    if (!(wrong instanceof MissingParameterException)) {
      choice(wrong).ifPresent(close -> hints.add("did you mean " + close + "?"));
    }
    hints.add(see(spec));
    return new UsageError(String.valueOf(wrong.getMessage()), hints);
  }

  private static UsageError unmatched(CommandSpec spec, String word) {
    List<String> hints = new ArrayList<>();
    if (word.startsWith("-")) {
      Suggestion.nearest(option(word), options(spec))
          .ifPresent(close -> hints.add("did you mean " + close + "?"));
      hints.add(see(spec));
      return new UsageError(
          "unknown option '" + option(word) + "' of " + spec.qualifiedName(), hints);
    }
    if (spec.subcommands().isEmpty()) {
      return new UsageError(
          "'" + word + "' is one word too many for " + spec.qualifiedName(), List.of(see(spec)));
    }
    Suggestion.nearest(word, commands(spec))
        .map(close -> "did you mean " + spec.qualifiedName() + " " + close + "?")
        .or(() -> elsewhere(word))
        .ifPresent(hints::add);
    hints.add(see(spec));
    return new UsageError("there is no command '" + spec.qualifiedName() + " " + word + "'", hints);
  }

  private static List<String> commands(CommandSpec spec) {
    return spec.subcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Commands of that name one level further down, for example {@code pawl task done}. */
  private static Optional<String> elsewhere(String word) {
    List<String> paths =
        Commands.paths().stream().filter(path -> path.endsWith(" " + word)).toList();
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of("did you mean pawl " + String.join(", or pawl ", paths) + "?");
  }

  /** For a value that is one of a few words. */
  private static Optional<String> choice(ParameterException wrong) {
    ArgSpec argument = wrong.getArgSpec();
    String value = wrong.getValue();
    if (argument == null || value == null || argument.completionCandidates() == null) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    argument.completionCandidates().forEach(words::add);
    return Suggestion.nearest(value, words);
  }

  private static String option(String word) {
    int end = word.indexOf('=');
    return end < 0 ? word : word.substring(0, end);
  }

  private static List<String> options(CommandSpec spec) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      names.addAll(List.of(option.names()));
    }
    return names;
  }

  private static String see(CommandSpec spec) {
    return "see: " + spec.qualifiedName() + " --help";
  }
}
