package dev.pawl.cli.setup;

import dev.pawl.app.setup.QueuedGit;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl git}. */
@Command(
    name = "git",
    sortOptions = false,
    description = {
      "Runs git in the queue of this repository: pawl, and every git that is started this way,"
          + " change it one at a time, in all its worktrees. Input, output and exit code are"
          + " git's. Hooks that git starts may run pawl without waiting again."
    },
    footer = {
      "",
      "'pawl git --status' shows who is at work and who waits.",
      "",
      "Example:",
      "  pawl git -- commit -m \"docs: the cables\""
    })
public final class GitCommand implements Callable<Integer> {
  private static final int USUAL_WAIT = 60;
  private static final int LONGEST_WAIT = 86_400;
  private final Context context;

  @Option(names = "--status", description = "Show who is at work and who waits; run nothing.")
  boolean status;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait in the queue (default: 60); exit code 3 when that was too short.")
  int wait = USUAL_WAIT;

  @Parameters(paramLabel = "ARGS", arity = "0..*", description = "For git, after --.")
  public List<String> arguments = new ArrayList<>();

  @Mixin OutputFormat format = new OutputFormat();

  public GitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    if (status != arguments.isEmpty()) {
      throw Failure.usage(
          status ? "--status runs nothing" : "nothing for git to do",
          "pawl git -- status runs git; pawl git --status shows the queue");
    }
    if (wait < 0 || wait > LONGEST_WAIT) {
      throw Failure.usage("--wait takes 0 to %d seconds".formatted(LONGEST_WAIT));
    }
    QueuedGit git = new QueuedGit(context.surroundings());
    if (!status) {
      return git.run(arguments, Duration.ofSeconds(wait));
    }
    QueuedGit.Status now = git.status();
    if (format.json()) {
      json(now);
    } else {
      text(now);
    }
    return Exit.OK;
  }

  private void json(QueuedGit.Status now) {
    QueuedGit.Visitor holder = now.holder();
    Json.print(
        context.console(),
        "pawl.queue/1",
        json ->
            (holder == null
                    ? json.flag("held", now.held()).text("holder", null)
                    : json.flag("held", now.held()).object("holder", each -> visitor(each, holder)))
                .objects("waiting", now.waiting(), GitCommand::visitor));
  }

  private static void visitor(Json json, QueuedGit.Visitor visitor) {
    json.number("pid", visitor.pid())
        .text("host", visitor.host())
        .text("command", visitor.command())
        .text("place", visitor.place())
        .text("since", visitor.since().toString());
  }

  private void text(QueuedGit.Status now) {
    if (!now.held()) {
      context.console().print(new Line().add(Style.GREEN, "free").add(": nobody is in the queue"));
    }
    Table table = new Table();
    if (now.held()) {
      row(table, "at work", now.holder());
    }
    now.waiting().forEach(visitor -> row(table, "waits", visitor));
    table.print(context.console());
  }

  private void row(Table table, String role, QueuedGit.@Nullable Visitor visitor) {
    Style style = role.equals("waits") ? Style.DIM : Style.YELLOW;
    if (visitor == null) {
      table.row(new Line().add(style, role), Line.of("a process that left no name"));
      return;
    }
    table.row(
        new Line().add(style, role),
        new Line().add(Style.BOLD, visitor.command()),
        Line.of("process %d on %s".formatted(visitor.pid(), visitor.host())),
        Line.of(context.when().said(visitor.since())),
        new Line().add(Style.DIM, visitor.place()));
  }
}
