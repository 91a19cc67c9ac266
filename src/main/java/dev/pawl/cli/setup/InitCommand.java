package dev.pawl.cli.setup;

import dev.pawl.app.setup.InitRepository;
import dev.pawl.app.setup.SessionProtocol;
import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.check.ConsistencyPrinter;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.OwnProgram;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pawl init}. */
@Command(
    name = "init",
    sortOptions = false,
    description = {
      "Sets up a repository: writes .pawl.yaml where there is none, makes git merge statuses"
          + " through"
          + " pawl (.gitattributes, and the command in this clone's configuration), and makes the"
          + " repository known for --all. Commits nothing, asks nothing, and can be repeated."
    },
    footer = {"", "Example:", "  cd my-repository && pawl init", "  pawl init --protocol"})
public final class InitCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--protocol",
      description = {
        "Also write how to close a session into AGENTS.md, and into CLAUDE.md where there is"
            + " one (pawl protocol)."
      })
  boolean protocol;

  public InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    InitRepository.Outcome done =
        new InitRepository(context.surroundings(), OwnProgram.path()).run();
    done.notes().forEach(context.console()::note);
    List<SessionProtocol.Written> instructions =
        protocol ? new SessionProtocol(context.surroundings()).writeUsual() : List.of();
    if (context.quiet()) {
      return Exit.OK;
    }
    Console console = context.console();
    for (String file : done.written()) {
      console.print(
          new Line().add(Style.GREEN, "wrote ").add(file).add(Style.DIM, "  (commit it)"));
    }
    if (done.written().isEmpty()) {
      console.print(
          new Line()
              .add(Style.DIM, ".pawl.yaml and .gitattributes are there already; they were left"));
    }
    ProtocolCommand.print(context, instructions);
    console.print(
        new Line()
            .add(Style.BOLD, done.slug())
            .add("  " + ConsistencyPrinter.counted(done.plans(), "plan") + ", known for --all"));
    console.print(Line.of("plans are the Markdown files that match " + done.globs()));
    exchange(done);
    console.print(
        Line.of(
            done.plans() == 0
                ? "next: pawl plan new \"Title\""
                : "next: pawl check, pawl task list"));
    return Exit.OK;
  }

  private void exchange(InitRepository.Outcome done) {
    Console console = context.console();
    if (!done.exchange()) {
      console.print(Line.of("exchange is off: what is reported stays on this clone"));
      return;
    }
    String with = done.remote().isEmpty() ? "the remote, once there is one" : done.remote();
    console.print(
        Line.of("exchange is on with " + with + ": fix-consistency and sync publish what was"));
    console.print(
        Line.of(
            "  reported (task ids, statuses, costs, reasons, host and user names, times) as"
                + " refs/pawl/*"));
    console.print(Line.of("  to switch it off: exchange: off in .pawl.yaml"));
  }
}
