package dev.pawl.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one plan that a command is about, as a word of its own or as an option. */
final class PlanArgument {
  @Parameters(
      paramLabel = "PLAN",
      arity = "0..1",
      description =
          "Id or file; by default PAWL_PLAN, that of this worktree, or the only open one.")
  @Nullable String named;

  @Option(names = "--plan", paramLabel = "PLAN", description = "The same, as an option.")
  @Nullable String option;

  /** What was typed; null when nothing was. */
  @Nullable String name() {
    return named == null ? option : named;
  }
}
