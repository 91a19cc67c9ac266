package dev.pawl.cli.task;

import dev.pawl.app.log.StatusChange;
import dev.pawl.app.log.StatusLog;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
      "Tells how statuses came to be, newest first: the commits that changed them, through renames,"
          + " and the reports beside them with their reasons, reopens and takeovers.",
      "Times are in UTC. Writes nothing."
    },
    footer = {
      "",
      "Example:",
      "  pawl log NET-T04    # how NET-T04 came to be what it is",
      "  pawl log NET-WP-1 -n 20    # the last 20 changes in a plan"
    })
public final class LogCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

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
    List<StatusChange> changes = limit.of(story.changes());
    if (format.json()) {
      Json.print(context.console(), "pawl.log/1", json -> json(json, story, changes));
    } else {
      text(story, changes);
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

  private void text(StatusLog.Story story, List<StatusChange> changes) {
    if (changes.isEmpty() && !context.quiet()) {
      context
          .console()
          .print(new Line().add(Style.DIM, "no status was ever committed or reported"));
    }
    Table table = new Table();
    for (StatusChange change : changes) {
      table.row(
          new Line().add(Style.DIM, time(change.at())),
          new Line().add(Style.BOLD, change.task()),
          step(change),
          source(change),
          Line.of(change.host() == null ? change.actor() : change.actor() + "@" + change.host()),
          said(change));
    }
    table.print(context.console());
    for (StatusLog.Takeover taken : story.takeovers()) {
      context
          .console()
          .print(
              new Line()
                  .add(Style.DIM, time(taken.at()))
                  .add(Style.YELLOW, "  taken over  ")
                  .add(Style.BOLD, taken.plan())
                  .add("  from replica " + taken.owner() + " by ")
                  .add(taken.actor() + "@" + taken.host())
                  .add(Style.DIM, "  (epoch " + taken.oldEpoch() + " → " + taken.newEpoch() + ")"));
    }
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static Line step(StatusChange change) {
    String from = change.from();
    Line line = new Line();
    if (from != null) {
      line.add(Style.DIM, from).add(" ");
    }
    return line.add("→ ").add(Words.style(change.to()), change.to());
  }

  static Line source(StatusChange change) {
    String commit = change.commit();
    return switch (change.kind()) {
      case COMMIT, MERGE, CUT -> new Line().commit(commit == null ? "?" : commit);
      case REPORT -> Line.of("reported");
      case REOPEN -> new Line().add(Style.YELLOW, "reopened");
      case OBSERVATION -> Line.of("seen in the file");
    };
  }

  private static Line said(StatusChange change) {
    Line line = new Line();
    switch (change.fate()) {
      case NONE -> {}
      case COUNTS -> line.add(Style.GREEN, "counts ");
      case OVERRULED -> line.add(Style.YELLOW, "overruled ");
      case FENCED -> line.add(Style.YELLOW, "not counted: the claim had been taken over ");
    }
    switch (change.kind()) {
      case MERGE -> line.add(Style.DIM, "merge: ");
      case CUT -> line.add(Style.DIM, "or earlier: ");
      default -> {}
    }
    return line.add(Style.DIM, change.said());
  }
}
