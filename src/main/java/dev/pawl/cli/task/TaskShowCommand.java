package dev.pawl.cli.task;

import dev.pawl.app.log.StatusChange;
import dev.pawl.app.log.StatusLog;
import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.workspace.Failure;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl task show}. */
@Command(
    name = "show",
    sortOptions = false,
    description = {
      "Shows tasks: their fields, the text below their heading, and how their status came to be,"
          + " commits and reports, latest first."
    },
    footer = {"", "Example:", "  pawl task show NET-T04 NET-T05"})
public final class TaskShowCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "TASK", arity = "1..*", description = "Their ids.")
  List<String> tasks = new ArrayList<>();

  @Option(names = "--plan", paramLabel = "PLAN", description = "Of this plan only: id or file.")
  @Nullable String plan;

  @Mixin OutputFormat format = new OutputFormat();

  public TaskShowCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    Overview overview = Overview.of(context.surroundings());
    Map<String, TaskRow> rows = new LinkedHashMap<>();
    for (String task : tasks) {
      TaskRow row = overview.task(task, plan);
      rows.put(row.id(), row);
    }
    StatusLog.Story story = new StatusLog(context.surroundings()).of(rows.keySet());
    context.console().page();
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.tasks/1",
          json ->
              json.objects(
                  "tasks", rows.values(), (each, row) -> json(each, row, overview, story)));
    } else {
      rows.values().forEach(row -> text(row, overview.text(row), of(row, story)));
    }
    return Exit.OK;
  }

  private static List<StatusChange> of(TaskRow row, StatusLog.Story story) {
    return story.changes().stream().filter(change -> change.task().equals(row.id())).toList();
  }

  private static void json(Json json, TaskRow row, Overview overview, StatusLog.Story story) {
    TaskListCommand.json(json, row);
    String text = overview.text(row);
    json.text("text", text.isEmpty() ? null : text)
        .objects("changes", of(row, story), LogCommand::json);
  }

  private void text(TaskRow row, String text, List<StatusChange> changes) {
    Console console = context.console();
    console.wrap(new Line().add(Style.BOLD, row.id()).add("  " + row.title()), 2);
    Table table = new Table();
    field(table, "status", new Line().add(Words.style(row.status()), row.status()));
    field(table, "in the file", Line.of(row.written()));
    field(table, "reported", Line.of(row.recorded() == null ? "never" : row.recorded()));
    field(table, "plan", Line.of(row.plan() == null ? "" : row.plan()));
    field(table, "place", new Line().add(Style.BLUE, row.file() + ":" + row.at().line()));
    field(table, "priority", Line.of(row.priority() == null ? "" : row.priority()));
    field(table, "phase", Line.of(row.phase() == null ? "" : row.phase()));
    field(table, "depends on", Line.of(String.join(", ", row.dependsOn())));
    field(table, "files", Line.of(String.join(", ", row.files())));
    table.print(console);
    if (!text.isEmpty()) {
      console.print(new Line());
      text.lines().forEach(line -> console.wrap(Line.of("  " + line), 2));
    }
    if (!changes.isEmpty()) {
      console.print(new Line());
    }
    LogCommand.table(
            LogEntry.of(changes, Map.of(row.id(), row.status()), /* folded= */ !context.verbose()),
            context.when(),
            /* one= */ true)
        .print(console);
  }

  private static void field(Table table, String name, Line value) {
    if (value.width() > 0) {
      table.row(new Line().add(Style.DIM, "  " + name), value);
    }
  }
}
