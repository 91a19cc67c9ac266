package dev.pawl.cli.plan;

import dev.pawl.app.claim.ClaimRow;
import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.PlanRow;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.plan.PlanPage;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.worktree.WorktreeList;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.task.TaskListCommand;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.PlanArgument;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import dev.pawl.schedule.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl plan list|show|status}. */
public abstract class PlanListCommand implements Callable<Integer> {
  final Context context;

  @Mixin OutputFormat format = new OutputFormat();

  PlanListCommand(Context context) {
    this.context = context;
  }

  abstract List<PlanRow> rows(Overview overview) throws Failure;

  abstract void text(List<PlanRow> rows);

  @Override
  public Integer call() throws Failure {
    List<PlanRow> rows = rows(Overview.withClaims(context.surroundings()));
    context.console().page();
    if (format.json()) {
      Map<String, String> worktrees = WorktreeList.paths(context.surroundings());
      Json.print(
          context.console(),
          "pawl.plans/1",
          json -> json.objects("plans", rows, (each, row) -> json(each, row, worktrees)));
    } else {
      text(rows);
    }
    return Exit.OK;
  }

  private static void json(Json json, PlanRow plan, Map<String, String> worktrees) {
    json.text("id", plan.id())
        .text("title", plan.title())
        .text("status", plan.status())
        .text("file", plan.file())
        .object(
            "tasks",
            counts ->
                plan.counts().forEach((word, count) -> counts.number(word, count.intValue())));
    claim(json, plan.claim());
    json.text("worktree", plan.id() == null ? null : worktrees.get(plan.id()))
        .text("branch", plan.branch())
        .texts("waits_for", plan.waitsFor().stream().map(Readiness.Wait::plan).toList());
  }

  private static void claim(Json json, @Nullable ClaimRow claim) {
    if (claim == null) {
      json.text("claim", null);
      return;
    }
    json.object(
        "claim",
        each ->
            each.text("host", claim.host())
                .number("epoch", claim.epoch())
                .text("state", claim.state())
                .text("executor", claim.executor())
                .flag("yours", claim.yours()));
  }

  static Line progress(PlanRow plan) {
    return Meter.of(plan.settled(), plan.tasks().size());
  }

  /** {@code pawl plan list}. */
  @Command(
      name = "list",
      sortOptions = false,
      description = "Lists plans, in order of file, with how far each is.",
      footer = {"", "Example:", "  pawl plan list --open --format json"})
  public static final class ListAll extends PlanListCommand {
    @Option(names = "--open", description = "Only plans that are not finished.")
    boolean open;

    @Option(
        names = "--ready",
        description = "Only plans that may be taken up: open, not blocked, waiting for no other.")
    boolean ready;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Only this one: id or file.")
    @Nullable String plan;

    public ListAll(Context context) {
      super(context);
    }

    @Override
    List<PlanRow> rows(Overview overview) throws Failure {
      return overview.plans(plan).stream()
          .filter(row -> (!open || row.open()) && (!ready || row.isReady()))
          .toList();
    }

    @Override
    void text(List<PlanRow> rows) {
      if (rows.isEmpty() && !context.quiet()) {
        context.console().print(new Line().add(Style.DIM, ready ? "no plan is ready" : "no plans"));
      }
      boolean owned = rows.stream().anyMatch(plan -> plan.claim() != null);
      int title = owned ? 4 : 3;
      Table table = new Table().fit(title, title + 1, title - 1, title + 2, 2);
      for (PlanRow plan : rows) {
        List<Line> cells = new ArrayList<>();
        cells.add(new Line().add(Style.BOLD, plan.id() == null ? "?" : plan.id()));
        cells.add(
            new Line()
                .add(Words.style(plan.status()), Words.sign(plan.status()) + " " + plan.status()));
        cells.add(progress(plan));
        if (owned) {
          cells.add(PlanPagePrinter.owner(plan.claim()));
        }
        cells.add(Line.of(plan.title()));
        cells.add(new Line().add(Style.DIM, plan.file()));
        cells.add(waits(plan));
        table.row(cells.toArray(Line[]::new));
      }
      table.print(context.console());
      if (!rows.isEmpty() && !context.quiet() && context.console().screen().terminal()) {
        context.console().print(new Line().add(Style.DIM, counted(rows)));
      }
    }

    /** For example "3 plans, 2 of them open; 40 tasks, 12 of them settled". */
    private static String counted(List<PlanRow> rows) {
      return "%s, %d open; %s, %d settled"
          .formatted(
              ConsistencyPrinter.counted(rows.size(), "plan"),
              rows.stream().filter(PlanRow::open).count(),
              ConsistencyPrinter.counted(
                  rows.stream().mapToInt(plan -> plan.tasks().size()).sum(), "task"),
              rows.stream().mapToInt(PlanRow::settled).sum());
    }
  }

  /** What a plan waits for, in a few words; nothing for one that is over. */
  static Line waits(PlanRow plan) {
    Line line = new Line();
    if (plan.open()) {
      for (Readiness.Wait wait : plan.waitsFor()) {
        line.add(Style.YELLOW, line.width() == 0 ? "waits for " : ", ").add(wait.toString());
      }
    }
    return line;
  }

  /** What is about one plan, or the only open one. */
  abstract static class OfOne implements Callable<Integer> {
    final Context context;

    @Mixin PlanArgument plan = new PlanArgument();

    @Mixin OutputFormat format = new OutputFormat();

    OfOne(Context context) {
      this.context = context;
    }

    abstract void text(PlanPagePrinter printer, PlanPage page);

    @Override
    public Integer call() throws Failure {
      PlanPage page = Overview.withClaims(context.surroundings()).page(plan.name());
      context.console().page();
      if (format.json()) {
        Map<String, String> worktrees = WorktreeList.paths(context.surroundings());
        Json.print(
            context.console(),
            "pawl.plans/1",
            json ->
                json.objects("plans", List.of(page), (each, one) -> json(each, one, worktrees)));
      } else {
        text(new PlanPagePrinter(context), page);
      }
      return Exit.OK;
    }

    private static void json(Json json, PlanPage page, Map<String, String> worktrees) {
      PlanListCommand.json(json, page.plan(), worktrees);
      json.text("description", page.description().isEmpty() ? null : page.description())
          .objects(
              "phases",
              page.phases(),
              (each, phase) ->
                  each.text("name", phase.name().isEmpty() ? null : phase.name())
                      .number("settled", phase.settled())
                      .number("tasks", phase.tasks().size()))
          .texts("under_way", page.underWay().stream().map(TaskRow::id).toList())
          .texts("ready", page.ready().stream().map(TaskRow::id).toList())
          .objects(
              "waiting",
              page.waiting(),
              (each, waiting) ->
                  each.text("task", waiting.task().id())
                      .texts("for", TaskListCommand.waitsFor(waiting.task()))
                      .text("reason", waiting.reason().isEmpty() ? null : waiting.reason()));
    }
  }

  /** {@code pawl plan show}. */
  @Command(
      name = "show",
      sortOptions = false,
      description = {
        "Shows one plan: what it is about, how far it is, what is under way and where, what is ready,"
            + " what waits for what, and every task."
      },
      footer = {"", "Example:", "  pawl plan show NET-WP-1"})
  public static final class Show extends OfOne {
    @Option(
        names = "--brief",
        description = "Leave out the list of tasks, as 'pawl plan status' does.")
    boolean brief;

    public Show(Context context) {
      super(context);
    }

    @Override
    void text(PlanPagePrinter printer, PlanPage page) {
      if (brief) {
        printer.status(page);
      } else {
        printer.whole(page);
      }
    }
  }

  /** {@code pawl plan status}. */
  @Command(
      name = "status",
      sortOptions = false,
      description = {
        "Says how far one plan is, by phase where tasks have phases: what is under way and where, what"
            + " is ready, what waits for what. The same as pawl plan show --brief."
      },
      footer = {"", "Example:", "  pawl plan status workplans/net.md"})
  public static final class Status extends OfOne {
    public Status(Context context) {
      super(context);
    }

    @Override
    void text(PlanPagePrinter printer, PlanPage page) {
      printer.status(page);
    }
  }
}
