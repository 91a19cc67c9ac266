package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static dev.pawl.cli.PlanStage.BRANCH;
import static dev.pawl.cli.PlanStage.CLAIM;
import static dev.pawl.cli.PlanStage.ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is begun on what others did with it, and claimed only when nothing stands in the way. */
final class PlanStartTest {
  @TempDir Path folder;
  private PlanStage stage;

  @BeforeEach
  void ready() {
    stage = PlanStage.ready(folder);
  }

  private void write(String file, String text) {
    stage.machines.git.write(stage.here, file, text);
  }

  @Test
  @DisplayName("N26 a plan that was handed over goes on from the work that was pushed, both ways")
  void handedOver() {
    stage.start(HERE).exits(0);
    stage.work("new.txt", "ours\n");
    stage.git(HERE, "push", "-q", "origin", BRANCH);
    stage.claim(HERE, "--for", THERE).exits(0);
    stage.start(THERE).exits(0);
    Path there = stage.machines.at(THERE).resolve("worktrees/plan-NET-WP-1");
    assertThat(stage.machines.git.read(there, "new.txt")).isEqualTo("ours\n");
    stage.machines.git.write(there, "far.txt", "far\n");
    stage.machines.git.commitAll(there, "far");
    stage.machines.git.run(there, "push", "-q", "origin", BRANCH);
    stage.claim(THERE, "--for", HERE).exits(0);
    assertThat(stage.start(HERE).exits(0).err()).contains("goes on from where it is on origin");
    assertThat(stage.machines.git.read(stage.tree, "far.txt")).isEqualTo("far\n");
    stage.machines.git.write(stage.tree, "more.txt", "more\n");
    stage.machines.git.commitAll(stage.tree, "more");
    stage.machines.git.run(stage.tree, "push", "-q", "origin", BRANCH);
  }

  @Test
  @DisplayName("what was cancelled on the remote is not started, and not claimed")
  void cancelledThere() {
    stage.commit(
        HERE, PLAN, stage.machines.git.read(stage.here, PLAN).replace("ready", "cancelled"));
    assertThat(stage.start(THERE).exits(1).err())
        .contains("NET-WP-1 is cancelled on origin/main", "git merge origin/main");
    assertThat(stage.remote(CLAIM)).isEmpty();
  }

  @Test
  @DisplayName("a lock that another machine holds is seen before a plan is begun in this checkout")
  void lockedThere() {
    write(
        PLAN, stage.machines.git.read(stage.here, PLAN).replace("ready", "ready\nfiles: src.txt"));
    write(
        "plans/rival.md",
        Machines.plan("RIVAL", "R1").replace("status: active", "status: ready\nfiles: src.txt"));
    stage.machines.git.commitAll(stage.here, "a rival");
    stage.machines.push(HERE);
    stage.machines.pull(THERE);
    stage.start(HERE).exits(0);
    stage.machines.in(stage.tree, HERE, "task", "start", "T01").exits(0);
    stage.machines.run(HERE, "sync").exits(0);
    assertThat(stage.machines.run(THERE, "plan", "start", "RIVAL", "--here").exits(1).err())
        .contains("RIVAL would collide", "src.txt with NET-WP-1");
  }

  @Test
  @DisplayName("C-04 of a plan that somebody began to work on: the line it prints makes it active")
  void beganToWork() {
    stage.machines.report(HERE, "start", "T01");
    assertThat(stage.machines.run(HERE, "check").exits(0).out().replaceAll("\\s+", " "))
        .contains("1 task is under way: pawl plan start NET-WP-1 --here makes it active");
    stage.start(HERE, "--here").exits(0);
    assertThat(stage.machines.git.read(stage.here, PLAN)).contains("status: active");
    assertThat(stage.machines.run(HERE, "check").exits(0).out()).doesNotContain("C-04");
  }

  @Test
  @DisplayName("C-04 of a plan that was finished without being begun: so does plan complete")
  void finishedUnbegun() {
    stage.machines.report(HERE, "done", "T01", "T02", "T03");
    stage.machines.run(HERE, "fix", "--remote").exits(0);
    assertThat(stage.machines.run(HERE, "check").exits(0).out().replaceAll("\\s+", " "))
        .contains("settled already: pawl plan complete NET-WP-1 closes it");
    stage.machines.run(HERE, "plan", "complete", "NET-WP-1").exits(0);
    assertThat(stage.machines.run(HERE, "check").exits(0).out()).doesNotContain("C-04");
  }

  @Test
  @DisplayName("a new plan has the status that was asked for; one that is finished is not new")
  void newStatus() {
    stage.machines.run(HERE, "plan", "new", "Sell tea", "--status", "active").exits(0);
    assertThat(stage.machines.git.read(stage.here, "workplans/tea.md"))
        .contains("\nstatus: active\n");
    stage.machines.run(HERE, "plan", "new", "Drink it", "--status", "completed").exits(2);
    assertThat(
            stage.machines.run(HERE, "plan", "new", "Drink it", "--status", "redy").exits(2).err())
        .contains("did you mean ready");
  }

  @Test
  @DisplayName("in a checkout that is behind nothing is begun")
  void behind() {
    stage.commit(THERE, "far.txt", "far\n");
    assertThat(stage.start(HERE, "--here").exits(1).err())
        .contains(
            "main is behind origin by 1: git -C " + stage.here + " pull --ff-only origin main");
    assertThat(stage.remote(CLAIM)).isEmpty();
  }

  @Test
  @DisplayName("without the remote: the printed next step works when typed")
  void offline() throws IOException {
    Path away = folder.resolve("away.git");
    Files.move(stage.machines.origin(), away);
    assertThat(stage.start(HERE).exits(1).err()).contains("pawl plan start NET-WP-1 --offline");
    stage.start(HERE, "--offline").exits(0);
    assertThat(stage.machines.git.read(stage.tree, PLAN)).contains("status: active");
  }

  @Test
  @DisplayName("what stands in the way is found before the plan is claimed, all of it at once")
  void foundBefore() {
    stage.git(HERE, "branch", BRANCH + "/x");
    write(PLAN, stage.machines.git.read(stage.here, PLAN).replace("ready", "done"));
    stage.machines.git.commitAll(stage.here, "done");
    assertThat(stage.start(HERE).exits(1).err())
        .contains("NET-WP-1 is not started", "NET-WP-1 is done")
        .contains("a branch called 'plan/NET-WP-1/x' is in the way", "git branch -m");
    assertThat(stage.remote(CLAIM)).isEmpty();
  }

  @Test
  @DisplayName("a plan that is not committed, or has no room, is not claimed")
  void notClaimed() {
    write("plans/new.md", Machines.plan("NEW", "N1").replace("active", "ready"));
    assertThat(stage.machines.run(HERE, "plan", "start", "NEW").exits(1).err())
        .contains("plans/new.md is not committed on main")
        .doesNotContain("is claimed");
    write(".pawl.yaml", "repo: net\nexchange: on\nworktrees:\n  max: 1\n");
    stage.machines.git.commitAll(stage.here, "room for one");
    stage.start(HERE).exits(0);
    assertThat(stage.machines.run(HERE, "plan", "start", "NEW").exits(1).err())
        .contains("worktrees.max is 1")
        .doesNotContain("is claimed");
    assertThat(stage.git(HERE, "for-each-ref", "refs/pawl/claims").lines()).hasSize(1);
  }

  @Test
  @DisplayName("two plans with one id are not begun by either name, and neither is claimed")
  void twins() {
    write("plans/twin.md", stage.machines.git.read(stage.here, PLAN).replace("T0", "X0"));
    stage.machines.git.commitAll(stage.here, "twin");
    for (String name : new String[] {ID, "plans/twin.md"}) {
      assertThat(stage.machines.run(HERE, "plan", "start", name).exits(1).err())
          .contains("several plans are called NET-WP-1: plans/net.md, plans/twin.md")
          .contains("give all but one another id");
    }
    stage.machines.run(HERE, "plan", "claim", "plans/twin.md").exits(1);
    assertThat(stage.remote(CLAIM)).isEmpty();
  }

  @Test
  @DisplayName("N14 a setup that failed or was cut off is done again by the same command")
  void setupAgain() {
    write(
        ".pawl.yaml", "repo: net\nexchange: on\nworktrees.setup: 'test -e ../go && touch made'\n");
    stage.machines.git.commitAll(stage.here, "setup");
    stage.machines.run(HERE, "trust").exits(0);
    assertThat(stage.start(HERE).exits(1).err()).contains("worktrees.setup failed");
    assertThat(stage.tree.resolve("made")).doesNotExist();
    stage.machines.git.write(stage.here, "worktrees/go", "");
    stage.start(HERE).exits(0);
    assertThat(stage.tree.resolve("made")).exists();
    stage.machines.git.write(stage.tree, "made", "touched\n");
    stage.machines.git.run(stage.tree, "clean", "-fdq");
    stage.start(HERE).exits(0);
    assertThat(stage.tree.resolve("made")).doesNotExist();
  }

  @Test
  @DisplayName("N15 the same start several times at once ends well each time")
  void atOnce() throws Exception {
    Callable<Run> start = () -> stage.start(HERE);
    try (ExecutorService several = Executors.newFixedThreadPool(4)) {
      for (Future<Run> each : several.invokeAll(Collections.nCopies(4, start))) {
        each.get().exits(0);
      }
    }
    assertThat(stage.git(HERE, "log", "--format=%s", BRANCH))
        .containsOnlyOnce("chore(plan): start NET-WP-1");
  }
}
