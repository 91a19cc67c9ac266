package dev.pawl.cli.task;

import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.report.ReportStatus;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Limit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl task list|next}: what there is, with what counts for it. */
public abstract class TaskListCommand implements Callable<Integer> {
  final Context context;

  @Option(names = "--plan", paramLabel = "PLAN", description = "Of this plan only: id or file.")
  public @Nullable String plan;

  @Mixin public OutputFormat format = new OutputFormat();

  TaskListCommand(Context context) {
    this.context = context;
  }

  final Context context() {
    return context;
  }

  Overview overview() throws Failure {
    return Overview.of(context.surroundings());
  }

  abstract List<TaskRow> rows(Overview overview) throws Failure;

  @Override
  public Integer call() throws Failure {
    List<TaskRow> rows = rows(overview());
    context.console().page();
    if (format.json()) {
      json(rows);
    } else {
      text(rows);
    }
    return Exit.OK;
  }

  void json(List<TaskRow> rows) {
    Json.print(
        context.console(),
        "pawl.tasks/1",
        json -> json.objects("tasks", rows, TaskListCommand::json));
  }

  public static void json(Json json, TaskRow task) {
    json.text("id", task.id())
        .text("plan", task.plan())
        .text("title", task.title())
        .text("status", task.status())
        .text("recorded", task.recorded())
        .text("written", task.written())
        .text("priority", task.priority())
        .texts("depends_on", task.dependsOn())
        .text("file", task.file())
        .number("line", task.at().line())
        .text("host", task.host())
        .text("actor", task.actor())
        .text("phase", task.phase())
        .texts("files", task.files())
        .texts("waits_for", waitsFor(task));
  }

  /** Ids of the tasks that one waits for. */
  public static List<String> waitsFor(TaskRow task) {
    return task.waitsFor().stream().map(Overview.Blocker::id).toList();
  }

  void text(List<TaskRow> rows) {
    if (rows.isEmpty() && !context.quiet()) {
      context.console().print(new Line().add(Style.DIM, nothing()));
    }
    table(rows).print(context.console());
    if (!rows.isEmpty() && !context.quiet() && context.console().screen().terminal()) {
      context.console().print(new Line().add(Style.DIM, counted(rows)));
    }
  }

  /** For example "3 tasks: 2 todo, 1 done". */
  private static String counted(List<TaskRow> rows) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    rows.forEach(task -> counts.merge(task.status(), 1, Integer::sum));
    return "%d %s: %s"
        .formatted(
            rows.size(),
            rows.size() == 1 ? "task" : "tasks",
            counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", ")));
  }

  abstract String nothing();

  public static Table table(List<TaskRow> rows) {
    Table table = new Table().fit(4, 3, 2);
    for (TaskRow task : rows) {
      Style style = Words.style(task.status());
      Line status = new Line().add(style, Words.sign(task.status()) + " " + task.status());
      table.row(
          new Line().add(Style.BOLD, task.id()),
          status,
          new Line().add(Style.DIM, remarks(task)),
          Line.of(task.priority() == null ? "" : task.priority()),
          Line.of(task.title()));
    }
    return table;
  }

  /**
   * For example "(file: done)" or "(waits for NET-T01)"; of several, the first and how many more.
   */
  private static String remarks(TaskRow task) {
    List<String> remarks = new ArrayList<>();
    if (!task.status().equals(task.written())) {
      remarks.add("file: " + task.written());
    }
    List<String> open = waitsFor(task);
    if (!open.isEmpty()) {
      int more = open.size() - 1;
      remarks.add("waits for %s%s".formatted(open.getFirst(), more == 0 ? "" : " +" + more));
    }
    return remarks.isEmpty() ? "" : "(%s)".formatted(String.join(", ", remarks));
  }

  /** {@code pawl task list}. */
  @Command(
      name = "list",
      sortOptions = false,
      description = "Lists tasks in order of file and place, with the status that counts now.",
      footer = {
        "",
        "Brackets show the status in the file, where a report is not written back yet, and the"
            + " open task that this one waits for (the first of several).",
        "",
        "Example:",
        "  pawl task list --open --sort priority",
        "  pawl task list --plan NET-WP-1 --status todo --format json"
      })
  public static final class ListAll extends TaskListCommand {
    @Mixin TaskFilter filter = new TaskFilter();

    @Mixin Limit limit = new Limit();

    public ListAll(Context context) {
      super(context);
    }

    @Override
    Overview overview() throws Failure {
      return filter.ready ? Overview.withClaims(context.surroundings()) : super.overview();
    }

    @Override
    List<TaskRow> rows(Overview overview) throws Failure {
      return limit.of(filter.of(overview, plan));
    }

    @Override
    String nothing() {
      return "no tasks";
    }
  }

  /** {@code pawl task next}. */
  @Command(
      name = "next",
      sortOptions = false,
      description = {
        "Says which task to take up next, or which ones with -n: tasks that nobody has started,"
            + " whose dependencies are settled, in plans that are open, not blocked, and wait"
            + " for no other plan. A task whose files another plan is working on is not offered."
            + " High priority comes first, then order of file and place. --start starts the task"
            + " in the same step: two who ask at once in one clone never get the same one."
      },
      footer = {
        "",
        "Example:",
        "  pawl task next --plan NET-WP-1 -n 3",
        "  pawl task next --start --format json"
      })
  public static final class Next extends TaskListCommand {
    @Mixin Limit limit = new Limit();

    @Option(
        names = "--start",
        description = "Start it, too; exit code 1 when there is nothing to start.")
    boolean start;

    private final List<String> waits = new ArrayList<>();

    public Next(Context context) {
      super(context);
    }

    @Override
    Overview overview() throws Failure {
      return Overview.withClaims(context.surroundings());
    }

    @Override
    List<TaskRow> rows(Overview overview) throws Failure {
      List<TaskRow> ready = overview.ready(plan);
      if (ready.isEmpty()) {
        waits.addAll(overview.unready(plan));
      }
      return start ? started(ready) : ready.stream().limit(limit.count(1)).toList();
    }

    @Override
    public Integer call() throws Failure {
      if (start && limit.count(1) != 1) {
        throw Failure.usage("--start begins one task, and -n asks for several", "leave out one");
      }
      return super.call();
    }

    /** The first that this actor begins, and nobody has begun since it was listed. */
    private List<TaskRow> started(List<TaskRow> ready) throws Failure {
      for (TaskRow task : ready) {
        try {
          new ReportStatus(context().surroundings())
              .run(
                  new ReportStatus.Request(
                      ReportStatus.Kind.START,
                      List.of(task.id()),
                      null,
                      null,
                      null,
                      Set.of(ReportStatus.Option.FRESH)));
          return List.of(Overview.of(context().surroundings()).task(task.id(), null));
        } catch (Failure e) {
          if (e.kind() != Failure.Kind.REFUSED) {
            throw e;
          }
          waits.add(String.valueOf(e.getMessage()));
        }
      }
      throw Failure.refusedFor("nothing is ready to be started", waits);
    }

    @Override
    String nothing() {
      return waits.isEmpty()
          ? "nothing is ready: pawl task list shows what is under way or blocked"
          : "nothing is ready: " + String.join("; ", waits);
    }
  }
}
