package dev.pawl.cli.plan;

import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.PlanRow;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.workspace.Failure;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.Mode;
import dev.pawl.check.Severity;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** What {@code pawl} alone says: where you are, what is under way and next, what needs you. */
public final class HomePage implements Callable<Integer> {
  private static final int TASKS = 5;

  private final Context context;
  private final Console console;

  public HomePage(Context context) {
    this.context = context;
    console = context.console();
  }

  @Override
  public Integer call() throws Failure {
    try {
      Overview overview = Overview.withClaims(context.surroundings());
      repository(overview);
    } catch (Failure e) {
      if (!e.isOutside()) {
        throw e;
      }
      outside();
    }
    return Exit.OK;
  }

  private void outside() {
    console.wrap(
        Line.of(
            "pawl keeps task statuses in your Markdown plans correct, in git, across people, agents"
                + " and machines."),
        0);
    console.blank();
    console.wrap(Line.of("This folder is not in a git repository. To begin:"), 0);
    Table table = new Table().whole();
    typed(table, "pawl demo", "watch two machines work on one plan, in a sandbox");
    typed(table, "cd REPOSITORY && pawl init", "set up a repository");
    typed(table, "pawl plan new \"Title\"", "write its first plan");
    table.print(console);
    all();
  }

  private void all() {
    console.blank();
    console.print(new Line().add(Style.DIM, "'pawl help' lists all commands."));
  }

  private static void typed(Table table, String command, String what) {
    table.row(new Line().pad(2).add(Style.BOLD, command), new Line().add(Style.DIM, what));
  }

  private void repository(Overview overview) throws Failure {
    List<PlanRow> plans = overview.plans(null);
    RepoReport report =
        new FixConsistency(context.surroundings())
            .run(FixConsistency.Request.of(Mode.CHECK, Set.of()));
    head(report, plans);
    if (plans.isEmpty()) {
      console.blank();
      Table table = new Table().whole();
      typed(table, "pawl plan new \"Title\"", "write a first plan");
      table.print(console);
      all();
      return;
    }
    List<TaskRow> tasks = overview.tasks(null);
    List<TaskRow> next = overview.ready(null);
    section(
        "Under way", tasks.stream().filter(task -> task.rank() == 1).toList(), "pawl task list");
    section("Next", next, "pawl task next -n %d".formatted(next.size()));
    attention(report);
    all();
  }

  /**
   * For example "net-kingdom on main: NET-WP-1 A network for the kingdom, 2 of 12 tasks settled".
   */
  private void head(RepoReport report, List<PlanRow> plans) {
    Line line = new Line().add(Style.BOLD, report.slug()).add(" on ");
    line.add(Style.BLUE, report.branch() == null ? "no branch" : report.branch()).add(": ");
    if (plans.size() == 1) {
      PlanRow plan = plans.getFirst();
      line.add(Style.BOLD, plan.id() == null ? plan.file() : plan.id()).add(" " + plan.title());
    } else {
      line.add(ConsistencyPrinter.counted(plans.size(), "plan"));
    }
    int all = plans.stream().mapToInt(plan -> plan.tasks().size()).sum();
    int settled = plans.stream().mapToInt(PlanRow::settled).sum();
    console.wrap(all == 0 ? line : line.add(", %d of %d tasks settled".formatted(settled, all)), 2);
  }

  private void section(String title, List<TaskRow> tasks, String more) {
    if (tasks.isEmpty()) {
      return;
    }
    console.blank();
    console.print(new Line().add(Style.HEADING, title));
    Table table = new Table().fit(1, 2);
    for (TaskRow task : tasks.subList(0, Math.min(TASKS, tasks.size()))) {
      String actor = task.rank() == 1 ? task.actor() : task.priority();
      table.row(
          new Line()
              .pad(2)
              .add(Words.style(task.status()), Words.sign(task.status()) + " ")
              .add(Style.BOLD, task.id()),
          Line.of(task.title()),
          new Line().add(Style.DIM, actor == null ? "" : actor));
    }
    table.print(console);
    if (tasks.size() > TASKS) {
      console.wrap(
          new Line()
              .pad(2)
              .add(Style.DIM, "… and %d more: %s".formatted(tasks.size() - TASKS, more)),
          4);
    }
  }

  private void attention(RepoReport report) {
    List<Finding> left = report.findings().stream().filter(Finding::left).toList();
    long unwritten = left.stream().filter(each -> each.code() == Code.RECORD_AHEAD).count();
    long fail = left.stream().filter(each -> each.severity() == Severity.FAIL).count();
    long warn = left.stream().filter(each -> each.severity() == Severity.WARN).count() - unwritten;
    if (unwritten + fail + warn == 0) {
      return;
    }
    console.blank();
    console.print(new Line().add(Style.HEADING, "Needs you"));
    Table table = new Table().whole();
    attention(table, fail, Style.RED, "failure", "", "pawl check");
    attention(table, warn, Style.YELLOW, "warning", "", "pawl check");
    attention(table, unwritten, Style.YELLOW, "report", " not in the plan file", "pawl fix");
    table.print(console);
  }

  private static void attention(
      Table table, long number, Style style, String what, String more, String cure) {
    if (number > 0) {
      String many = ConsistencyPrinter.counted(number, what) + more;
      table.row(new Line().pad(2).add(style, "! " + many), new Line().add(Style.BOLD, cure));
    }
  }
}
