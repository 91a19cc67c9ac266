package dev.pawl.cli.terminal;

import dev.pawl.app.workspace.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one plan that a command is about, as a word of its own or as an option. */
public final class PlanArgument {
  @Parameters(
      paramLabel = "PLAN",
      arity = "0..1",
      description =
          "Id or file; by default PAWL_PLAN, that of this worktree, or the only open one.")
  @Nullable String named;

  @Option(names = "--plan", paramLabel = "PLAN", description = "The same as PLAN.")
  @Nullable String option;

  /** What was typed; null when nothing was. */
  public @Nullable String name() throws Failure {
    return one(named, option);
  }

  /** The same thing, said in either way. */
  public static @Nullable String one(@Nullable String named, @Nullable String option)
      throws Failure {
    if (named != null && option != null && !named.equals(option)) {
      throw Failure.usage("'" + named + "' and --plan " + option + " are two plans", "name one");
    }
    return named == null ? option : named;
  }
}
