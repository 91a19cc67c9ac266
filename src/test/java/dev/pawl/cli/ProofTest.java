package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before, since, or neither: what history proves is done, and what it does not prove is asked. */
final class ProofTest {
  private static final String ASKED = "C-15 warn T01 none";

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  @AfterEach
  void sound() {
    machines.sound();
  }

  private void git(String machine, String... arguments) {
    machines.git.run(machines.at(machine), arguments);
  }

  private void bothKnow() {
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
  }

  /** Makes plan/NET-WP-1 on a machine; the plan is written back there until it is squashed. */
  private void branch(String machine) {
    git(machine, "switch", "-q", "-c", "plan/NET-WP-1");
    machines.git.write(machines.at(machine), "code.txt", "code\n");
    machines.git.commitAll(machines.at(machine), "code");
  }

  /** What a git host does with a merged request: one commit on main, the branch gone. */
  private void squash(String machine) {
    machines.git.write(machines.at(machine), "words.txt", "more words\n");
    machines.git.commitAll(machines.at(machine), "words");
    git(machine, "switch", "-q", "main");
    git(machine, "merge", "-q", "--squash", "plan/NET-WP-1");
    machines.git.commitAll(machines.at(machine), "Plan NET-WP-1 (#1)");
    machines.push(machine);
    git(machine, "branch", "-q", "-D", "plan/NET-WP-1");
  }

  @Test
  @DisplayName(
      "N07 reopened on a branch that was squashed: a later done is asked about, not undone")
  void doneAfterSquash() {
    branch(HERE);
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    squash(HERE);
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);

    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).containsExactly(ASKED);
    assertThat(machines.written(HERE)).startsWith("done");
  }

  @Test
  @DisplayName("N02, N07 done twice on a squashed branch, then moved back by hand: asked")
  void movedBackAfterSquash() {
    branch(HERE);
    for (String verb : new String[] {"done", "reopen", "done"}) {
      machines.report(HERE, verb, "T01");
      machines.fix(HERE, "--no-fetch").exits(0);
    }
    squash(HERE);
    machines.set(HERE, "T01", "done", "todo");
    machines.push(HERE);

    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).containsExactly(ASKED);
    assertThat(machines.written(HERE)).startsWith("todo");
  }

  @Test
  @DisplayName("N07 a report on a commit that was rebased: every machine asks, and none overwrites")
  void reportOnRebasedCommit() {
    machines.git.write(machines.at(HERE), "words.txt", "local words\n");
    machines.git.commitAll(machines.at(HERE), "local words");
    machines.report(HERE, "done", "T01");
    machines.git.write(machines.at(THERE), "other.txt", "hello\n");
    machines.git.commitAll(machines.at(THERE), "other");
    machines.push(THERE);
    git(HERE, "pull", "-q", "--rebase");
    machines.fix(HERE, "--remote").exits(0);
    machines.pull(THERE);
    machines.set(THERE, "T01", "done", "cancelled");
    machines.push(THERE);
    machines.pull(HERE);
    bothKnow();

    assertThat(machines.check(HERE).findings()).containsExactly(ASKED);
    assertThat(machines.fix(THERE, "--remote").exits(0).findings()).containsExactly(ASKED);
    assertThat(machines.written(THERE)).startsWith("cancelled");
    machines.report(THERE, "cancel", "T01");
    assertThat(machines.fix(THERE, "--remote").exits(0).findings()).isEmpty();
    assertThat(machines.counts(THERE, "T01")).isEqualTo("cancelled");
  }

  @Test
  @DisplayName("N07 started on a squashed branch, blocked by hand on main: asked")
  void blockedAfterSquash() {
    branch(HERE);
    machines.report(HERE, "start", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    machines.run(HERE, "sync").exits(0);
    squash(HERE);
    machines.pull(THERE);
    machines.set(THERE, "T01", "in_progress", "blocked");
    machines.push(THERE);

    assertThat(machines.fix(THERE, "--remote").exits(0).findings()).containsExactly(ASKED);
    assertThat(machines.written(THERE)).startsWith("blocked");
  }

  @Test
  @DisplayName("N07 a reopen in a clone that had not pulled: what arrives is asked about")
  void reopenedOnStaleFile() {
    branch(HERE);
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    bothKnow();
    squash(HERE);
    machines.report(THERE, "reopen", "T01", "--reason", "two towers were forgotten");

    assertThat(machines.fix(THERE, "--remote").exits(0).findings()).contains(ASKED);
    assertThat(machines.counts(THERE, "T01")).isEqualTo("todo");
    machines.report(THERE, "reopen", "T01");
    assertThat(machines.fix(THERE, "--remote").exits(0).findings())
        .contains("C-13 warn T01 written-back");
    assertThat(machines.written(THERE)).startsWith("todo");
  }

  @Test
  @DisplayName("N02, N07 an old branch that says done is merged after a reopen: asked")
  void oldBranchMerged() {
    git(HERE, "switch", "-q", "-c", "feature");
    machines.set(HERE, "T01", "todo", "done");
    git(HERE, "switch", "-q", "main");
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE, "--remote").exits(0);
    git(HERE, "merge", "-q", "--no-edit", "-X", "theirs", "feature");
    if (machines.written(HERE).getFirst().equals("todo")) {
      // Without the merge driver git keeps the side that changed last: take the branch's.
      git(HERE, "checkout", "feature", "--", PLAN);
      git(HERE, "commit", "-q", "--amend", "--no-edit");
    }
    machines.push(HERE);

    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).containsExactly(ASKED);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("a merge that takes the side which the other had moved on from is a choice: asked")
  void chosenInAMerge() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    git(HERE, "branch", "old", "HEAD~1");
    git(HERE, "switch", "-q", "old");
    machines.git.write(machines.at(HERE), "old.txt", "old\n");
    machines.git.commitAll(machines.at(HERE), "old work");
    git(HERE, "switch", "-q", "main");
    git(HERE, "merge", "-q", "--no-commit", "--no-ff", "old");
    git(HERE, "checkout", "old", "--", PLAN);
    git(HERE, "commit", "-q", "-m", "merge, as the old branch has it");

    assertThat(machines.fix(HERE).exits(0).findings()).contains(ASKED);
    assertThat(machines.written(HERE)).startsWith("todo");
  }

  @Test
  @DisplayName("a shallow clone in which the record was never seen: too short to tell")
  void shallow() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.set(HERE, "T01", "done", "cancelled");
    machines.push(HERE);
    Path ci = folder.resolve("ci");
    machines.git.run(
        folder, "clone", "-q", "--depth", "1", machines.origin().toUri().toString(), ci.toString());
    machines.in(ci, "ci", "sync").exits(0);

    Run fix = machines.in(ci, "ci", "fix", "--remote", "--format", "json").exits(0);

    assertThat(fix.findings()).containsExactly("C-13 warn T01 skipped");
    assertThat(fix.message("C-13")).contains("too short to tell");
    assertThat(machines.git.read(ci, PLAN)).contains("id: T01\nstatus: cancelled");
  }

  @Test
  @DisplayName("N03 a report on an old branch knows what the plan's branch says, and counts")
  void reportOnOldBranch() {
    git(HERE, "branch", "feature");
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);
    git(HERE, "switch", "-q", "feature");
    machines.report(HERE, "reopen", "T01", "--to", "in_progress");
    machines.report(HERE, "cancel", "T01");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("cancelled");
    git(HERE, "switch", "-q", "main");

    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .containsExactly("C-13 warn T01 written-back");
    assertThat(machines.written(HERE)).startsWith("cancelled");
  }

  @Test
  @DisplayName("N07 a report on a branch that said so already, which is squashed then: asked")
  void reportOnBranchThatSaidSo() {
    machines.git.run(machines.at(HERE), "switch", "-q", "-c", "side");
    machines.set(HERE, "T01", "todo", "done");
    machines.report(HERE, "cancel", "T01");
    machines.git.run(machines.at(HERE), "switch", "-q", "main");
    machines.git.run(machines.at(HERE), "merge", "-q", "--squash", "side");
    machines.git.run(machines.at(HERE), "commit", "-qm", "side (#1)");
    machines.push(HERE);

    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    machines.pull(THERE);
    assertThat(machines.fix(THERE).exits(0).findings()).contains("C-15 warn T01 none");
  }

  @Test
  @DisplayName("a slip that was amended away before it was pushed never happened")
  void amendedSlip() {
    machines.report(HERE, "start", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.set(HERE, "T01", "in_progress", "done");
    assertThat(machines.fix(HERE, "--no-fetch").exits(0).findings())
        .containsExactly("C-11 warn T01 skipped");
    machines.edit(HERE, "T01", "done", "in_progress");
    machines.edit(HERE, "T02", "todo", "done");
    git(HERE, "commit", "-q", "-a", "--amend", "--no-edit");

    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).isEmpty();
    assertThat(machines.written(HERE)).containsExactly("in_progress", "done", "todo");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("what a fix delivers itself is recorded by the same run")
  void deliveredAndRecorded() {
    machines.report(HERE, "start", "T01");
    machines.report(HERE, "done", "T02");
    machines.set(HERE, "T01", "todo", "done");

    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .containsExactly("C-11 info T01 recorded", "C-13 warn T02 written-back");
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("a report on a block that was renamed or removed meanwhile is warned about")
  void reportOnGoneBlock() {
    String text = machines.git.read(machines.at(HERE), PLAN);
    machines.git.write(
        machines.at(HERE),
        PLAN,
        text.replace("id: T01\n", "id: NET-1\n").replace(Machines.block("T02", "todo"), ""));
    machines.git.commitAll(machines.at(HERE), "ids");
    machines.push(HERE);
    machines.report(THERE, "done", "T01", "T02");

    Run fix = machines.fix(THERE, "--remote").exits(0);

    assertThat(fix.findings()).containsExactly("C-09 warn T01 none", "C-09 warn T02 none");
    assertThat(fix.out()).contains("take the report along: pawl task rename T01 NET-1");
  }

  @Test
  @DisplayName("C-22 names who counts after the fix")
  void whoCounts() {
    machines.report(HERE, "start", "T01");
    machines.report(THERE, "block", "T01");
    bothKnow();
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);

    assertThat(machines.fix(HERE).exits(0).message("C-22")).contains("'done' counts");
    assertThat(machines.fix(HERE).exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("N03 lists and verbs agree on a plan whose own branch is checked out nowhere")
  void listsAgree() {
    git(HERE, "switch", "-q", "-c", "plan/NET-WP-1");
    machines.set(HERE, "T01", "todo", "done");
    git(HERE, "switch", "-q", "main");

    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    assertThat(machines.run(HERE, "task", "next").exits(0).out()).doesNotContain("T01");
    machines.run(HERE, "task", "start", "T01").exits(1);
    assertThat(machines.run(HERE, "task", "list", "--status", "done").exits(0).out())
        .contains("T01");
  }
}
