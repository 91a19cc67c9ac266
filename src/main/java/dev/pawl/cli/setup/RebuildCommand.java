package dev.pawl.cli.setup;

import dev.pawl.app.setup.RebuildIndex;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pawl rebuild}. */
@Command(
    name = "rebuild",
    sortOptions = false,
    description = {
      "Deletes the index and reads all plans and the whole journal into a new one. The index only"
          + " saves time: no answer depends on it, and it may be deleted at any moment."
    },
    footer = {"", "Example:", "  pawl rebuild"})
public final class RebuildCommand implements Callable<Integer> {
  private final Context context;

  @Mixin OutputFormat format = new OutputFormat();

  public RebuildCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    RebuildIndex.Outcome done = new RebuildIndex(context.surroundings()).run();
    if (format.json()) {
      Json.print(
          context.console(),
          "pawl.rebuild/1",
          json ->
              json.text("index", done.kept() ? done.place() : null)
                  .number("plans", done.plans())
                  .number("tasks", done.tasks())
                  .number("reported", done.reported())
                  .number("packed", done.packed()));
    } else {
      String counts =
          ConsistencyPrinter.counted(done.plans(), "plan")
              + ", "
              + ConsistencyPrinter.counted(done.tasks(), "task")
              + ", "
              + done.reported()
              + " of them reported"
              + (done.packed() == 0
                  ? ""
                  : ", %s of the journal packed"
                      .formatted(ConsistencyPrinter.counted(done.packed(), "segment")));
      context
          .console()
          .print(
              new Line()
                  .add(counts)
                  .add(
                      Style.DIM,
                      "  " + (done.place() == null ? "nothing to keep yet" : done.place())));
    }
    if (!done.kept()) {
      context
          .console()
          .note(
              "pawl: "
                  + done.place()
                  + " could not be written: commands do without, and read everything each time");
    }
    return done.kept() ? Exit.OK : Exit.ENVIRONMENT;
  }
}
