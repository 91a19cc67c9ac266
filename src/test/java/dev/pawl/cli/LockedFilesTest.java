package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seed 002, pattern 3: the files of a phase in progress, and the tasks of other plans. */
final class LockedFilesTest {
  private static final String FILE = "src/api.ts";
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    plan("PA", FILE, "docs/");
    plan("PB", "tests/", FILE);
    machines.git.commitAll(here, "two plans");
    machines.push(HERE);
  }

  private void plan(String id, String first, String second) {
    String head = "---\nid: %1$s\ntype: plan\ntitle: %1$s\nstatus: active\n---\n".formatted(id);
    String task = "\n```task\nid: %s\nstatus: todo\nphase: phase-%s\nfiles: %s\n```\n";
    machines.git.write(
        here,
        "plans/" + id + ".md",
        head + task.formatted(id + "-1", 1, first) + task.formatted(id + "-2", 2, second));
  }

  private String next(String plan) {
    return machines.run(HERE, "task", "next", "--plan", plan).exits(0).out();
  }

  @Test
  @DisplayName("task next and task start keep off the files of a phase in progress, until it ends")
  void kept() {
    machines.report(HERE, "start", "PA-1");
    assertThat(next("PB")).startsWith("PB-1");
    machines.report(HERE, "done", "PB-1");
    assertThat(next("PB")).startsWith("nothing is ready: PB-2 shares " + FILE + " with PA");
    assertThat(machines.run(HERE, "task", "start", "PB-2").exits(1).err())
        .contains("PB-2 shares " + FILE + " with PA (on here) until the end of its phase phase-1")
        .contains("pawl plan start PB");
    assertThat(machines.counts(HERE, "PB-2")).isEqualTo("todo");
    machines.report(HERE, "done", "PA-1");
    assertThat(next("PB")).startsWith("PB-2");
    machines.report(HERE, "start", "PB-2");
  }

  @Test
  @DisplayName("in a worktree of its own a plan may go on; the other one is named")
  void elsewhere() {
    machines.report(HERE, "start", "PA-1");
    machines.report(HERE, "done", "PB-1");
    machines.run(HERE, "plan", "start", "PB").exits(0);
    Path tree = here.resolve("worktrees/plan-PB");
    assertThat(machines.in(tree, HERE, "task", "next").exits(0).out()).startsWith("PB-2");
    assertThat(machines.in(tree, HERE, "task", "start", "PB-2").exits(0).err())
        .contains("PB-2 shares " + FILE + " with PA");
  }

  @Test
  @DisplayName("no task of a blocked plan is offered, and why is said")
  void blocked() {
    String text = machines.git.read(here, "plans/PB.md");
    machines.git.write(here, "plans/PB.md", text.replace("status: active", "status: blocked"));
    assertThat(next("PB")).isEqualTo("nothing is ready: PB is blocked\n");
  }
}
