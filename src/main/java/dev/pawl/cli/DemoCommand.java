package dev.pawl.cli;

import dev.pawl.app.setup.DemoSandbox;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pawl demo}: plays the story of two machines on real git repositories. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Plays the story that pawl was made for: a bare remote, two clones as two machines, stale"
          + " files, and nothing lost. The sandbox is left for you to explore."
    },
    footer = {"", "Example:", "  pawl demo /tmp/pawl-demo"})
public final class DemoCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "A folder that is empty or does not exist; by default a new temporary one.")
  @Nullable Path folder;

  private int steps;

  public DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Failure {
    Surroundings here = context.surroundings();
    Path where = folder == null ? temporary(here) : here.directory().resolve(folder);
    DemoSandbox sandbox = DemoSandbox.build(here, where);
    tell(
        "A repository with one plan of three tasks, cloned on two machines, in "
            + sandbox.folder());
    boolean good = play(sandbox);
    next(sandbox);
    return good ? Exit.OK : Exit.BUG;
  }

  private static Path temporary(Surroundings here) {
    String folder = here.variables().getOrDefault("TMPDIR", "/tmp");
    return Path.of(folder, "pawl-demo-" + Long.toString(here.clock().millis(), 36));
  }

  private boolean play(DemoSandbox sandbox) throws Failure {
    Actor core = new Actor(sandbox, DemoSandbox.COULOMBCORE);
    Actor work = new Actor(sandbox, DemoSandbox.WORKSTATION);
    chapter("Work happens on coulombcore, and is reported there.");
    boolean good = core.runs(0, "task", "done", "NET-T01");
    good &= core.runs(0, "task", "start", "NET-T02");
    chapter("Its session closes: what was reported is written into the plan, committed, pushed.");
    good &= core.runs(0, "fix-consistency", "--remote");
    chapter(
        "The workstation never pulled: its file still says todo. The original of this story would"
            + " now have taken the tasks back. Here it is told to pull, and nothing is written.");
    good &= work.runs(0, "fix-consistency");
    chapter("What was reported is known here all the same: the journal came with the fetch.");
    good &= work.runs(0, "task", "list");
    chapter("With --remote it fast-forwards first. Nothing is left to do.");
    good &= work.runs(0, "fix-consistency", "--remote");
    chapter("coulombcore goes on, and only exchanges what it reports.");
    good &= core.runs(0, "task", "done", "NET-T02");
    good &= core.runs(0, "sync");
    chapter("The workstation hears of it, and this time it is the one to write it back.");
    good &= work.runs(0, "fix-consistency", "--remote");
    chapter(
        "A person sets a finished task back by hand. A tool that only knows 'forward' would close it"
            + " again; pawl asks.");
    sandbox.edit(DemoSandbox.WORKSTATION, "NET-T01", "done", "todo");
    context
        .console()
        .print(new Line().add(Style.DIM, "  (NET-T01: done → todo, committed, pushed)"));
    good &= work.runs(0, "check");
    chapter("The person says that it was meant. It counts on every machine from now on.");
    good &= work.runs(0, "task", "reopen", "NET-T01", "--reason", "two towers were forgotten");
    good &= work.runs(0, "fix-consistency", "--remote");
    good &= core.runs(0, "fix-consistency", "--remote");
    good &= core.runs(0, "task", "list");
    return good;
  }

  private void chapter(String text) {
    steps++;
    context.console().blank();
    tell(steps + ". " + text);
  }

  private void tell(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > 90) {
        context.console().print(new Line().add(Style.BOLD, line.toString().stripTrailing()));
        line.setLength(0);
      }
      line.append(word).append(' ');
    }
    context.console().print(new Line().add(Style.BOLD, line.toString().stripTrailing()));
  }

  private void next(DemoSandbox sandbox) {
    Console console = context.console();
    console.blank();
    tell("What to try next");
    Path clone = sandbox.clone(DemoSandbox.WORKSTATION);
    console.print(Line.of("  cd " + clone));
    console.print(Line.of("  export " + sandbox.typed(DemoSandbox.WORKSTATION)));
    console.print(
        new Line().add("  git log --stat").add(Style.DIM, "            every change is a commit"));
    console.print(
        new Line()
            .add("  pawl task show NET-T01")
            .add(Style.DIM, "    who reported what, and when"));
    console.print(
        new Line()
            .add("  pawl task done NET-T03 --write")
            .add(Style.DIM, "   report and write back at once"));
    console.print(new Line().add("  pawl check --format json").add(Style.DIM, "  for scripts"));
    console.print(
        new Line()
            .add("  less .git/pawl/journal/*/*.jsonl")
            .add(Style.DIM, "   the journal is plain text"));
  }

  /** One of the two machines: runs pawl there, as a person at its keyboard would. */
  private final class Actor {
    private final DemoSandbox sandbox;
    private final String machine;

    Actor(DemoSandbox sandbox, String machine) {
      this.sandbox = sandbox;
      this.machine = machine;
    }

    boolean runs(int expected, String... arguments) {
      String typed =
          Arrays.stream(arguments)
              .map(word -> word.contains(" ") ? "\"" + word + "\"" : word)
              .collect(Collectors.joining(" "));
      Console console = context.console();
      console.print(new Line().add(Style.CYAN, machine + "$ ").add("pawl " + typed));
      int code = new Pawl(console, sandbox.on(machine)).run(arguments);
      if (code != expected) {
        console.note("pawl: the demo expected exit code " + expected + " and got " + code);
      }
      return code == expected;
    }
  }
}
