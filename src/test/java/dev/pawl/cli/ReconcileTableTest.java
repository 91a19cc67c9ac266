package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first table of docs/reconcile.md, a row a test, through the commands and on real git. */
final class ReconcileTableTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  @AfterEach
  void sound() {
    machines.sound();
  }

  /** Nothing was written, recorded or committed by it. */
  private void settled() {
    String head = machines.head(HERE);
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).filteredOn(finding -> !finding.startsWith("C-17")).isEmpty();
    assertThat(run.commits()).isEmpty();
    assertThat(machines.head(HERE)).isEqualTo(head);
  }

  @Test
  @DisplayName("row 1: nothing reported, whatever the file says")
  void nothingReported() {
    machines.set(HERE, "T01", "todo", "done");
    settled();
    assertThat(machines.at(HERE).resolve(".git/pawl/journal")).doesNotExist();
  }

  @Test
  @DisplayName("row 1: reported and written are the same")
  void same() {
    machines.report(HERE, "done", "T01");
    machines.set(HERE, "T01", "todo", "done");
    settled();
  }

  @Test
  @DisplayName("row 2: the file is ahead: C-11, the record moves forward")
  void fileAhead() {
    machines.report(HERE, "start", "T01");
    String head = machines.set(HERE, "T01", "todo", "done");
    Run check = machines.check(HERE).exits(0);
    assertThat(check.findings()).containsExactly("C-11 warn T01 none");
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-11 warn T01 skipped");
    machines.push(HERE);
    machines.check(HERE, "--strict").exits(1);
    Run dry = machines.fix(HERE, "--dry-run").exits(0);
    assertThat(dry.findings()).containsExactly("C-11 info T01 would-record");
    Run fix = machines.fix(HERE, "--strict").exits(0);
    assertThat(fix.findings()).containsExactly("C-11 info T01 recorded");
    assertThat(fix.finding("C-11")).containsEntry("recorded", "in_progress");
    assertThat(fix.finding("C-11")).containsEntry("written", "done");
    assertThat(machines.head(HERE)).isEqualTo(head);
    settled();
    assertThat(machines.run(HERE, "task", "show", "T01").out()).contains("seen in file");
  }

  @Test
  @DisplayName("row 2 after a reopen: a commit since it set the file ahead")
  void fileAheadAgain() {
    machines.set(HERE, "T01", "todo", "done");
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE).exits(0);
    assertThat(machines.written(HERE)).startsWith("todo");
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-11 info T01 recorded");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    settled();
  }

  @Test
  @DisplayName("row 3: the file was set before the reopen: C-13, the file goes back, N02")
  void reopened() {
    String done = machines.set(HERE, "T01", "todo", "done");
    machines.report(HERE, "reopen", "T01", "--reason", "two towers were forgotten");
    Run fix = machines.fix(HERE).exits(0);
    assertThat(fix.findings()).containsExactly("C-13 warn T01 written-back", "C-17 warn - none");
    assertThat(fix.message("C-13")).contains("reopened since");
    assertThat(machines.written(HERE)).containsExactly("todo", "todo", "todo");
    machines.oneCommitOf(HERE, done, "T01: done → todo");
    settled();
  }

  @Test
  @DisplayName("row 3: reopened to in_progress")
  void reopenedTo() {
    String done = machines.set(HERE, "T01", "todo", "done");
    machines.report(HERE, "reopen", "T01", "--to", "in_progress");
    machines.fix(HERE).exits(0);
    machines.oneCommitOf(HERE, done, "T01: done → in_progress");
    settled();
  }

  @Test
  @DisplayName("row 4: the file is stale: C-13, written back in one commit")
  void stale() {
    String before = machines.head(HERE);
    machines.report(HERE, "done", "T03", "T01");
    machines.report(HERE, "block", "T02");
    Run check = machines.check(HERE).exits(0);
    assertThat(check.findings())
        .containsExactly("C-13 warn T01 none", "C-13 warn T02 none", "C-13 warn T03 none");
    Run dry = machines.fix(HERE, "--dry-run").exits(0);
    assertThat(dry.findings()).contains("C-13 warn T01 would-write-back");
    assertThat(machines.head(HERE)).isEqualTo(before);
    Run kept = machines.fix(HERE, "--no-writeback").exits(0);
    assertThat(kept.findings()).contains("C-13 warn T01 skipped");
    assertThat(machines.head(HERE)).isEqualTo(before);
    Run fix = machines.fix(HERE).exits(0);
    assertThat(fix.message("C-17")).startsWith("1 commit that pawl made is not pushed");
    assertThat(machines.written(HERE)).containsExactly("done", "blocked", "done");
    assertThat(fix.commits()).containsExactly(machines.head(HERE));
    assertThat(fix.repo()).containsEntry("head", machines.head(HERE));
    machines.oneCommitOf(
        HERE, before, "T01: todo → done", "T02: todo → blocked", "T03: todo → done");
    settled();
  }

  @Test
  @DisplayName("C-13 has the wording of the original, letter for letter")
  void wording() {
    machines.report(HERE, "done", "T01");
    assertThat(machines.check(HERE).message("C-13"))
        .isEqualTo(
            "DB task 'Task T01' is ahead of file (db=done, file=todo) — skipped to prevent"
                + " regression");
  }

  @Test
  @DisplayName("row 5: the file once said so and says less: C-15, nothing is written, N01")
  void movedBack() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    String head = machines.set(HERE, "T01", "done", "todo");
    Run fix = machines.fix(HERE).exits(0);
    assertThat(fix.findings()).containsExactly("C-15 warn T01 none", "C-17 warn - none");
    assertThat(fix.message("C-15")).contains("pawl task reopen T01");
    assertThat(machines.head(HERE)).isEqualTo(head);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    machines.report(HERE, "reopen", "T01");
    settled();
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("moved back by hand, then reported by somebody who saw that: C-13, written back")
  void reportedAgain() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    String head = machines.set(HERE, "T01", "done", "todo");
    machines.report(HERE, "done", "T01");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    machines.oneCommitOf(HERE, head, "T01: todo → done");
    settled();
  }

  @Test
  @DisplayName("the status of a plan stays, also when all of its tasks are done: C-04 says so")
  void planStatus() {
    String before = machines.head(HERE);
    machines.report(HERE, "done", "T01", "T02", "T03");
    machines.fix(HERE).exits(0);
    machines.oneCommitOf(HERE, before, "T01: todo → done", "T02: todo → done", "T03: todo → done");
    assertThat(machines.git.read(machines.at(HERE), Machines.PLAN)).contains("\nstatus: active\n");
    assertThat(machines.check(HERE).exits(0).message("C-04")).contains("active");
  }

  @Test
  @DisplayName("row 5: git revert of a writeback asks, and restoring the file settles it")
  void reverted() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.git.run(machines.at(HERE), "revert", "--no-edit", "HEAD");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    machines.git.run(machines.at(HERE), "revert", "--no-edit", "HEAD");
    settled();
    assertThat(machines.written(HERE)).startsWith("done");
  }

  @Test
  @DisplayName("row 5: moved back to in_progress: the message has the whole line to say so")
  void movedBackHalf() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.set(HERE, "T01", "done", "in_progress");
    String message = machines.fix(HERE).exits(0).message("C-15");
    String line = message.replaceAll(".* the file: (.*) — the report: .*", "$1");
    assertThat(message).endsWith("the report: pawl task done T01");
    assertThat(line).isEqualTo("pawl task reopen T01 --to in_progress");
    machines.run(HERE, line.substring("pawl ".length()).split(" ", -1)).exits(0);
    settled();
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("row 5 after a reopen and a second done: history since the reopen decides")
  void movedBackTwice() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE).exits(0);
    machines.report(HERE, "done", "T01");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    machines.set(HERE, "T01", "done", "todo");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
  }

  @Test
  @DisplayName("row 6: same rank, a commit that the report did not know: C-11, R becomes W")
  void sameRankNewerFile() {
    machines.report(HERE, "start", "T01");
    String head = machines.set(HERE, "T01", "todo", "blocked");
    machines.push(HERE);
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-11 info T01 recorded");
    assertThat(machines.head(HERE)).isEqualTo(head);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("blocked");
    settled();
  }

  @Test
  @DisplayName("row 7: same rank, the report is newer: C-13, W becomes R")
  void sameRankNewerReport() {
    String head = machines.set(HERE, "T01", "todo", "blocked");
    machines.report(HERE, "start", "T01");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    machines.oneCommitOf(HERE, head, "T01: blocked → in_progress");
    settled();
  }

  @Test
  @DisplayName("row 7: done and cancelled are the same rank, and each needs a reopen")
  void doneAndCancelled() {
    machines.report(HERE, "done", "T01");
    Run refused = machines.run(HERE, "task", "cancel", "T01").exits(1);
    assertThat(refused.err()).contains("T01 is done").contains("pawl task reopen T01");
    String head = machines.set(HERE, "T01", "todo", "cancelled");
    machines.push(HERE);
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-11 info T01 recorded");
    assertThat(machines.head(HERE)).isEqualTo(head);
    machines.run(HERE, "task", "done", "T01").exits(1);
  }

  @Test
  @DisplayName("row 8: reported, and no block yet: C-09; silent once history held the block")
  void noBlock() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--push").exits(0);
    String text = machines.git.read(machines.at(HERE), Machines.PLAN);
    machines.git.write(
        machines.at(HERE), Machines.PLAN, text.replace(Machines.block("T01", "done"), ""));
    machines.git.commitAll(machines.at(HERE), "plan: T01 is not needed");
    settled();
    machines.git.run(machines.at(HERE), "checkout", "-q", "--orphan", "fresh");
    machines.git.commitAll(machines.at(HERE), "a history that never held it");
    Run check = machines.check(HERE).exits(0);
    assertThat(check.findings()).containsExactly("C-09 info T01 none");
    assertThat(check.finding("C-09")).containsEntry("recorded", "done").containsEntry("file", null);
  }
}
