package dev.pawl.cli.check;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.Machines;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Root;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --watch}: one more look after each change, and none without. */
final class WatchTest {
  @TempDir Path folder;

  @Test
  @DisplayName(
      "a report, an edit, a commit, broken settings and none at all: checked when it changed")
  void watches() throws Exception {
    Machines machines = Machines.one(folder);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            machines.at(HERE),
            machines.variables(HERE),
            InstantSource.system(),
            new Random(7),
            step -> {});
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), Screen.none(false));
    ConsistencyCommand.Check check =
        new ConsistencyCommand.Check(new Context(console, surroundings, new Root()));
    check.watch = true;
    check.noFetch = true;
    Deque<Runnable> changes =
        new ArrayDeque<>(
            List.of(
                () -> {},
                () -> machines.report(HERE, "done", "T01"),
                () -> {},
                () -> machines.edit(HERE, "T02", "todo", "tudu"),
                () -> machines.git.write(machines.at(HERE), ".pawl.yaml", "plans: [\n"),
                () -> machines.git.write(machines.at(HERE), ".pawl.yaml", "repo: net\n"),
                () -> machines.git.commitAll(machines.at(HERE), "as it is")));
    check.pause =
        () -> {
          Runnable change = changes.poll();
          if (change != null) {
            change.run();
          }
          return change != null;
        };
    assertThat(check.call()).isEqualTo(Exit.LEFT);
    // At first, then after the report, the edit, the mended settings, and the commit.
    assertThat(out.toString().lines().filter(line -> line.startsWith("net  main"))).hasSize(5);
    assertThat(out.toString()).contains("C-13 warn", "C-05 fail");
    assertThat(err.toString()).contains(".pawl.yaml");
    assertThat(machines.git.read(machines.at(HERE), PLAN)).contains("tudu");
  }

  @Test
  @DisplayName("it is about one repository, and prints text")
  void refuses() {
    Machines machines = Machines.one(folder);
    assertThat(machines.run(HERE, "check", "--watch", "--all").exits(2).err()).contains("--watch");
    assertThat(machines.run(HERE, "check", "--watch", "--format", "json").exits(2).out())
        .startsWith("{\n  \"schema\": \"pawl.error/1\"");
  }
}
