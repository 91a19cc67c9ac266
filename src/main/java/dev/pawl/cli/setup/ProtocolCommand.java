package dev.pawl.cli.setup;

import dev.pawl.app.setup.SessionProtocol;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl protocol}. */
@Command(
    name = "protocol",
    sortOptions = false,
    description = {
      "Prints how to close a session of work, for the instructions of coding agents; or writes"
          + " it into their files, between two markers. Nothing outside the markers changes; running"
          + " it again brings the text up to date."
    },
    footer = {"", "Example:", "  pawl protocol", "  pawl protocol --write AGENTS.md"})
public final class ProtocolCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write it into this file of the repository; may be given several times.")
  List<String> files = new ArrayList<>();

  public ProtocolCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    if (files.isEmpty()) {
      SessionProtocol.text().lines().forEach(line -> context.console().print(Line.of(line)));
    } else {
      print(context, new SessionProtocol(context.surroundings()).write(files));
    }
    return Exit.OK;
  }

  static void print(Context context, List<SessionProtocol.Written> written) {
    if (context.quiet()) {
      return;
    }
    for (SessionProtocol.Written one : written) {
      context
          .console()
          .print(
              switch (one.kind()) {
                case CREATED ->
                    new Line()
                        .add(Style.GREEN, "wrote ")
                        .add(one.file())
                        .add(Style.DIM, "  (commit it)");
                case CHANGED ->
                    new Line()
                        .add(Style.GREEN, "updated ")
                        .add(one.file())
                        .add(Style.DIM, "  (commit it)");
                case UP_TO_DATE ->
                    new Line().add(Style.DIM, one.file() + " has the protocol already");
              });
    }
  }
}
