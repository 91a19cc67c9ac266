package dev.pawl.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the help of one command says, apart from how it is printed: the one source of the reference
 * page, the manual pages and the completion scripts.
 *
 * @param path what is typed after {@code pawl}; empty for pawl itself
 * @param aliases other names of its last word
 * @param summary the description, one paragraph
 * @param below the names of its subcommands
 * @param notes paragraphs after the options
 * @param examples command lines
 */
public record CommandPage(
    String path,
    List<String> aliases,
    String summary,
    List<Argument> options,
    List<Argument> parameters,
    List<String> below,
    List<String> notes,
    List<String> examples) {

  /**
   * An option or a parameter.
   *
   * @param names of an option, short before long; empty for a parameter
   * @param value how its value is called in help; empty when it takes none
   * @param required whether a command line without it is wrong
   * @param many whether it may be given several times
   * @param group all options of which only one may be given, as they stand in a synopsis; empty for
   *     one that stands alone
   * @param choices the words it takes; empty when those are not fixed
   */
  public record Argument(
      List<String> names,
      String value,
      boolean required,
      boolean many,
      String group,
      List<String> choices,
      String description) {

    private static Argument of(ArgSpec spec, List<String> names) {
      List<String> choices = new ArrayList<>();
      if (spec.completionCandidates() != null && spec.arity().max() > 0) {
        spec.completionCandidates().forEach(choices::add);
      }
      return new Argument(
          names,
          spec.arity().max() == 0 ? "" : spec.paramLabel(),
          spec.required(),
          spec.isMultiValue(),
          spec.group() == null ? "" : spec.group().synopsis(),
          choices,
          paragraph(spec.description()));
    }

    /** As it stands in a synopsis, for example {@code [--plan PLAN]}. */
    String synopsis() {
      String name =
          names.isEmpty() ? value : names.getLast() + (value.isEmpty() ? "" : " " + value);
      String shown = name + (many ? "..." : "");
      return required ? shown : "[" + shown + "]";
    }

    /** As it stands in a list, for example {@code -q, --quiet}. */
    String heading() {
      return names.isEmpty()
          ? value + (many ? "..." : "")
          : String.join(", ", names) + (value.isEmpty() ? "" : " " + value);
    }
  }

  /** The name with which it is typed, for example {@code pawl task done}. */
  String name() {
    return path.isEmpty() ? "pawl" : "pawl " + path;
  }

  /** The first sentence of the summary, without its full stop. */
  public String brief() {
    int end = summary.indexOf(". ");
    String sentence = end < 0 ? summary : summary.substring(0, end);
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** What it does, in a few words: the first part of the first sentence. */
  String gist() {
    return brief().split("[:;] ", 2)[0];
  }

  /** What is typed beside its name: words first. */
  List<Argument> arguments() {
    List<Argument> all = new ArrayList<>(parameters);
    all.addAll(options);
    return all;
  }

  String synopsis() {
    List<String> parts = new ArrayList<>(List.of(name()));
    options.stream()
        .map(option -> option.group().isEmpty() ? option.synopsis() : option.group())
        .distinct()
        .forEach(parts::add);
    parameters.forEach(parameter -> parts.add(parameter.synopsis()));
    if (!below.isEmpty()) {
      parts.add("COMMAND");
    }
    return String.join(" ", parts);
  }

  /** All pages: pawl itself first, then each command before its subcommands. */
  public static List<CommandPage> all() {
    List<CommandPage> pages = new ArrayList<>();
    add("", Commands.model(), pages);
    return List.copyOf(pages);
  }

  /** The page of a command, and then those right below it. */
  static List<CommandPage> of(CommandLine line) {
    String path = line.getCommandSpec().qualifiedName().replaceFirst("^pawl ?", "");
    Map<CommandLine, String> below = below(line);
    List<CommandPage> pages = new ArrayList<>();
    pages.add(page(path, line.getCommandSpec(), List.copyOf(below.values())));
    below.forEach((command, name) ->
        pages.add(
            page(
                path.isEmpty() ? name : path + " " + name,
                command.getCommandSpec(),
                List.copyOf(below(command).values()))));
    return pages;
  }

  private static Map<CommandLine, String> below(CommandLine line) {
    Map<CommandLine, String> below = new LinkedHashMap<>();
    line.getSubcommands()
        .forEach((name, command) -> {
          if (!command.getCommandSpec().usageMessage().hidden()) {
            below.putIfAbsent(command, name);
          }
        });
    return below;
  }

  private static void add(String path, CommandLine line, List<CommandPage> pages) {
    Map<CommandLine, String> below = below(line);
    pages.add(page(path, line.getCommandSpec(), List.copyOf(below.values())));
    below.forEach(
        (command, name) -> add(path.isEmpty() ? name : path + " " + name, command, pages));
  }

  private static CommandPage page(String path, CommandSpec spec, List<String> below) {
    List<Argument> options = new ArrayList<>();
    for (OptionSpec option : spec.options()) {
      if (!option.hidden() && !option.inherited()) {
        options.add(Argument.of(option, List.of(option.names())));
      }
    }
    List<Argument> parameters = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      parameters.add(Argument.of(parameter, List.of()));
    }
    List<String> notes = new ArrayList<>();
    List<String> examples = new ArrayList<>();
    boolean example = false;
    for (String line : spec.usageMessage().footer()) {
      if (line.equals("Example:")) {
        example = true;
      } else if (example && line.startsWith("  ")) {
        examples.add(line.strip());
      } else if (!line.isBlank()) {
        notes.add(line);
      }
    }
    return new CommandPage(
        path,
        List.of(spec.aliases()),
        paragraph(spec.usageMessage().description()),
        options,
        parameters,
        below,
        notes,
        examples);
  }

  private static String paragraph(String... lines) {
    return String.join(" ", Arrays.asList(lines)).formatted();
  }
}
