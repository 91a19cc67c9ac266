package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * History is content: what rebase, squash, cherry-pick and a forced push do to commit ids changes
 * no verdict.
 */
final class RewrittenHistoryTest {
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

  private String git(String machine, String... arguments) {
    return machines.git.run(machines.at(machine), arguments);
  }

  private void note(String machine, String file) {
    machines.git.write(machines.at(machine), file, "a note\n");
    machines.git.commitAll(machines.at(machine), "notes: " + file);
  }

  /** T01: done in the file, reopened, the file still done; then its history is rewritten. */
  private void reopenedAndNotWritten() {
    note(HERE, "one.txt");
    machines.set(HERE, "T01", "todo", "done");
    note(HERE, "two.txt");
    machines.report(HERE, "reopen", "T01");
  }

  private void fileGoesBack() {
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    assertThat(machines.written(HERE)).startsWith("todo");
  }

  /** Nothing moves until somebody says which; the reopen's own commit is in no history any more. */
  private void isAsked(String machine) {
    assertThat(machines.fix(machine).exits(0).findings()).contains("C-15 warn T01 none");
    assertThat(machines.written(machine)).startsWith("done");
    assertThat(machines.counts(machine, "T01")).isEqualTo("todo");
    machines.report(machine, "reopen", "T01");
    assertThat(machines.fix(machine).exits(0).findings()).contains("C-13 warn T01 written-back");
    assertThat(machines.written(machine)).startsWith("todo");
  }

  @Test
  @DisplayName("N07 rebase: whether done was set before the reopen is not provable any more")
  void rebaseBeforeReopen() {
    reopenedAndNotWritten();
    note(THERE, "three.txt");
    machines.push(THERE);
    git(HERE, "pull", "-q", "--rebase");
    isAsked(HERE);
  }

  @Test
  @DisplayName("N07 squash: whether done was set before the reopen is not provable any more")
  void squashBeforeReopen() {
    reopenedAndNotWritten();
    git(HERE, "reset", "-q", "--soft", "HEAD~3");
    git(HERE, "commit", "-q", "-m", "all in one");
    isAsked(HERE);
  }

  @Test
  @DisplayName("N07 cherry-pick onto another root: not provable any more")
  void cherryPickBeforeReopen() {
    reopenedAndNotWritten();
    String tip = machines.head(HERE);
    git(HERE, "checkout", "-q", "-b", "other", "HEAD~3");
    git(HERE, "cherry-pick", "main~2..main");
    git(HERE, "branch", "-f", "main", "other");
    git(HERE, "checkout", "-q", "main");
    assertThat(machines.head(HERE)).isNotEqualTo(tip);
    isAsked(HERE);
  }

  @Test
  @DisplayName("forced push: the other clone, reset to the rewritten branch, judges the same")
  void forcedPush() {
    reopenedAndNotWritten();
    machines.push(HERE);
    machines.run(HERE, "sync").exits(0);
    machines.pull(THERE);
    git(HERE, "reset", "-q", "--soft", "HEAD~3");
    git(HERE, "commit", "-q", "-m", "all in one");
    machines.push(HERE, "--force");
    Run gated = machines.fix(THERE).exits(0);
    assertThat(gated.findings()).contains("C-14 warn - none", "C-13 warn T01 skipped");
    git(THERE, "reset", "-q", "--hard", "origin/main");
    isAsked(THERE);
  }

  @Test
  @DisplayName("rebase of a deliberate step back: still C-15")
  void rebaseOfStepBack() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.set(HERE, "T01", "done", "todo");
    note(THERE, "three.txt");
    machines.push(THERE);
    git(HERE, "pull", "-q", "--rebase");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
  }

  @Test
  @DisplayName("squash of done and back: history never showed it, so the file is only stale")
  void squashOfStepBack() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.set(HERE, "T01", "done", "todo");
    note(HERE, "one.txt");
    git(HERE, "reset", "-q", "--soft", "HEAD~3");
    git(HERE, "commit", "-q", "-m", "all in one");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
  }

  @Test
  @DisplayName("N07 done again after the reopen, then rebased: asked, and the answer counts")
  void rebaseAfterReopen() {
    reopenedAndNotWritten();
    fileGoesBack();
    machines.set(HERE, "T01", "todo", "done");
    note(THERE, "three.txt");
    machines.push(THERE);
    git(HERE, "pull", "-q", "--rebase");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    machines.report(HERE, "done", "T01");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-17 warn - none");
  }

  @Test
  @DisplayName("a merge of an old branch that still says todo: the merged file is what counts")
  void mergeOfOldBranch() {
    machines.report(HERE, "done", "T01");
    git(HERE, "branch", "old");
    machines.fix(HERE).exits(0);
    git(HERE, "checkout", "-q", "old");
    note(HERE, "old.txt");
    git(HERE, "checkout", "-q", "main");
    git(HERE, "merge", "-q", "--no-edit", "old");
    assertThat(machines.written(HERE)).startsWith("done");
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-17 warn - none");
  }

  @Test
  @DisplayName("a revert that came by merge from the other clone: C-15 on both")
  void revertByMerge() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--push").exits(0);
    machines.pull(THERE);
    git(THERE, "revert", "--no-edit", "HEAD");
    machines.push(THERE);
    note(HERE, "one.txt");
    git(HERE, "pull", "-q", "--no-rebase", "--no-edit");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    assertThat(machines.fix(THERE).exits(0).findings()).contains("C-15 warn T01 none");
  }

  @Test
  @DisplayName("N07 an observation knows the plan's branch, and nothing of the checkout beside it")
  void observedElsewhere() {
    machines.report(HERE, "start", "T01");
    git(HERE, "switch", "-q", "-c", "plan/NET-WP-1");
    machines.set(HERE, "T01", "todo", "cancelled");
    git(HERE, "push", "-q", "-u", "origin", "plan/NET-WP-1");
    git(HERE, "switch", "-q", "main");
    machines.set(HERE, "T01", "todo", "done");
    machines.push(HERE);
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-11 info T01 recorded");
    git(HERE, "merge", "-q", "--no-edit", "-X", "ours", "plan/NET-WP-1");
    git(HERE, "branch", "-q", "-D", "plan/NET-WP-1");
    git(HERE, "push", "-q", "origin", "main", ":plan/NET-WP-1");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
    assertThat(machines.written(HERE)).startsWith("done");
  }

  @Test
  @DisplayName("N02 two reopens that did not know of each other: what one of them knew stays back")
  void reopenedTwice() {
    machines.set(HERE, "T01", "todo", "done");
    machines.report(HERE, "reopen", "T01");
    machines.set(HERE, "T01", "done", "blocked");
    machines.push(HERE);
    machines.pull(THERE);
    machines.skew(THERE, Duration.ofHours(-1));
    machines.report(THERE, "reopen", "T01");
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .contains("C-13 warn T01 written-back");
    assertThat(machines.written(HERE)).startsWith("todo");
  }

  @Test
  @DisplayName("N03 two who say the same: what one of them knew of is older than both")
  void saidTwice() {
    machines.skew(THERE, Duration.ofHours(1));
    machines.report(THERE, "start", "T01");
    machines.set(HERE, "T01", "todo", "blocked");
    machines.push(HERE);
    machines.report(HERE, "start", "T01");
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .contains("C-13 warn T01 written-back");
    assertThat(machines.written(HERE)).startsWith("in_progress");
  }

  @Test
  @DisplayName(
      "N02 a reopen that nobody heard of before the file moved on is named, until it is said")
  void reopenNotHeard() {
    machines.set(HERE, "T01", "todo", "cancelled");
    machines.report(HERE, "reopen", "T01");
    machines.set(HERE, "T01", "cancelled", "blocked");
    machines.push(HERE);
    machines.pull(THERE);
    machines.report(THERE, "reopen", "T01");
    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .contains("C-11 info T01 recorded");
    assertThat(machines.fix(THERE, "--remote").exits(0).findings()).contains("C-22 warn T01 none");
    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).contains("C-22 warn T01 none");
    machines.report(HERE, "reopen", "T01");
    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .contains("C-13 warn T01 written-back")
        .doesNotContain("C-22 warn T01 none");
  }
}
