package dev.pawl.cli.setup;

import dev.pawl.app.setup.TrustCommands;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl trust}. */
@Command(
    name = "trust",
    sortOptions = false,
    description = {
      "Allows what the settings of this repository (.pawl.yaml) ask for: command lines that run for"
          + " you, and copies of files that git does not track to a folder beside the repository."
          + " Exactly the text that is shown is allowed; until then none of it is done, and a changed"
          + " text must be allowed anew."
    },
    footer = {"", "Example:", "  pawl trust --show", "  pawl trust"})
public final class TrustCommand implements Callable<Integer> {
  private final Context context;

  /** At most one of them. */
  static final class Choice {
    @Option(names = "--show", description = "Only show them.")
    boolean show;

    @Option(names = "--revoke", description = "Take the permission back.")
    boolean revoke;
  }

  @ArgGroup Choice choice = new Choice();

  public TrustCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    TrustCommands.Choice chosen = TrustCommands.Choice.ALLOW;
    if (choice.show) {
      chosen = TrustCommands.Choice.SHOW;
    } else if (choice.revoke) {
      chosen = TrustCommands.Choice.REVOKE;
    }
    List<TrustCommands.Entry> entries = new TrustCommands(context.surroundings()).run(chosen);
    if (entries.isEmpty()) {
      context
          .console()
          .print(
              new Line().add(Style.DIM, "this repository asks for nothing that has to be allowed"));
    }
    for (TrustCommands.Entry entry : entries) {
      context
          .console()
          .print(
              new Line()
                  .add(
                      entry.allowed() ? Style.GREEN : Style.YELLOW,
                      entry.allowed() ? "allowed  " : "not allowed  ")
                  .add(Style.BOLD, entry.setting())
                  .add("  " + entry.text()));
    }
    return Exit.OK;
  }
}
