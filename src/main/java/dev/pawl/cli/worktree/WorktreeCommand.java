package dev.pawl.cli.worktree;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.worktree.CreateWorktree;
import dev.pawl.app.worktree.WorktreeList;
import dev.pawl.app.worktree.WorktreeList.Row;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.GroupCommand;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.PlanArgument;
import dev.pawl.cli.terminal.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl worktree create|list|path}. */
public abstract class WorktreeCommand implements Callable<Integer> {
  final Context context;

  WorktreeCommand(Context context) {
    this.context = context;
  }

  /** {@code pawl worktree}: says what it can do. */
  @Command(
      name = "worktree",
      description = "Gives each plan a worktree of its own.",
      synopsisSubcommandLabel = "COMMAND",
      sortOptions = false,
      footer = {"", "Example:", "  pawl worktree create NET-WP-1", "  pawl worktree list"})
  public static final class Group extends GroupCommand {}

  /** {@code pawl worktree create}. */
  @Command(
      name = "create",
      sortOptions = false,
      description = {
        "Makes a worktree for a plan, on the branch plan/<id>, and binds it to the plan: commands that"
            + " run in it mean this plan. If the plan has one already, that one is used."
      },
      footer = {
        "",
        "Exit code: 1 when it was refused, or when worktrees.setup failed; the worktree stays then.",
        "",
        "Example:",
        "  pawl worktree create NET-WP-1",
        "  cd \"$(pawl worktree path NET-WP-1)\""
      })
  public static final class Create extends WorktreeCommand {
    @Mixin PlanArgument plan = new PlanArgument();

    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "The folder to make it in; by default worktrees.root of .pawl.yaml.")
    @Nullable Path root;

    @Option(
        names = "--setup",
        description =
            "Copy files and run the setup command even in a worktree that exists already.")
    boolean setup;

    @Mixin OutputFormat format = new OutputFormat();

    public Create(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      CreateWorktree.Created made =
          new CreateWorktree(context.surroundings(), context.console()::note)
              .run(new CreateWorktree.Request(plan.name(), root, setup));
      made.notes().forEach(context.console()::note);
      if (format.json()) {
        Json.print(
            context.console(),
            "pawl.worktree/1",
            json ->
                json.text("plan", made.plan().value())
                    .text("path", made.path().toString())
                    .text("branch", made.branch())
                    .flag("existing", made.existing())
                    .texts("copied", made.copied())
                    .text("setup", made.setup().name().toLowerCase(Locale.ROOT).replace('_', '-')));
      } else if (!context.quiet()) {
        text(made);
      }
      return made.setup() == CreateWorktree.Setup.FAILED ? Exit.LEFT : Exit.OK;
    }

    private void text(CreateWorktree.Created made) {
      context
          .console()
          .print(
              new Line()
                  .add(Style.BOLD, made.plan().value())
                  .add("  ")
                  .add(Style.BLUE, made.path().toString())
                  .add("  " + made.branch())
                  .add(Style.DIM, made.existing() ? "  (was there already)" : ""));
      if (!made.copied().isEmpty()) {
        context
            .console()
            .print(
                new Line()
                    .add(Style.DIM, "copied " + made.copied().size() + " files that git ignores"));
      }
    }
  }

  /** {@code pawl worktree list}. */
  @Command(
      name = "list",
      sortOptions = false,
      description = {
        "Lists the worktrees of this clone, those of plans and those that others made, each with its"
            + " state: main, active, stale, missing (not visible from here), unfinished, foreign."
      },
      footer = {"", "Example:", "  pawl worktree list --format json"})
  public static final class ListAll extends WorktreeCommand {
    @Mixin OutputFormat format = new OutputFormat();

    public ListAll(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      List<Row> rows = WorktreeList.of(context.surroundings());
      if (format.json()) {
        Json.print(
            context.console(),
            "pawl.worktrees/1",
            json ->
                json.objects(
                    "worktrees",
                    rows,
                    (each, row) ->
                        each.text("plan", row.plan())
                            .text("path", row.path())
                            .text("branch", row.branch())
                            .text("state", row.state().word())
                            .texts("reasons", row.reasons())
                            .text("head", row.head())
                            .flag("here", row.here())));
      } else {
        text(rows);
      }
      return Exit.OK;
    }

    private void text(List<Row> rows) {
      Table table = new Table();
      for (Row row : rows) {
        table.row(
            new Line().add(Style.BOLD, row.plan() == null ? "-" : row.plan()),
            new Line().add(style(row.state()), row.state().word()),
            Line.of(row.branch() == null ? "(detached)" : row.branch()),
            new Line().add(Style.BLUE, row.path()).add(row.here() ? "  (here)" : ""),
            new Line().add(Style.DIM, String.join("; ", row.reasons())));
      }
      table.print(context.console());
    }

    private static Style style(WorktreeList.State state) {
      return switch (state) {
        case ACTIVE -> Style.CYAN;
        case STALE, UNFINISHED, MISSING -> Style.YELLOW;
        case MAIN, FOREIGN -> Style.DIM;
      };
    }
  }

  /** {@code pawl worktree path}. */
  @Command(
      name = "path",
      sortOptions = false,
      description = "Prints the folder of a plan's worktree, and nothing else.",
      footer = {"", "Example:", "  cd \"$(pawl worktree path NET-WP-1)\""})
  public static final class PathOf extends WorktreeCommand {
    @Mixin PlanArgument plan = new PlanArgument();

    public PathOf(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws Failure {
      String path = WorktreeList.path(context.surroundings(), plan.name());
      context.console().print(Line.of(path));
      return Exit.OK;
    }
  }
}
