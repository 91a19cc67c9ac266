package dev.pawl.cli.check;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.session.CloseSession;
import dev.pawl.app.session.Leftover;
import dev.pawl.app.workspace.Failure;
import dev.pawl.check.Code;
import dev.pawl.check.Severity;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OutputFormat;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pawl close}. */
@Command(
    name = "close",
    sortOptions = false,
    description = {
      "Closes a session: does what 'pawl fix-consistency --remote' does, and then says everything"
          + " that would be lost if this machine vanished now, each with the command that ends it:"
          + " reports that are in no file, work that is not committed, commits that are not pushed,"
          + " stashes made since the last close, tasks that you have in progress, plans that this"
          + " clone has claimed."
    },
    footer = {
      "",
      "Exit code: 0 when all is delivered, 1 when something is left, 2 wrong usage, 3 the environment"
          + " failed.",
      "",
      "Example:",
      "  pawl close           # at the end of every session",
      "  pawl close --push    # and push your own commits as well"
    })
public final class CloseCommand implements Callable<Integer> {
  /** What leftovers say in their own words. */
  private static final Set<Code> SAID =
      EnumSet.of(
          Code.RECORD_AHEAD,
          Code.NOT_CURRENT,
          Code.MOVED_BACK,
          Code.WRITTEN_ELSEWHERE,
          Code.UNPUSHED,
          Code.NOT_WRITABLE);

  private final Context context;

  @Option(
      names = "--push",
      description =
          "Push the branch even when only your own commits wait on it; without this they are"
              + " only named.")
  boolean push;

  @Mixin OutputFormat format = new OutputFormat();

  public CloseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    CloseSession.Closed closed = new CloseSession(context.surroundings()).run(push);
    if (format.json()) {
      json(closed);
    } else {
      text(closed);
    }
    if (closed.report().end() == RepoReport.End.LOCKED) {
      return Exit.ENVIRONMENT;
    }
    return closed.delivered() ? Exit.OK : Exit.LEFT;
  }

  private void json(CloseSession.Closed closed) {
    Json.print(
        context.console(),
        "pawl.close/1",
        json -> {
          json.flag("delivered", closed.delivered());
          json.objects(
              "left",
              closed.left(),
              (each, left) ->
                  each.text("kind", left.kind().word())
                      .text("what", left.what())
                      .text("cure", left.cure()));
          json.objects("repos", List.of(closed.report()), ConsistencyPrinter::repo);
          json.texts("notes", closed.notes());
        });
  }

  private void text(CloseSession.Closed closed) {
    Console console = context.console();
    ConsistencyPrinter printer = new ConsistencyPrinter(context);
    printer.done(closed.report());
    if (context.verbose()) {
      printer.findings(closed.report());
    }
    closed.notes().forEach(console::note);
    for (Leftover left : closed.left()) {
      console.wrap(
          new Line()
              .add(Style.YELLOW, "  %-11s ".formatted(left.kind().word()))
              .add(context.when().said(left.what())),
          14);
      console.wrap(new Line().add(" ".repeat(14)).add(Style.BOLD, left.cure()), 14);
    }
    besides(closed);
    console.print(
        closed.delivered()
            ? new Line().add(Style.GREEN, "✓ delivered")
            : new Line().add(Style.RED, "✗ not delivered").add(": " + count(closed)));
  }

  /** What a check would say, and no line above does. */
  private void besides(CloseSession.Closed closed) {
    int warnings =
        (int)
            closed.report().findings().stream()
                .filter(finding -> finding.left() && finding.severity() == Severity.WARN)
                .filter(finding -> !SAID.contains(finding.code()))
                .count();
    if (warnings > 0 && !context.quiet()) {
      context
          .console()
          .print(
              new Line()
                  .add(
                      Style.DIM,
                      "  %s; see pawl check"
                          .formatted(ConsistencyPrinter.counted(warnings, "other warning"))));
    }
  }

  private static String count(CloseSession.Closed closed) {
    int left = closed.left().size();
    return left == 0
        ? "another git command was in the way; run it again"
        : left == 1 ? "1 thing is left" : left + " things are left";
  }
}
