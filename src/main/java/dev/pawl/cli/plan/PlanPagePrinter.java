package dev.pawl.cli.plan;

import dev.pawl.app.claim.ClaimRow;
import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.PlanRow;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.plan.PlanPage;
import dev.pawl.cli.task.TaskListCommand;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a page about one plan. */
final class PlanPagePrinter {
  /** Columns that a description may take, and lines. */
  private static final int WIDTH = 88;

  private static final int LINES = 6;

  /** How many tasks of one kind are shown before the rest is counted. */
  private static final int TASKS = 10;

  private final Console console;
  private final boolean all;

  PlanPagePrinter(Context context) {
    console = context.console();
    all = context.verbose();
  }

  /** How far it is, and what can be done about it. */
  void status(PlanPage page) {
    head(page.plan());
    phases(page);
    next(page);
  }

  /** The same, with what it is about and every task. */
  void whole(PlanPage page) {
    head(page.plan());
    if (!page.description().isEmpty()) {
      console.blank();
      int columns = Math.min(WIDTH, console.screen().columns() - 2);
      wrapped(page.description(), columns).forEach(line -> console.print(Line.of("  " + line)));
    }
    phases(page);
    next(page);
    tasks(page);
  }

  private void head(PlanRow plan) {
    console.wrap(
        new Line()
            .add(Style.BOLD, plan.id() == null ? plan.file() : plan.id())
            .add("  " + plan.title()),
        2);
    Table table = new Table();
    table.row(label("status"), new Line().add(Words.style(plan.status()), plan.status()));
    table.row(
        label("progress"), Meter.of(plan.settled(), plan.tasks().size()).append(counts(plan)));
    table.row(label("file"), new Line().add(Style.BLUE, plan.file()));
    if (plan.claim() != null) {
      table.row(label("owner"), owner(plan.claim()));
    }
    String branch = plan.branch() == null ? "none yet" : plan.branch();
    table.row(label("branch"), Line.of(branch + (plan.here() ? "" : " (not checked out here)")));
    table.print(console);
  }

  /** For example "@coulombcore", with its executor, and whether that is decided; or nothing. */
  static Line owner(@Nullable ClaimRow claim) {
    if (claim == null) {
      return new Line();
    }
    String executor = claim.executor() == null ? "" : " " + claim.executor();
    String state = claim.state().equals("held") ? "" : " (" + claim.state() + ")";
    return new Line()
        .add(claim.yours() ? Style.GREEN : Style.YELLOW, "@" + claim.host() + executor + state);
  }

  private static Line label(String text) {
    return new Line().add(Style.DIM, "  " + text);
  }

  private static Line counts(PlanRow plan) {
    Line line = new Line();
    plan.counts()
        .forEach((word, count) -> {
          if (count > 0) {
            line.add("  ").add(Words.style(word), Words.sign(word) + " " + count + " " + word);
          }
        });
    return line;
  }

  private void phases(PlanPage page) {
    if (page.phases().isEmpty()) {
      return;
    }
    heading("phases");
    Table table = new Table();
    for (PlanPage.Phase phase : page.phases()) {
      table.row(Line.of("  " + name(phase)), Meter.of(phase.settled(), phase.tasks().size()));
    }
    table.print(console);
  }

  private static String name(PlanPage.Phase phase) {
    return phase.name().isEmpty() ? "(no phase)" : phase.name();
  }

  private void next(PlanPage page) {
    if (!page.plan().waitsFor().isEmpty()) {
      heading("waits for");
      Table table = new Table();
      page.plan()
          .waitsFor()
          .forEach(wait ->
              table.row(
                  new Line().add("  ").add(Style.BOLD, wait.plan()),
                  Line.of(wait.wanted()),
                  new Line().add(Style.DIM, "now: " + wait.now())));
      table.print(console);
    }
    if (!page.underWay().isEmpty()) {
      heading("under way");
      Table table = new Table().fit(1, 2);
      for (TaskRow task : page.underWay()) {
        table.row(id(task), Line.of(task.title()), on(task));
      }
      table.print(console);
    }
    if (!page.waiting().isEmpty()) {
      heading("waiting");
      Table table = new Table().fit(1);
      for (PlanPage.Waiting waiting : page.waiting().subList(0, shown(page.waiting().size()))) {
        table.row(id(waiting.task()), Line.of(waiting.task().title()), why(waiting));
      }
      table.print(console);
      more(page.waiting().size());
    }
    if (!page.ready().isEmpty()) {
      heading("ready");
      Table table = new Table().fit(1, 2);
      for (TaskRow task : page.ready().subList(0, shown(page.ready().size()))) {
        table.row(
            id(task),
            Line.of(task.title()),
            new Line().add(Style.DIM, task.priority() == null ? "" : task.priority()));
      }
      table.print(console);
      more(page.ready().size());
    }
  }

  private static Line id(TaskRow task) {
    return new Line()
        .add("  ")
        .add(Words.style(task.status()), Words.sign(task.status()))
        .add(" ")
        .add(Style.BOLD, task.id());
  }

  private static Line on(TaskRow task) {
    return new Line().add(Style.DIM, task.host() == null ? "" : "on " + task.host());
  }

  private static Line why(PlanPage.Waiting waiting) {
    Line line = new Line();
    if (!waiting.task().waitsFor().isEmpty()) {
      line.add(Style.DIM, "for ");
      String gap = "";
      for (Overview.Blocker blocker : waiting.task().waitsFor()) {
        line.add(gap)
            .add(Style.BOLD, blocker.id())
            .add(
                Style.DIM,
                blocker.status().isEmpty() ? " (nowhere)" : " (" + blocker.status() + ")");
        gap = ", ";
      }
    }
    if (!waiting.reason().isEmpty()) {
      line.add(line.width() == 0 ? "" : "  ").add(waiting.reason());
    }
    return line.append(
        waiting.task().status().equals("blocked") && waiting.task().host() != null
            ? new Line().add(Style.DIM, line.width() == 0 ? "" : "  ").append(on(waiting.task()))
            : new Line());
  }

  private void tasks(PlanPage page) {
    if (page.phases().isEmpty()) {
      heading("tasks");
      folded(page.plan().tasks());
      return;
    }
    for (PlanPage.Phase phase : page.phases()) {
      heading(name(phase));
      folded(phase.tasks());
    }
  }

  /** The tasks that are open, and those that are settled where these are few. */
  private void folded(List<TaskRow> tasks) {
    List<TaskRow> settled = tasks.stream().filter(TaskRow::isSettled).toList();
    if (settled.size() <= TASKS || all) {
      TaskListCommand.table(tasks).print(console);
      return;
    }
    TaskListCommand.table(tasks.stream().filter(task -> !task.isSettled()).toList()).print(console);
    console.print(
        new Line().add(Style.DIM, "✓ %d settled (-v shows them)".formatted(settled.size())));
  }

  private int shown(int number) {
    return all || number <= TASKS + 1 ? number : TASKS;
  }

  private void more(int number) {
    int rest = number - shown(number);
    if (rest > 0) {
      console.print(new Line().add(Style.DIM, "  … and %d more".formatted(rest)));
    }
  }

  private void heading(String text) {
    console.blank();
    console.print(new Line().add(Style.HEADING, text));
  }

  /** Breaks a text at blanks; what is too long ends in an ellipsis. */
  static List<String> wrapped(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : Line.clean(text).split("\\s+", -1)) {
      if (!line.isEmpty() && Line.columns(line + " " + word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
        if (lines.size() == LINES) {
          lines.set(LINES - 1, lines.get(LINES - 1) + " …");
          return lines;
        }
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
