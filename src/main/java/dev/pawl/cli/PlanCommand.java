package dev.pawl.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pawl plan}: says what it can do. */
@Command(
    name = "plan",
    description = "Lists plans, and starts new ones.",
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    footer = {"", "Example:", "  pawl plan list", "  pawl plan status NET-WP-1"})
final class PlanCommand implements Runnable {
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
