package dev.pawl.cli.terminal;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only holds others: on its own it says which. */
public abstract class GroupCommand implements Runnable {
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
