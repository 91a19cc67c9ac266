package dev.pawl.cli.setup;

import dev.pawl.app.reconcile.JournalSync;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawl sync}. */
@Command(
    name = "sync",
    sortOptions = false,
    description = {
      "Exchanges journals with the remote now: takes in what others reported, and publishes what was"
          + " reported here. Plan files and branches are not touched."
    },
    footer = {"", "Example:", "  pawl sync", "  pawl sync ssh://other-machine/srv/net-kingdom"})
public final class SyncCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "REMOTE",
      arity = "0..1",
      description = "A remote's name or any git URL; by default the repository's own remote.")
  @Nullable String remote;

  @Mixin OutputFormat format = new OutputFormat();

  public SyncCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    JournalSync.Outcome done = new JournalSync(context.surroundings()).run(remote);
    done.notes().forEach(context.console()::note);
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.sync/1",
          json ->
              json.text("remote", done.remote())
                  .flag("complete", done.complete())
                  .number("received", done.received())
                  .number("sent", done.sent())
                  .text("reason", done.complete() ? null : done.reason()));
    } else if (done.complete()) {
      context
          .console()
          .print(
              new Line()
                  .add(Style.GREEN, "exchanged with " + done.remote())
                  .add(
                      Style.DIM,
                      "  "
                          + ConsistencyPrinter.counted(done.received(), "event")
                          + " received, "
                          + ConsistencyPrinter.counted(done.sent(), "journal")
                          + " sent"));
    } else {
      context
          .console()
          .note("pawl: not all was exchanged with " + done.remote() + ": " + done.reason());
    }
    return done.complete() ? Exit.OK : Exit.ENVIRONMENT;
  }
}
