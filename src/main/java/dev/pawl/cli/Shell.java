package dev.pawl.cli;

import dev.pawl.cli.check.Explanation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The shells that completion scripts are written for. */
public enum Shell {
  bash,
  zsh,
  fish;

  /**
   * The script: a frame that is the same for every version, and the table of commands. Ids of plans
   * and tasks, and status words, are asked of pawl itself, and never pass through the shell's eyes.
   */
  public String script() {
    StringBuilder table = new StringBuilder();
    List<CommandPage> pages = CommandPage.all();
    for (CommandPage page : pages) {
      table.append(this == fish ? fish(page, pages) : caseOf(page, pages));
    }
    String paths =
        String.join(
            " ",
            pages.stream()
                .flatMap(page -> names(page).stream())
                .map(path -> "'" + path + "'")
                .toList());
    return frame().replace("@PATHS@\n", table).replace("@NAMES@", paths);
  }

  /** What a value may be: {@code =} and words, or the name of a list that the frame knows. */
  private static String kind(CommandPage.Argument argument) {
    if (!argument.choices().isEmpty()) {
      return "=" + String.join(",", argument.choices());
    }
    return switch (argument.value()) {
      case "TASK" -> "tasks";
      case "PLAN", "PLAN|TASK" -> "plans";
      case "STATUS" -> "statuses";
      case "CODE" ->
          "=" + String.join(",", Explanation.all().stream().map(Explanation::code).toList());
      case "HOOK" -> "=" + String.join(",", dev.pawl.app.setup.SessionHooks.names());
      case "FILE" -> "files";
      case "DIR" -> "folders";
      default -> "none";
    };
  }

  private static List<CommandPage.Argument> options(CommandPage page, List<CommandPage> pages) {
    List<CommandPage.Argument> options = new ArrayList<>(page.options());
    if (!page.path().isEmpty()) {
      pages.getFirst().options().stream()
          .filter(option -> !option.names().contains("--version"))
          .forEach(options::add);
    }
    return options;
  }

  private static List<String> names(CommandPage page) {
    List<String> names = new ArrayList<>(List.of(page.path()));
    String group = page.path().substring(0, page.path().lastIndexOf(' ') + 1);
    page.aliases().forEach(alias -> names.add(group + alias));
    return names;
  }

  private static String brief(CommandPage page, String name, List<CommandPage> pages) {
    String path = page.path().isEmpty() ? name : page.path() + " " + name;
    return pages.stream()
        .filter(each -> each.path().equals(path))
        .map(CommandPage::brief)
        .findFirst()
        .orElseThrow();
  }

  private String caseOf(CommandPage page, List<CommandPage> pages) {
    List<String> subcommands = new ArrayList<>();
    for (String name : page.below()) {
      subcommands.add(
          this == zsh ? quoted(name + ":" + brief(page, name, pages).replace(":", "\\:")) : name);
    }
    List<String> flags = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (CommandPage.Argument option : options(page, pages)) {
      for (String name : option.names()) {
        flags.add(name);
        if (!option.value().isEmpty()) {
          values.add(name + ":" + kind(option));
        }
      }
    }
    String place = page.parameters().isEmpty() ? "none" : kind(page.parameters().getFirst());
    String patterns =
        String.join(" | ", names(page).stream().map(name -> "'" + name + "'").toList());
    return """
        %s)
          commands=(%s)
          others=(%s)
          options=(%s)
          values=(%s)
          place='%s'
          ;;
    """
        .formatted(
            patterns,
            String.join(" ", subcommands),
            String.join(" ", others(page, pages)),
            String.join(" ", flags),
            String.join(" ", values.stream().map(Shell::quoted).toList()),
            place);
  }

  /** Other names of the commands below. */
  private static List<String> others(CommandPage page, List<CommandPage> pages) {
    String prefix = page.path().isEmpty() ? "" : page.path() + " ";
    return pages.stream()
        .filter(each -> page.below().stream().anyMatch(name -> each.path().equals(prefix + name)))
        .flatMap(each -> each.aliases().stream())
        .toList();
  }

  private static String fish(CommandPage page, List<CommandPage> pages) {
    StringBuilder lines = new StringBuilder();
    for (String path : names(page)) {
      String start = "complete -c pawl -n \"__pawl_at '" + path + "'\"";
      for (String name : page.below()) {
        lines
            .append(start)
            .append(" -f -a " + name + " -d " + quoted(brief(page, name, pages)) + "\n");
      }
      for (CommandPage.Argument option : options(page, pages)) {
        lines.append(start);
        for (String name : option.names()) {
          lines.append(
              name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.charAt(1));
        }
        if (!option.value().isEmpty()) {
          lines.append(" -r" + arguments(kind(option)));
        }
        lines.append(" -d " + quoted(option.description()) + "\n");
      }
      String place = page.parameters().isEmpty() ? "none" : kind(page.parameters().getFirst());
      lines.append(start).append(arguments(place)).append('\n');
    }
    return lines.toString();
  }

  private static String arguments(String kind) {
    return switch (kind) {
      case "files" -> " -F";
      case "folders" -> " -f -a '(__fish_complete_directories)'";
      case "none" -> " -f";
      case "tasks", "plans", "statuses" -> " -f -a '(__pawl_words " + kind + ")'";
      default -> " -f -a '" + kind.substring(1).replace(',', ' ') + "'";
    };
  }

  /**
   * In single quotes; an apostrophe becomes a typographic one, which no shell takes for its own.
   */
  private static String quoted(String text) {
    return "'" + text.replace('\'', '’').replace("\\\\", "\\") + "'";
  }

  private String frame() {
    String name = "completion." + name().toLowerCase(Locale.ROOT);
    try (InputStream in = Shell.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
