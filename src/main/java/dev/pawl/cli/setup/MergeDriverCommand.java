package dev.pawl.cli.setup;

import dev.pawl.app.plan.PlanMerge;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl merge-driver}: what git runs to merge plan files; {@code pawl init} installs it. */
@Command(
    name = "merge-driver",
    hidden = true,
    sortOptions = false,
    description = {
      "Merges three versions of a plan file for git, into OURS: statuses by their ranks and the"
          + " record, the text as git does it. 'pawl init' tells git to run it."
    },
    footer = {
      "",
      "Exit code: 0 merged, 1 a conflict is left, else nothing was changed.",
      "",
      "Example:",
      "  pawl merge-driver --marker-size=7 -- base.md ours.md theirs.md"
    })
public final class MergeDriverCommand implements Callable<Integer> {
  private final Context context;

  @Option(names = "--marker-size", paramLabel = "N", description = "Length of conflict markers.")
  int markerSize = 7;

  @Parameters(index = "0", paramLabel = "BASE", description = "What both started from.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
  Path base;

  @Parameters(index = "1", paramLabel = "OURS", description = "Ours, and the result.")
  @SuppressWarnings("NullAway.Init") // as above
  Path ours;

  @Parameters(index = "2", paramLabel = "THEIRS", description = "Theirs.")
  @SuppressWarnings("NullAway.Init") // as above
  Path theirs;

  @Parameters(index = "3", arity = "0..1", paramLabel = "PATH", description = "What it is called.")
  @Nullable String path;

  public MergeDriverCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    boolean clean =
        new PlanMerge(context.surroundings())
            .merge(new PlanMerge.Versions(base, ours, theirs, markerSize));
    return clean ? Exit.OK : Exit.LEFT;
  }
}
