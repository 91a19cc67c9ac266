package dev.pawl.cli.task;

import dev.pawl.app.log.StatusChange;
import dev.pawl.app.log.StatusLog;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.screen.When;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Limit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl log}. */
@Command(
    name = "log",
    sortOptions = false,
    description = {
      "Shows how statuses came to be, newest first: the commits that changed them, followed"
          + " through renames, and the reports, with reasons, reopens and takeovers. A report"
          + " and the"
          + " commit that wrote it into the file are one line; what counts now is marked. -v shows"
          + " each on its own, with the exact local time."
    },
    footer = {
      "",
      "Example:",
      "  pawl log NET-T04    # how NET-T04 came to be what it is",
      "  pawl log NET-WP-1 -n 20    # the last 20 changes in a plan"
    })
public final class LogCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "PLAN|TASK",
      arity = "0..1",
      description = "A plan (id or file) or a task; by default all.")
  @Nullable String name;

  @Option(names = "--plan", paramLabel = "PLAN", description = "Only tasks of this plan.")
  @Nullable String plan;

  @Mixin Limit limit = new Limit();

  @Mixin OutputFormat format = new OutputFormat();

  public LogCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    StatusLog.Story story = new StatusLog(context.surroundings()).tell(name, plan);
    context.console().page();
    if (format.json()) {
      List<StatusChange> changes = limit.of(story.changes());
      Json.print(context.console(), "pawl.log/1", json -> json(json, story, changes));
    } else {
      text(story);
    }
    if (!context.quiet()) {
      story.notes().forEach(context.console()::note);
      if (story.truncated()) {
        context.console().note("history is not all in this clone: older changes may be missing");
      }
    }
    return Exit.OK;
  }

  private static void json(Json json, StatusLog.Story story, List<StatusChange> changes) {
    json.objects("changes", changes, LogCommand::json);
    json.objects(
        "takeovers",
        story.takeovers(),
        (each, taken) ->
            each.text("plan", taken.plan())
                .text("owner", taken.owner())
                .number("old_epoch", taken.oldEpoch())
                .number("new_epoch", taken.newEpoch())
                .text("at", taken.at().toString())
                .text("host", taken.host())
                .text("actor", taken.actor()));
    json.flag("truncated", story.truncated());
  }

  static void json(Json json, StatusChange change) {
    json.text("task", change.task())
        .text("from", change.from())
        .text("to", change.to())
        .text("at", change.at().toString())
        .text("host", change.host())
        .text("actor", change.actor())
        .text("commit", change.commit())
        .text("source", change.kind().committed() ? "commit" : "report")
        .text("plan", change.plan())
        .text("kind", change.kind().word())
        .text("fate", change.fate() == StatusChange.Fate.NONE ? null : change.fate().word())
        .text("head", change.head())
        .text("said", change.said().isEmpty() ? null : change.said());
  }

  private void text(StatusLog.Story story) throws Failure {
    Console console = context.console();
    if (story.changes().isEmpty() && !context.quiet()) {
      console.print(new Line().add(Style.DIM, "no status was ever committed or reported"));
    }
    List<LogEntry> entries =
        limit.of(LogEntry.of(story.changes(), story.now(), /* folded= */ !context.verbose()));
    When when = context.when();
    table(entries, when, /* one= */ false).print(console);
    for (StatusLog.Takeover taken : story.takeovers()) {
      console.wrap(takeover(taken, when), 2);
    }
  }

  /**
   * A row for each line of the log.
   *
   * @param one whether all are about one task, which is said above
   */
  static Table table(List<LogEntry> entries, When when, boolean one) {
    Table table = new Table().fit(6, 5, 4, 3);
    for (LogEntry entry : entries) {
      StatusChange change = entry.change();
      table.row(
          new Line().add(Style.DIM, (one ? "  " : "") + when.said(change.at())),
          new Line().add(Style.BOLD, one ? "" : change.task()),
          step(change),
          entry.countsNow() ? new Line().add(Style.GREEN, "✓ now") : new Line(),
          commit(entry),
          Line.of(change.host() == null ? change.actor() : change.actor() + "@" + change.host()),
          said(entry));
    }
    return table;
  }

  private static Line takeover(StatusLog.Takeover taken, When when) {
    return new Line()
        .add(Style.DIM, when.said(taken.at()))
        .add("  ")
        .add(Style.BOLD, taken.plan())
        .add(Style.YELLOW, "  taken over")
        .add(" by %s@%s".formatted(taken.actor(), taken.host()))
        .add(
            Style.DIM,
            "  (from replica %s, epoch %d → %d)"
                .formatted(taken.owner(), taken.oldEpoch(), taken.newEpoch()));
  }

  private static Line step(StatusChange change) {
    String from = change.from();
    Line line = new Line();
    if (from != null) {
      line.add(Style.DIM, from).add(" ");
    }
    return line.add("→ ").add(Words.style(change.to()), change.to());
  }

  /** The commit that says it; of a report that is in no commit yet, that it was reported. */
  private static Line commit(LogEntry entry) {
    String commit = entry.commit();
    if (commit != null) {
      return new Line().commit(commit);
    }
    return switch (entry.change().kind()) {
      case COMMIT, MERGE, CUT -> Line.of("?");
      case REPORT -> new Line().add(Style.DIM, "reported");
      case REOPEN -> new Line().add(Style.YELLOW, "reopened");
      case OBSERVATION -> new Line().add(Style.DIM, "seen in file");
    };
  }

  private static Line said(LogEntry entry) {
    StatusChange change = entry.change();
    Line line = new Line();
    switch (change.fate()) {
      case NONE, COUNTS -> {}
      case OVERRULED -> line.add(Style.YELLOW, "overruled ");
      case FENCED -> line.add(Style.YELLOW, "not counted: the claim had been taken over ");
    }
    switch (change.kind()) {
      case REOPEN -> line.add(Style.YELLOW, entry.commit() == null ? "" : "reopened: ");
      case MERGE -> line.add(Style.DIM, "merge: ");
      case CUT -> line.add(Style.DIM, "or earlier: ");
      default -> {}
    }
    return line.add(Style.DIM, change.said());
  }
}
