package dev.pawl.cli.setup;

import dev.pawl.app.reconcile.JournalSync;
import dev.pawl.app.reconcile.JournalSync.Outcome;
import dev.pawl.app.reconcile.JournalSync.Way;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl sync}. */
@Command(
    name = "sync",
    sortOptions = false,
    description = {
      "Exchanges journals with the remote now: takes in what others reported, and publishes what was"
          + " reported here. Plan files and branches are not touched."
    },
    footer = {
      "",
      "A peer is any git repository: the remote, a bare one on a disk, another machine's clone. What"
          + " is left in a clone is taken in by its next command. One peer that fails does not stop"
          + " the rest; the exit code is 3 then, and the message says which.",
      "",
      "Example:",
      "  pawl sync",
      "  pawl sync ssh://other-machine/srv/net-kingdom",
      "  pawl sync --dry-run ../other-clone /media/stick/net.git"
    })
public final class SyncCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "PEER",
      arity = "0..*",
      description =
          "Remotes' names, git URLs or paths, in this order; by default the repository's own remote"
              + " and the peers of the settings.")
  List<String> peers = new ArrayList<>();

  @Option(names = "--push", description = "Only publish: take nothing in.")
  boolean push;

  @Option(names = "--pull", description = "Only take in: publish nothing.")
  boolean pull;

  @Option(
      names = "--dry-run",
      description =
          "Only count what would come and go. The peers' journals are fetched for that;"
              + " nothing is recorded, and no ref moves.")
  boolean dryRun;

  @Mixin OutputFormat format = new OutputFormat();

  public SyncCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    List<Outcome> all = new JournalSync(context.surroundings(), Version.number()).run(peers, way());
    all.forEach(done -> done.notes().forEach(context.console()::note));
    if (format.json()) {
      json(all);
    } else {
      all.forEach(this::say);
    }
    if (all.stream().allMatch(Outcome::complete)) {
      return Exit.OK;
    }
    context.console().note("  nothing is lost: the same command brings it when they answer");
    return Exit.ENVIRONMENT;
  }

  private Way way() {
    if (dryRun) {
      return Way.PREVIEW;
    }
    if (push == pull) {
      return Way.BOTH;
    }
    return push ? Way.PUSH : Way.PULL;
  }

  private void say(Outcome done) {
    if (!done.complete()) {
      String not = dryRun ? "could not look at %s: %s" : "not all was exchanged with %s: %s";
      context.console().note("pawl: " + not.formatted(done.peer(), done.reason()));
      return;
    }
    String came = ConsistencyPrinter.counted(done.received(), "event");
    String went = ConsistencyPrinter.counted(done.sent(), "journal");
    String counts =
        dryRun
            ? "  %s would come, %s would go; nothing was moved"
                .formatted(pushOnly() ? "no event" : came, pullOnly() ? "no event" : events(done))
            : "  %s received, %s sent".formatted(came, went);
    context
        .console()
        .print(
            new Line()
                .add(Style.GREEN, (dryRun ? "looked at " : "exchanged with ") + done.peer())
                .add(Style.DIM, counts));
  }

  private boolean pushOnly() {
    return push && !pull;
  }

  private boolean pullOnly() {
    return pull && !push;
  }

  private static String events(Outcome done) {
    return ConsistencyPrinter.counted(done.sentEvents(), "event");
  }

  private void json(List<Outcome> all) {
    Outcome failed = all.stream().filter(done -> !done.complete()).findFirst().orElse(null);
    Json.print(
        context.console(),
        "pawl.sync/1",
        json ->
            json.text("remote", all.getFirst().peer())
                .flag("complete", failed == null)
                .number("received", all.stream().mapToInt(Outcome::received).sum())
                .number("sent", all.stream().mapToInt(Outcome::sent).sum())
                .text("reason", failed == null ? null : failed.reason())
                .flag("dry_run", dryRun)
                .objects("peers", all, this::json));
  }

  private void json(Json json, Outcome done) {
    json.text("peer", done.peer())
        .flag("complete", done.complete())
        .number("received", done.received())
        .number("sent", done.sent())
        .number("sent_events", done.sentEvents())
        .text("reason", done.complete() ? null : done.reason());
  }
}
