package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.commit.CommitChild;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit of pawl's was killed half-way: the next command that writes settles it first. */
final class CutShortTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void killed() throws Exception {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    CommitChild.cutShort(here, machines.variables(HERE), "FILE_REPLACED", PLAN);
    assertThat(here.resolve(".git/index.lock")).exists();
    assertThat(machines.written(HERE).getFirst()).isEqualTo("done");
  }

  @ParameterizedTest(name = "N14 pawl {0} settles what a kill left before it does anything")
  @ValueSource(
      strings = {
        "task start T02",
        "fix",
        "undo --yes",
        "undo --commit --yes",
        "plan new Another",
        "task add Another --plan NET-WP-1",
        "plan claim NET-WP-1 --offline",
        "plan start NET-WP-1 --offline",
        "plan complete NET-WP-1",
        "worktree create NET-WP-1",
        "worktree restore",
        "sync",
        "init",
        "protocol --write AGENTS.md",
        "git -- version",
      })
  void settledBy(String command) {
    machines.run(HERE, command.split(" "));
    assertThat(here.resolve(".git/index.lock")).doesNotExist();
    assertThat(here.resolve(".git/pawl/commit/intent")).doesNotExist();
    assertThat(machines.git.run(here, "diff", "--name-only", "HEAD", "--", PLAN))
        .isIn("", command.startsWith("task add") ? PLAN : "");
    assertThat(machines.written(HERE).getFirst()).isEqualTo("todo");
  }

  @Test
  @DisplayName("N13 check and doctor say what it is, change nothing, and blame nobody's work")
  void said() {
    Run check = machines.check(HERE).exits(0);
    assertThat(check.message("C-20"))
        .contains("a commit of pawl, process ", "was cut short", "pawl fix-consistency");
    assertThat(check.findings()).noneMatch(finding -> finding.startsWith("C-14"));
    assertThat(machines.run(HERE, "doctor").exits(0).out())
        .contains("was cut short")
        .doesNotContain("nothing stands in the way");
    assertThat(here.resolve(".git/index.lock")).exists();
    Run fix = machines.run(HERE, "fix").exits(0);
    assertThat(fix.out()).contains("took back a commit that a kill had cut short");
    assertThat(machines.check(HERE).exits(0).findings()).isEqualTo(List.of());
  }
}
