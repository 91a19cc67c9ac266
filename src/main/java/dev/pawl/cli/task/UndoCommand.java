package dev.pawl.cli.task;

import dev.pawl.app.report.Undo;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import dev.pawl.cli.terminal.Question;
import dev.pawl.cli.terminal.Words;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl undo}. */
@Command(
    name = "undo",
    sortOptions = false,
    description = {
      "Takes back the last thing that pawl did in this clone: a report by a new report, a commit by a"
          + " commit that reverts it. Says first what it will do; history is never rewritten. Called"
          + " again, it goes further back."
    },
    footer = {
      "",
      "Exit code: 1 when nothing was taken back, for lack of a yes or because it was refused.",
      "",
      "Example:",
      "  pawl undo --dry-run    # what would be taken back",
      "  pawl undo --yes"
    })
public final class UndoCommand implements Callable<Integer> {
  private final Context context;

  /** At most one of them. */
  static final class Choice {
    @Option(names = "--report", description = "The last report, whatever came after it.")
    boolean report;

    @Option(names = "--commit", description = "The last commit of pawl's, whatever came after it.")
    boolean commit;
  }

  @ArgGroup Choice choice = new Choice();

  @Option(
      names = {"-y", "--yes"},
      description =
          "Do it without asking. Otherwise pawl asks, and without a terminal only says"
              + " what it would do.")
  boolean yes;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  boolean dryRun;

  @Mixin OutputFormat format = new OutputFormat();

  public UndoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    Undo.Scope scope =
        choice.report ? Undo.Scope.REPORT : choice.commit ? Undo.Scope.COMMIT : Undo.Scope.LAST;
    Undo undo = new Undo(context.surroundings());
    Optional<Undo.Intent> found = undo.intent(scope);
    if (found.isEmpty()) {
      throw Failure.refused("pawl did nothing here that could be taken back");
    }
    Undo.Intent intent = found.get();
    if (!format.json()) {
      text(intent);
    }
    boolean agreed = !dryRun && (yes || Question.agrees(context.console(), "Take it back?"));
    if (!agreed) {
      if (format.json()) {
        json(intent, null);
      } else if (!dryRun) {
        context.console().note("nothing was taken back; 'pawl undo --yes' does it");
      }
      return dryRun ? Exit.OK : Exit.LEFT;
    }
    Undo.Done done = undo.run(scope, intent);
    done.notes().forEach(context.console()::note);
    if (format.json()) {
      json(intent, done);
    } else {
      said(done);
    }
    return Exit.OK;
  }

  private void text(Undo.Intent intent) {
    Console console = context.console();
    Line head = new Line();
    switch (intent) {
      case Undo.Intent.Reports _ -> head.add(Style.BOLD, "takes back what was reported");
      case Undo.Intent.Revert revert ->
          head.add(Style.BOLD, "reverts ").commit(revert.commit()).add("  " + revert.subject());
    }
    console.wrap(head.add(Style.DIM, "  " + context.when().said(intent.at())), 2);
    for (Undo.Step step : intent.steps()) {
      console.print(
          new Line()
              .add("  ")
              .add(Style.BOLD, step.task())
              .add("  ")
              .add(Style.DIM, step.from())
              .add(" → ")
              .add(Words.style(step.to()), step.to()));
    }
    if (intent instanceof Undo.Intent.Revert revert) {
      revert.files().forEach(file -> console.print(new Line().add("  ").add(Style.BLUE, file)));
    }
  }

  private void said(Undo.Done done) {
    if (context.quiet()) {
      return;
    }
    Console console = context.console();
    String commit = done.commit();
    if (commit == null) {
      console.print(
          new Line()
              .add(Style.GREEN, "taken back")
              .add(Style.DIM, "; not in the plan file yet: pawl fix-consistency writes it there"));
      return;
    }
    console.print(new Line().add(Style.GREEN, "reverted by ").commit(commit));
    if (done.reported()) {
      console.print(
          Line.of("the report itself still stands: pawl undo --report takes it back as well"));
    }
  }

  private void json(Undo.Intent intent, Undo.@Nullable Done done) {
    Json.print(
        context.console(),
        "pawl.undo/1",
        json -> {
          Undo.Intent.Revert revert = intent instanceof Undo.Intent.Revert found ? found : null;
          json.text("kind", revert == null ? "report" : "commit")
              .text("at", intent.at().toString())
              .flag("done", done != null)
              .objects(
                  "steps",
                  intent.steps(),
                  (each, step) ->
                      each.text("task", step.task())
                          .text("from", step.from())
                          .text("to", step.to()))
              .text("reverted", revert == null ? null : revert.commit())
              .texts("files", revert == null ? List.of() : revert.files())
              .text("commit", done == null ? null : done.commit())
              .flag("still_reported", done != null && done.reported());
        });
  }
}
