package dev.pawl.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.history.MergeEvidence.How;
import dev.pawl.git.repo.Repo;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a branch's work is in main, however it came there; C git makes every history. */
final class MergeEvidenceTest {
  @TempDir Path folder;
  private GitSandbox git;
  private Path work;

  @BeforeEach
  void start() {
    git = GitSandbox.create(folder);
    work = git.repo("work");
    git.write(work, "a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    git.write(work, "b.txt", "b\n");
    git.commitAll(work, "start");
    git.run(work, "switch", "-q", "-c", "side");
    commit("a.txt", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
    commit("new.txt", "new\n");
  }

  private void commit(String path, String text) {
    git.write(work, path, text);
    git.commitAll(work, path);
  }

  private void main() {
    git.run(work, "switch", "-q", "main");
  }

  private Optional<How> how() throws GitException {
    String before = git.run(work, "count-objects", "-v");
    try (Repo repo = git.open(work)) {
      CommitId side = new CommitId(git.run(work, "rev-parse", "side"));
      CommitId main = new CommitId(git.run(work, "rev-parse", "main"));
      return new MergeEvidence(repo).in(side, main);
    } finally {
      assertThat(git.run(work, "count-objects", "-v")).as("objects written").isEqualTo(before);
    }
  }

  @AfterEach
  void whole() {
    git.run(work, "fsck", "--strict", "--no-dangling");
  }

  @Test
  @DisplayName("work that is nowhere else is not merged")
  void not() throws GitException {
    assertThat(how()).isEmpty();
    main();
    commit("b.txt", "more\n");
    assertThat(how()).isEmpty();
  }

  @Test
  @DisplayName("fast-forward and merge commit: an ancestor")
  void ancestor() throws GitException {
    main();
    commit("b.txt", "more\n");
    git.run(work, "merge", "-q", "--no-ff", "-m", "merge", "side");
    assertThat(how()).contains(How.ANCESTOR);
  }

  @Test
  @DisplayName("a squash merge, also when main went on since")
  void squash() throws GitException {
    main();
    commit("b.txt", "more\n");
    git.run(work, "merge", "-q", "--squash", "side");
    git.commitAll(work, "squashed");
    assertThat(how()).contains(How.CONTENT);
    commit("a.txt", "uno\n2\n3\n4\n5\n6\n7\n8\n9\n");
    assertThat(how()).contains(How.PATCHES);
    git.run(work, "rm", "-q", "new.txt");
    git.commitAll(work, "and taken out again");
    assertThat(how()).as("it is in history").contains(How.PATCHES);
  }

  @Test
  @DisplayName("a rebase merge, also when main went on since")
  void rebased() throws GitException {
    main();
    commit("b.txt", "more\n");
    git.run(work, "cherry-pick", "main..side");
    assertThat(how()).contains(How.CONTENT);
    commit("new.txt", "newer\n");
    assertThat(how()).contains(How.PATCHES);
  }

  @Test
  @DisplayName("a part of it is not all of it")
  void part() throws GitException {
    main();
    git.run(work, "cherry-pick", "side");
    assertThat(how()).isEmpty();
    commit("new.txt", "newer\n");
    assertThat(how()).isEmpty();
  }

  @Test
  @DisplayName("more work after the squash is not merged")
  void goesOn() throws GitException {
    main();
    git.run(work, "merge", "-q", "--squash", "side");
    git.commitAll(work, "squashed");
    git.run(work, "switch", "-q", "side");
    commit("b.txt", "later\n");
    assertThat(how()).isEmpty();
  }

  @Test
  @DisplayName("a change of blanks alone, and one of bytes that are no text, are work as well")
  void blanks() throws GitException {
    git.run(work, "reset", "-q", "--hard", "main");
    commit("a.txt", "1\n2\n3\n    4\n5\n6\n7\n8\n9\n");
    main();
    commit("a.txt", "1\n2\n3\n  4\n5\n6\n7\n8\n9\n");
    assertThat(how()).isEmpty();
    git.run(work, "reset", "-q", "--hard", "HEAD^");
    git.run(work, "switch", "-q", "side");
    git.run(work, "reset", "-q", "--hard", "main");
    git.write(work, "p.bin", new byte[] {0, 1, 2});
    git.commitAll(work, "bytes");
    main();
    git.write(work, "p.bin", new byte[] {0, 1, 3});
    git.commitAll(work, "other bytes");
    assertThat(how()).isEmpty();
  }

  @Test
  @DisplayName(
      "histories without a common commit, and none at all: not merged, or nothing to merge")
  void odd() throws GitException {
    git.run(work, "switch", "-q", "--orphan", "lone");
    commit("x.txt", "x\n");
    git.run(work, "branch", "-f", "side", "lone");
    assertThat(how()).isEmpty();
    git.run(work, "branch", "-f", "side", "main");
    git.run(work, "switch", "-q", "side");
    git.commitAll(work, "empty");
    assertThat(how()).contains(How.CONTENT);
  }
}
