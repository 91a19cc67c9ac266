package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person who used pawl for a day stumbled over. */
final class LivedWithTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void machines() {
    machines = Machines.two(folder);
  }

  @AfterEach
  void sound() {
    machines.sound();
  }

  private void bothKnow() {
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
  }

  @Test
  @DisplayName("N02 a late writeback of what a reopen took back does not close the task again")
  void lateWriteback() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "fix", "--remote").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.run(THERE, "task", "reopen", "T01", "--reason", "not really done").exits(0);

    machines.run(THERE, "fix", "--remote").exits(0);

    assertThat(machines.counts(THERE, "T01")).isEqualTo("todo");
    assertThat(machines.written(THERE).getFirst()).isEqualTo("todo");
    machines.run(HERE, "fix", "--remote").exits(0);
    assertThat(machines.written(HERE).getFirst()).isEqualTo("todo");
  }

  @Test
  @DisplayName("N07 done in the file, after a reopen that never saw a done there: asked")
  void handAfterReopen() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "task", "reopen", "T01").exits(0);
    machines.set(HERE, "T01", "todo", "done");

    Run fix = machines.fix(HERE, "--no-fetch").exits(0);

    assertThat(fix.findings()).contains("C-15 warn T01 none");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
    machines.report(HERE, "done", "T01");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    assertThat(machines.fix(HERE, "--no-fetch").exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("done here and cancelled there: pawl's own commit is set aside, and all agree")
  void doneMeetsCancelled() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "fix", "--no-fetch").exits(0);
    machines.report(THERE, "cancel", "T01");
    machines.run(THERE, "fix", "--no-fetch").exits(0);
    machines.push(THERE);
    bothKnow();

    machines.run(HERE, "fix", "--remote").exits(0);
    machines.run(THERE, "fix", "--remote").exits(0);
    machines.run(HERE, "fix", "--remote").exits(0);

    assertThat(machines.written(HERE)).isEqualTo(machines.written(THERE));
    assertThat(machines.counts(HERE, "T01")).isEqualTo(machines.counts(THERE, "T01"));
  }

  @Test
  @DisplayName("a plan of another branch counts as that branch says, not as this checkout does")
  void otherBranchCounts() {
    machines.set(HERE, "T01", "todo", "done");
    Path tree = folder.resolve("tree");
    machines.git.run(
        machines.at(HERE), "worktree", "add", "-q", tree.toString(), "-b", "plan/NET-WP-1");
    machines.in(tree, HERE, "task", "done", "T01").exits(0);
    machines.in(tree, HERE, "task", "reopen", "T01").exits(0);
    machines.in(tree, HERE, "fix", "--no-fetch").exits(0);

    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("a report for a block that only this branch holds is said to be written elsewhere")
  void blockOfThisBranch() {
    machines.git.run(machines.at(HERE), "switch", "-q", "-c", "feature");
    machines.git.write(machines.at(HERE), "plans/new.md", Machines.plan("NEW", "N01"));
    machines.git.commitAll(machines.at(HERE), "a new plan");
    machines.report(HERE, "done", "N01");

    assertThat(machines.check(HERE, "--no-fetch").findings()).contains("C-16 info - none");
  }

  @Test
  @DisplayName("--all with no known repository, and --remote with --no-fetch, are wrong usage")
  void wrongUsage() {
    assertThat(machines.run(HERE, "check", "--all").exits(2).err()).contains("pawl init");
    assertThat(machines.run(HERE, "fix", "--remote", "--no-fetch").exits(2).err())
        .contains("--no-fetch");
  }

  @Test
  @DisplayName("N15 fixes that run at once in one clone leave file, index and HEAD agreeing")
  void fixesAtOnce() throws Exception {
    for (String task : List.of("T01", "T02", "T03")) {
      machines.report(HERE, "done", task);
      List<Callable<Run>> fixes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        fixes.add(() -> machines.run(HERE, "fix", "--no-fetch"));
      }
      try (var pool = Executors.newFixedThreadPool(4)) {
        for (var done : pool.invokeAll(fixes)) {
          assertThat(done.get().exit()).isZero();
        }
      }
      assertThat(machines.git.run(machines.at(HERE), "status", "--porcelain")).isEmpty();
      assertThat(machines.written(HERE).get(task.charAt(2) - '1')).isEqualTo("done");
    }
  }
}
