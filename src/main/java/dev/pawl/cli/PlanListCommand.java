package dev.pawl.cli;

import dev.pawl.app.Failure;
import dev.pawl.app.Overview;
import dev.pawl.app.Overview.PlanRow;
import dev.pawl.cli.Line.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl plan list|show|status}. */
abstract class PlanListCommand implements Callable<Integer> {
  final Context context;

  @Mixin Format format = new Format();

  PlanListCommand(Context context) {
    this.context = context;
  }

  abstract List<PlanRow> rows(Overview overview) throws Failure;

  abstract void text(List<PlanRow> rows);

  @Override
  public Integer call() throws Failure {
    List<PlanRow> rows = rows(Overview.of(context.surroundings()));
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.plans/1",
          json -> json.objects("plans", rows, PlanListCommand::json));
    } else {
      text(rows);
    }
    return Pawl.OK;
  }

  private static void json(Json json, PlanRow plan) {
    json.text("id", plan.id())
        .text("title", plan.title())
        .text("status", plan.status())
        .text("file", plan.file())
        .object(
            "tasks",
            counts -> plan.counts().forEach((word, count) -> counts.number(word, count.intValue())))
        .text("claim", null)
        .text("worktree", null)
        .text("branch", plan.branch());
  }

  static Line progress(PlanRow plan) {
    int all = plan.tasks().size();
    int settled = plan.settled();
    int width = 10;
    int full = all == 0 ? 0 : settled * width / all;
    return new Line()
        .add(Style.GREEN, "█".repeat(full))
        .add(Style.DIM, "░".repeat(width - full))
        .add(" " + settled + "/" + all);
  }

  /** {@code pawl plan list}. */
  @Command(
      name = "list",
      sortOptions = false,
      description = "Lists plans, in order of file, with how far each is.",
      footer = {"", "Example:", "  pawl plan list --open --format json"})
  static final class ListAll extends PlanListCommand {
    @Option(names = "--open", description = "Only plans that are not finished.")
    boolean open;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Only this one: id or file.")
    @Nullable String plan;

    ListAll(Context context) {
      super(context);
    }

    @Override
    List<PlanRow> rows(Overview overview) throws Failure {
      return overview.plans(plan).stream().filter(row -> !open || row.open()).toList();
    }

    @Override
    void text(List<PlanRow> rows) {
      if (rows.isEmpty() && !context.quiet()) {
        context.console().print(new Line().add(Style.DIM, "no plans"));
      }
      Table table = new Table();
      for (PlanRow plan : rows) {
        table.row(
            new Line().add(Style.BOLD, plan.id() == null ? "?" : plan.id()),
            new Line()
                .add(Words.style(plan.status()), Words.sign(plan.status()) + " " + plan.status()),
            progress(plan),
            Line.of(plan.title()),
            new Line().add(Style.DIM, plan.file()));
      }
      table.print(context.console());
    }
  }

  /** What is about one plan, or the only open one. */
  abstract static class OfOne extends PlanListCommand {
    @Parameters(
        paramLabel = "PLAN",
        arity = "0..1",
        description = "Id or file; by default PAWL_PLAN, or the only open plan.")
    @Nullable String named;

    @Option(names = "--plan", paramLabel = "PLAN", description = "The same, as an option.")
    @Nullable String plan;

    OfOne(Context context) {
      super(context);
    }

    @Override
    List<PlanRow> rows(Overview overview) throws Failure {
      return List.of(overview.plan(named == null ? plan : named));
    }

    void head(PlanRow plan) {
      context
          .console()
          .print(
              new Line()
                  .add(Style.BOLD, plan.id() == null ? plan.file() : plan.id())
                  .add("  " + plan.title()));
      Table table = new Table();
      table.row(
          new Line().add(Style.DIM, "  status"),
          new Line().add(Words.style(plan.status()), plan.status()));
      table.row(new Line().add(Style.DIM, "  progress"), progress(plan));
      table.row(new Line().add(Style.DIM, "  file"), new Line().add(Style.BLUE, plan.file()));
      table.row(
          new Line().add(Style.DIM, "  branch"),
          Line.of(plan.branch() + (plan.here() ? "" : " (not checked out here)")));
      table.print(context.console());
    }
  }

  /** {@code pawl plan show}. */
  @Command(
      name = "show",
      sortOptions = false,
      description = "Shows one plan with its tasks.",
      footer = {"", "Example:", "  pawl plan show NET-WP-1"})
  static final class Show extends OfOne {
    Show(Context context) {
      super(context);
    }

    @Override
    void text(List<PlanRow> rows) {
      for (PlanRow plan : rows) {
        head(plan);
        context.console().blank();
        TaskListCommand.table(plan.tasks()).print(context.console());
      }
    }
  }

  /** {@code pawl plan status}. */
  @Command(
      name = "status",
      sortOptions = false,
      description = "Says how far one plan is: by status, and by phase where tasks have phases.",
      footer = {"", "Example:", "  pawl plan status workplans/net.md"})
  static final class Status extends OfOne {
    Status(Context context) {
      super(context);
    }

    @Override
    void text(List<PlanRow> rows) {
      for (PlanRow plan : rows) {
        head(plan);
        Table table = new Table();
        plan.counts()
            .forEach((word, count) -> {
              if (count > 0) {
                table.row(
                    new Line().add(Words.style(word), "  " + Words.sign(word) + " " + word),
                    Line.of(count.toString()));
              }
            });
        phases(plan)
            .forEach((phase, tally) -> table.row(Line.of("  " + phase), Line.of(tally.text())));
        table.print(context.console());
      }
    }

    private record Tally(int settled, int all) {
      String text() {
        return settled + "/" + all;
      }
    }

    private static Map<String, Tally> phases(PlanRow plan) {
      Map<String, List<Boolean>> phases = new LinkedHashMap<>();
      for (var task : plan.tasks()) {
        if (task.phase() != null) {
          phases.computeIfAbsent(task.phase(), _ -> new ArrayList<>()).add(task.isSettled());
        }
      }
      Map<String, Tally> tallies = new LinkedHashMap<>();
      phases.forEach((phase, settled) ->
          tallies.put(
              phase,
              new Tally((int) settled.stream().filter(each -> each).count(), settled.size())));
      return tallies;
    }
  }
}
