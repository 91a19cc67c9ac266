package dev.pawl.cli.task;

import dev.pawl.app.edit.WritePlan;
import dev.pawl.app.edit.Written;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pawl plan new} and {@code pawl task add}: write into the work tree, commit nothing. */
public abstract class WriteCommand implements Callable<Integer> {
  final Context context;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Its id; without it pawl chooses a short one.")
  @Nullable String id;

  @Mixin OutputFormat format = new OutputFormat();

  WriteCommand(Context context) {
    this.context = context;
  }

  abstract Written write(WritePlan writer) throws Failure;

  @Override
  public Integer call() throws Failure {
    Written written = write(new WritePlan(context.surroundings()));
    return new WrittenPrinter(context.console(), format.json()).print(written, "");
  }

  /** {@code pawl plan new}. */
  @Command(
      name = "new",
      sortOptions = false,
      description = "Writes a new plan file, which has no tasks yet.",
      footer = {
        "",
        "Example:",
        "  pawl plan new \"Launch the shop\"    # the plan shop",
        "  pawl plan new \"Launch the shop\" --status active    # work begins at once",
        "  pawl plan new \"A network for the kingdom\" --id NET-WP-1"
      })
  public static final class NewPlan extends WriteCommand {
    @Parameters(paramLabel = "TITLE", description = "What it is about.")
    String title = "";

    @Option(names = "--type", paramLabel = "TYPE", description = "workplan (default) or plan.")
    String type = "workplan";

    @Option(
        names = "--status",
        paramLabel = "WORD",
        description = "proposed (default), ready, active or blocked.")
    String status = "proposed";

    @Option(names = "--file", paramLabel = "FILE", description = "Where, relative to the root.")
    @Nullable String file;

    public NewPlan(Context context) {
      super(context);
    }

    @Override
    Written write(WritePlan writer) throws Failure {
      return writer.plan(new WritePlan.PlanRequest(title, id, type, status, file));
    }
  }

  /** {@code pawl task add}. */
  @Command(
      name = "add",
      sortOptions = false,
      description = "Adds a task to the end of a plan file, with status todo.",
      footer = {
        "",
        "Example:",
        "  pawl task add \"Lay the cables\" --plan NET-WP-1 --priority high"
      })
  public static final class AddTask extends WriteCommand {
    @Parameters(paramLabel = "TITLE", description = "What is to be done.")
    String title = "";

    @Option(
        names = "--plan",
        paramLabel = "PLAN",
        description =
            "Id or file; by default PAWL_PLAN, that of this worktree, or the only open one.")
    @Nullable String plan;

    @Option(
        names = "--priority",
        paramLabel = "WORD",
        description = "critical, urgent, high, medium or low.")
    @Nullable String priority;

    @Option(
        names = "--depends-on",
        paramLabel = "TASK",
        split = ",",
        description = "What must be settled first.")
    List<String> dependsOn = new ArrayList<>();

    @Option(
        names = "--body",
        paramLabel = "TEXT",
        description = "What stands below it, as Markdown.")
    String body = "";

    public AddTask(Context context) {
      super(context);
    }

    @Override
    Written write(WritePlan writer) throws Failure {
      return writer.task(new WritePlan.TaskRequest(plan, title, id, priority, dependsOn, body));
    }
  }
}
