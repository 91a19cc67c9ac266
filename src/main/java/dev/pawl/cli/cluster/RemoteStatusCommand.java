package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.HostRow;
import dev.pawl.app.cluster.RemoteStatus;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pawl remote-status}. */
@Command(
    name = "remote-status",
    sortOptions = false,
    description = {
      "Asks another machine by ssh for its own cluster-status, and shows its answer. Where it cannot"
          + " be asked, shows what is known of it here, and how old that is."
    },
    footer = {
      "",
      "How a machine is reached stands in your own settings.yaml, never in a repository:"
          + " machines.ssh, a name and [user@]host[:folder of the clone there].",
      "",
      "Example:",
      "  pawl remote-status omarchy-ts"
    })
public final class RemoteStatusCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "HOST", description = "A host's name, or its id.")
  String host = "";

  @Mixin OutputFormat format = new OutputFormat();

  public RemoteStatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    List<String> arguments = format.json() ? List.of("--format", "json") : List.of();
    RemoteStatus status = RemoteStatus.of(context.surroundings(), host, arguments);
    String reason = status.reason();
    if (reason != null) {
      context
          .console()
          .note("pawl: %s was not asked: %s".formatted(status.host().host().name(), reason));
    }
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.remote-status/1",
          json ->
              json.flag("answered", reason == null)
                  .text("reason", reason)
                  .object("known", known -> HostWords.json(known, status.host()))
                  .texts("answer", status.answer()));
    } else if (reason == null) {
      status.answer().forEach(line -> context.console().print(Line.of(line)));
    } else {
      text(status.host());
    }
    return reason == null ? Exit.OK : Exit.ENVIRONMENT;
  }

  private void text(HostRow row) {
    if (row.record() == null && !context.quiet()) {
      context.console().print(new Line().add(Style.DIM, "nothing is known of it here"));
    }
    HostWords.table(List.of(row)).print(context.console());
  }
}
