package dev.pawl.cli;

import dev.pawl.app.workspace.Failure;
import dev.pawl.plan.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what was probably meant. */
final class UsageError {
  private UsageError() {}

  static Failure of(ParameterException wrong) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    if (wrong instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      return unmatched(spec, unmatched.getUnmatched().getFirst());
    }
    String message = String.valueOf(wrong.getMessage());
    if (wrong instanceof MutuallyExclusiveArgsException) {
      String options = message.replaceFirst("^Error: ", "").replaceFirst(" are mutually.*", "");
      return Failure.usage(options + " contradict each other", "leave out one", see(spec));
    }
    Failure failure = Failure.usage(message, see(spec));
    return wrong instanceof MissingParameterException ? failure : failure.meaning(choice(wrong));
  }

  private static Failure unmatched(CommandSpec spec, String word) {
    String command = spec.qualifiedName();
    if (word.startsWith("-")) {
      String option = option(word);
      return Failure.usage("unknown option '%s' for %s".formatted(option, command), see(spec))
          .meaning(Suggestion.nearest(option, options(spec)).stream().toList());
    }
    if (spec.subcommands().isEmpty()) {
      return Failure.usage("unexpected argument '%s' for %s".formatted(word, command), see(spec));
    }
    return Failure.usage("there is no command '%s %s'".formatted(command, word), see(spec))
        .meaning(
            Suggestion.nearest(word, commands(spec))
                .map(close -> List.of(command + " " + close))
                .orElseGet(() -> elsewhere(word)));
  }

  private static List<String> commands(CommandSpec spec) {
    return spec.subcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Commands of that name one level further down, for example {@code pawl task done}. */
  private static List<String> elsewhere(String word) {
    return Commands.paths().stream()
        .filter(path -> path.endsWith(" " + word))
        .map("pawl "::concat)
        .toList();
  }

  /** For a value that is one of a few words. */
  private static List<String> choice(ParameterException wrong) {
    ArgSpec argument = wrong.getArgSpec();
    String value = wrong.getValue();
    if (argument == null || value == null || argument.completionCandidates() == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    argument.completionCandidates().forEach(words::add);
    return Suggestion.nearest(value, words).stream().toList();
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
