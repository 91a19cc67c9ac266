package dev.pawl.cli;

import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --help} prints: a page, set to the width of the terminal. */
final class HelpPage {
  /** What a person does, and the commands for it. */
  static final Map<String, List<String>> GROUPS = groups();

  private static final int MARGIN = 2;

  private final Console console;
  private final int columns;

  HelpPage(Console console) {
    this.console = console;
    columns = console.screen().measure();
  }

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put(
        "Every day", List.of("task", "board", "check", "fix-consistency", "close", "log", "undo"));
    groups.put("Plans", List.of("plan", "worktree", "conflicts"));
    groups.put(
        "Machines and agents",
        List.of(
            "where",
            "cluster-status",
            "cluster-tasks",
            "remote-status",
            "sync",
            "autosync",
            "token-report",
            "tokens",
            "git",
            "hooks",
            "protocol",
            "trust"));
    groups.put(
        "Setup and care", List.of("init", "demo", "doctor", "rebuild", "explain", "completion"));
    return groups;
  }

  /**
   * Prints it.
   *
   * @param below its commands
   */
  void print(CommandPage page, List<CommandPage> below) {
    wrap(Line.of(page.summary()), 0);
    console.blank();
    Line usage = new Line().add(Style.HEADING, "Usage:").add(" ").add(Style.BOLD, page.name());
    usage.add(page.synopsis().substring(page.name().length()));
    wrap(usage, 4);
    if (page.path().isEmpty()) {
      GROUPS.forEach((title, names) ->
          commands(
              title,
              below.stream()
                  .filter(each -> names.contains(each.path()))
                  .sorted(Comparator.comparingInt(each -> names.indexOf(each.path())))
                  .toList()));
    } else {
      commands("Commands", below);
    }
    options(page);
    for (String note : page.notes()) {
      console.blank();
      wrap(Line.of(note), 0);
    }
    if (!page.examples().isEmpty()) {
      console.blank();
      console.print(new Line().add(Style.HEADING, "Example:"));
      page.examples().forEach(this::example);
    }
  }

  private void commands(String title, List<CommandPage> pages) {
    if (pages.isEmpty()) {
      return;
    }
    console.blank();
    console.print(new Line().add(Style.HEADING, title));
    int name = pages.stream().mapToInt(each -> called(each).length()).max().orElse(0);
    for (CommandPage each : pages) {
      item(called(each), name, each.gist());
    }
  }

  /** Its name, and how else it may be called. */
  private static String called(CommandPage page) {
    String name = page.path().substring(page.path().lastIndexOf(' ') + 1);
    return page.aliases().isEmpty() ? name : name + ", " + String.join(", ", page.aliases());
  }

  private void options(CommandPage page) {
    console.blank();
    int name =
        page.arguments().stream()
            .mapToInt(each -> each.heading().length())
            .filter(length -> length <= columns / 3)
            .max()
            .orElse(0);
    for (CommandPage.Argument argument : page.arguments()) {
      item(argument.heading(), name, argument.description());
    }
    if (!page.path().isEmpty()) {
      if (!page.arguments().isEmpty()) {
        console.blank();
      }
      wrap(
          new Line()
              .add(
                  Style.DIM,
                  "Also -C DIR, -q, -v and -h, as every command: 'pawl --help' says more."),
          0);
    }
  }

  /** A name and what it is, which begins below the name where that is long. */
  private void item(String name, int width, String text) {
    int indent = MARGIN + width + 2;
    Line line = new Line().pad(MARGIN).add(Style.BOLD, name);
    if (name.length() > width) {
      console.print(line);
      line = new Line().pad(indent);
    } else {
      line.pad(indent - line.width());
    }
    wrap(line.add(text), indent);
  }

  /** What is typed is broken nowhere; what it means goes before it where it does not fit. */
  private void example(String line) {
    String[] parts = line.split(" {2,}# ", 2);
    Line typed = new Line().pad(MARGIN).add(Style.BOLD, parts[0]);
    if (parts.length == 1) {
      console.print(typed);
    } else if (Line.columns(line) + MARGIN <= columns) {
      int gap = line.length() - parts[0].length() - parts[1].length() - 2;
      console.print(typed.pad(gap).add(Style.DIM, "# " + parts[1]));
    } else {
      wrap(new Line().pad(MARGIN).add(Style.DIM, "# " + parts[1]), MARGIN + 2);
      console.print(typed);
    }
  }

  private void wrap(Line line, int indent) {
    line.wrapped(columns, indent).forEach(console::print);
  }
}
