package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What lives on {@code plan/<id>} is seen from everywhere in the clone.
 *
 * <pre>
 * here   main: plans/net.md with T01, T02, T03
 * side   plan/NET-WP-1: the same with T04, and an active plan; plan/OPS: plans/ops.md with O1
 * </pre>
 */
final class PlanBranchViewTest {
  @TempDir Path folder;
  private Machines machines;
  private Path side;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    side = folder.resolve("side");
    git("worktree", "add", "-q", "-b", "plan/OPS", side.toString());
    machines.git.write(side, "plans/ops.md", Machines.plan("OPS") + Machines.block("O1", "todo"));
    machines.git.commitAll(side, "plan: ops");
    machines.git.run(side, "switch", "-q", "-c", "plan/NET-WP-1", "main");
    String plan = machines.git.read(side, PLAN);
    machines.git.write(
        side, PLAN, plan.replace("Task T01", "Renamed") + Machines.block("T04", "todo"));
    machines.git.commitAll(side, "plan: one more");
  }

  private String git(String... arguments) {
    return machines.git.run(machines.at(HERE), arguments);
  }

  private String tasks() {
    return machines.run(HERE, "task", "list").exits(0).out();
  }

  @Test
  @DisplayName(
      "tasks, titles and progress are those of the plan's branch; a plan that is only there, too")
  void seen() {
    assertThat(tasks()).contains("Renamed", "T04", "O1").doesNotContain("Task T01");
    assertThat(machines.run(HERE, "plan", "list").exits(0).out()).contains("0/4", "OPS");
    assertThat(machines.run(HERE, "plan", "show", "OPS").exits(0).out()).contains("O1", "plan/OPS");
    assertThat(machines.run(HERE, "task", "next", "--plan", "OPS").exits(0).out()).contains("O1");
    assertThat(machines.run(HERE, "task", "show", "T04").exits(0).out()).contains("Task T04");
    assertThat(machines.in(side, HERE, "task", "list").exits(0).out()).contains("O1", "T04");
  }

  @Test
  @DisplayName(
      "a report works from any folder, says where it will be written, and is written there")
  void reported() {
    Run done = machines.run(HERE, "task", "done", "T04").exits(0);
    assertThat(done.out()).contains("writes it where plan/NET-WP-1 is checked out");
    machines.run(HERE, "task", "done", "O1").exits(0);
    assertThat(machines.fix(HERE).exits(0).findings()).noneMatch(each -> each.startsWith("C-09"));
    assertThat(machines.run(HERE, "close").exits(1).out())
        .contains("T04 is recorded as done, and plans/net.md on plan/NET-WP-1 says todo");
    machines.in(side, HERE, "fix", "--no-fetch").exits(0);
    assertThat(machines.git.read(side, PLAN)).contains("id: T04\nstatus: done");
    git("switch", "-q", "--ignore-other-worktrees", "plan/OPS");
    machines.fix(HERE).exits(0);
    assertThat(machines.git.read(machines.at(HERE), "plans/ops.md")).contains("status: done");
    machines.sound();
  }

  @Test
  @DisplayName("--write of such a task says that it was not written, and where it would be")
  void write() {
    Run run = machines.run(HERE, "task", "done", "T04", "--write").exits(1);
    assertThat(run.err()).contains("this plan is written back on branch 'plan/NET-WP-1', not here");
  }

  @Test
  @DisplayName("a task that only this checkout has is still there")
  void onlyHere() {
    Path here = machines.at(HERE);
    machines.git.write(here, PLAN, machines.git.read(here, PLAN) + Machines.block("T05", "todo"));
    assertThat(tasks()).contains("T04", "T05");
    machines.run(HERE, "task", "start", "T05").exits(0);
    assertThat(tasks()).containsPattern("T05 +. in_progress");
  }

  @Test
  @DisplayName("a plan that is only on its branch is claimed, started and found from anywhere")
  void started() {
    git("worktree", "remove", side.toString());
    machines.run(HERE, "plan", "start", "OPS").exits(0);
    Path tree = machines.at(HERE).resolve("worktrees/plan-OPS");
    assertThat(machines.git.read(tree, "plans/ops.md")).contains("status: active", "id: O1");
    assertThat(machines.run(HERE, "worktree", "path", "ops").exits(0).out()).isEqualTo(tree + "\n");
  }

  @Test
  @DisplayName("a branch that is gone from the remote is no plan's home")
  void gone() {
    git("push", "-q", "origin", "plan/OPS");
    git("branch", "-q", "-D", "plan/OPS");
    assertThat(tasks()).contains("O1");
    git("push", "-q", "origin", ":plan/OPS");
    git("fetch", "-q", "--prune");
    assertThat(tasks()).doesNotContain("O1");
  }
}
