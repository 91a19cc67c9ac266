package dev.pawl.cli.plan;

import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.PlanRow;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.task.TaskListCommand;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawl board}. */
@Command(
    name = "board",
    sortOptions = false,
    description = {
      "Shows tasks by status, side by side and as wide as the terminal: of one plan, or of all."
          + " Of the settled tasks only the last are shown; -v shows all."
    },
    footer = {"", "Example:", "  pawl board", "  pawl board NET-WP-1 --format json"})
public final class BoardCommand implements Callable<Integer> {
  /** A column that is narrower says too little: then one stands below the other. */
  private static final int NARROW = 18;

  private static final int GAP = 2;
  private static final int SETTLED = 10;

  private final Context context;

  @Parameters(
      paramLabel = "PLAN",
      arity = "0..1",
      description = "Id or file; by default all, or the plan of this worktree.")
  @Nullable String plan;

  @Mixin OutputFormat format = new OutputFormat();

  public BoardCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    Overview overview = Overview.of(context.surroundings());
    List<PlanRow> plans = overview.plans(plan);
    Map<String, List<TaskRow>> columns = columns(overview.statusWords(), overview.tasks(plan));
    context.console().page();
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.board/1",
          json ->
              json.objects(
                  "columns",
                  columns.entrySet(),
                  (each, column) ->
                      each.text("status", column.getKey())
                          .objects("tasks", column.getValue(), TaskListCommand::json)));
    } else {
      text(plans, columns);
    }
    return Exit.OK;
  }

  /**
   * The tasks of each status: the words that lead from beginning to end, and what else there is.
   */
  private static Map<String, List<TaskRow>> columns(List<String> words, List<TaskRow> tasks) {
    Map<String, List<TaskRow>> columns = new LinkedHashMap<>();
    words.forEach(word -> columns.put(word, new ArrayList<>()));
    tasks.forEach(task -> columns.computeIfAbsent(task.status(), _ -> new ArrayList<>()).add(task));
    columns.values().removeIf(List::isEmpty);
    return columns;
  }

  private void text(List<PlanRow> plans, Map<String, List<TaskRow>> columns) {
    Console console = context.console();
    if (!context.quiet()) {
      head(plans);
    }
    if (columns.isEmpty()) {
      return;
    }
    int width = (console.screen().columns() - GAP * (columns.size() - 1)) / columns.size();
    if (width >= NARROW) {
      sideBySide(columns, width).print(console);
    } else {
      columns.forEach((word, tasks) -> {
        console.print(title(word, tasks));
        Table table = new Table().fit(1);
        for (TaskRow task : shown(tasks)) {
          table.row(new Line().pad(2).append(id(task)), Line.of(task.title()));
          if (!task.waitsFor().isEmpty()) {
            table.row(new Line(), waitsFor(task));
          }
        }
        table.print(console);
        if (shown(tasks).size() < tasks.size()) {
          console.print(new Line().pad(2).append(more(tasks)));
        }
      });
    }
  }

  private void head(List<PlanRow> plans) {
    Line line = new Line();
    if (plans.size() == 1) {
      PlanRow one = plans.getFirst();
      line.add(Style.BOLD, one.id() == null ? one.file() : one.id()).add("  " + one.title() + "  ");
    } else {
      line.add(ConsistencyPrinter.counted(plans.size(), "plan") + "  ");
    }
    int all = plans.stream().mapToInt(each -> each.tasks().size()).sum();
    line.append(Meter.of(plans.stream().mapToInt(PlanRow::settled).sum(), all));
    context.console().wrap(line, 2);
    context.console().blank();
  }

  private Table sideBySide(Map<String, List<TaskRow>> columns, int width) {
    Table table = new Table();
    List<Line> titles = new ArrayList<>();
    columns.forEach((word, tasks) -> titles.add(title(word, tasks).cut(width)));
    table.row(titles.toArray(Line[]::new));
    List<List<Line>> cells = columns.values().stream().map(this::cells).toList();
    int rows = cells.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < rows; i++) {
      int row = i;
      table.row(
          cells.stream()
              .map(column -> row < column.size() ? column.get(row).cut(width) : new Line())
              .toArray(Line[]::new));
    }
    return table;
  }

  /** A task takes a line, and another one to say what it waits for. */
  private List<Line> cells(List<TaskRow> tasks) {
    List<Line> cells = new ArrayList<>();
    List<TaskRow> shown = shown(tasks);
    for (TaskRow task : shown) {
      cells.add(id(task).add(" " + task.title()));
      if (!task.waitsFor().isEmpty()) {
        cells.add(new Line().pad(2).append(waitsFor(task)));
      }
    }
    if (shown.size() < tasks.size()) {
      cells.add(more(tasks));
    }
    return cells;
  }

  private static Line waitsFor(TaskRow task) {
    return new Line()
        .add(Style.DIM, "waits for " + String.join(", ", TaskListCommand.waitsFor(task)));
  }

  private static Line title(String word, List<TaskRow> tasks) {
    return new Line()
        .add(Words.style(word), "%s %s".formatted(Words.sign(word), word))
        .add(Style.DIM, " " + tasks.size());
  }

  private static Line id(TaskRow task) {
    return new Line().add(Style.BOLD, task.id());
  }

  private Line more(List<TaskRow> tasks) {
    return new Line().add(Style.DIM, "… %d more".formatted(tasks.size() - shown(tasks).size()));
  }

  /** All that is open; of what is settled, what comes last in its file. */
  private List<TaskRow> shown(List<TaskRow> tasks) {
    boolean folded =
        !context.verbose() && tasks.size() > SETTLED + 1 && tasks.getFirst().isSettled();
    return folded ? tasks.subList(tasks.size() - SETTLED, tasks.size()) : tasks;
  }
}
