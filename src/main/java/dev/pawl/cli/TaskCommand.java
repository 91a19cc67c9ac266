package dev.pawl.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pawl task}: says what it can do. */
@Command(
    name = "task",
    description = "Lists tasks, and reports what became of them.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {
      "",
      "A report goes into the journal; pawl fix-consistency writes it into the plan files.",
      "",
      "Example:",
      "  pawl task next",
      "  pawl task start NET-T04",
      "  pawl task done NET-T04"
    })
final class TaskCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        new CommandLine(spec),
        "Missing command: one of " + String.join(", ", spec.subcommands().keySet()));
  }
}
