package dev.pawl.git.branch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merging a branch into the one that is checked out; C git is the judge. */
final class BranchMergeTest {
  @TempDir Path folder;
  private GitSandbox git;
  private Path repo;
  private CommitId base;

  @BeforeEach
  void start() {
    git = GitSandbox.create(folder);
    repo = git.repo("repo");
    git.write(repo, "a.txt", "one\n");
    git.write(repo, "b.txt", "one\n");
    base = git.commitAll(repo, "start");
  }

  @AfterEach
  void sound() {
    git.run(repo, "fsck", "--strict");
    assertThat(repo.resolve(".git/MERGE_HEAD")).doesNotExist();
  }

  private CommitId other(String file, String text) {
    git.run(repo, "switch", "-q", "-c", "other");
    git.write(repo, file, text);
    CommitId made = git.commitAll(repo, "other");
    git.run(repo, "switch", "-q", "main");
    return made;
  }

  private BranchMerge.Outcome merge(CommitId other) throws GitException {
    try (Repo open = Repo.open(repo, git.environment())) {
      return new BranchMerge(open).merge(other, "Merge other");
    }
  }

  private String status() {
    return git.run(repo, "status", "--porcelain");
  }

  @Test
  @DisplayName("fast-forward where that is possible, else a merge commit; nothing twice")
  void merges() throws GitException {
    CommitId other = other("c.txt", "two\n");
    assertThat(merge(other)).isEqualTo(new BranchMerge.Outcome.Merged(other, true));
    assertThat(merge(other)).isEqualTo(new BranchMerge.Outcome.UpToDate());
    git.run(repo, "reset", "-q", "--hard", base.hex());
    git.write(repo, "d.txt", "two\n");
    CommitId here = git.commitAll(repo, "here");
    assertThat(merge(other)).isInstanceOf(BranchMerge.Outcome.Merged.class);
    assertThat(git.run(repo, "log", "-1", "--format=%P %s"))
        .isEqualTo(here.hex() + " " + other.hex() + " Merge other");
    assertThat(status()).isEmpty();
  }

  @Test
  @DisplayName("N16 a conflict names its files, and leaves no merge behind")
  void conflicts() throws GitException {
    CommitId other = other("a.txt", "theirs\n");
    git.write(repo, "a.txt", "ours\n");
    CommitId here = git.commitAll(repo, "here");
    assertThat(merge(other)).isEqualTo(new BranchMerge.Outcome.Conflicts(List.of("a.txt")));
    assertThat(git.run(repo, "rev-parse", "HEAD")).isEqualTo(here.hex());
    assertThat(status()).isEmpty();
  }

  @Test
  @DisplayName("N13 uncommitted work is never merged over; other such work stays as it is")
  void uncommitted() throws GitException {
    CommitId other = other("a.txt", "theirs\n");
    git.write(repo, "a.txt", "mine, not committed\n");
    git.write(repo, "b.txt", "mine, staged\n");
    git.run(repo, "add", "b.txt");
    String before = status();
    assertThat(merge(other)).isInstanceOf(BranchMerge.Outcome.Refused.class);
    assertThat(git.read(repo, "a.txt")).isEqualTo("mine, not committed\n");
    assertThat(status()).isEqualTo(before);
    git.run(repo, "checkout", "-q", "--", "a.txt");
    assertThat(merge(other)).isInstanceOf(BranchMerge.Outcome.Merged.class);
    assertThat(status()).isEqualTo("M  b.txt");
    assertThat(git.read(repo, "b.txt")).isEqualTo("mine, staged\n");
  }

  @Test
  @DisplayName("N13 ignored files are never merged over: neither they nor what is in their folder")
  void ignored() throws GitException {
    CommitId file = other("local/kept.txt", "theirs\n");
    git.write(repo, ".git/info/exclude", "local\n");
    git.write(repo, "local/kept.txt", "mine\n");
    assertThat(merge(file))
        .isInstanceOfSatisfying(
            BranchMerge.Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("local/kept.txt"));
    git.write(repo, "b.txt", "so it takes a merge commit\n");
    git.commitAll(repo, "here");
    assertThat(merge(file)).isInstanceOf(BranchMerge.Outcome.Refused.class);
    assertThat(git.read(repo, "local/kept.txt")).isEqualTo("mine\n");
    git.run(repo, "switch", "-q", "-c", "folder", base.hex());
    git.write(repo, "kept", "a file where here is a folder\n");
    CommitId folder = git.commitAll(repo, "a file");
    git.run(repo, "switch", "-q", "main");
    git.write(repo, ".git/info/exclude", "local\nkept\n");
    git.write(repo, "kept/inside.txt", "mine\n");
    assertThat(merge(folder)).isInstanceOf(BranchMerge.Outcome.Refused.class);
    assertThat(git.read(repo, "kept/inside.txt")).isEqualTo("mine\n");
    git.run(repo, "mv", "a.txt", "local.txt");
    git.commitAll(repo, "moved");
    git.run(repo, "branch", "-q", "-m", "other", "first");
    CommitId elsewhere = other("more/new.txt", "theirs\n");
    assertThat(merge(elsewhere)).isInstanceOf(BranchMerge.Outcome.Merged.class);
    assertThat(git.read(repo, "local/kept.txt")).isEqualTo("mine\n");
  }

  @Test
  @DisplayName("N13 the user's autostash does not stash on their behalf")
  void autostash() throws GitException {
    CommitId other = other("a.txt", "theirs\n");
    git.run(repo, "config", "merge.autoStash", "true");
    git.run(repo, "config", "merge.ff", "only");
    git.write(repo, "a.txt", "mine, not committed\n");
    assertThat(merge(other)).isInstanceOf(BranchMerge.Outcome.Refused.class);
    assertThat(git.run(repo, "stash", "list")).isEmpty();
    assertThat(git.read(repo, "a.txt")).isEqualTo("mine, not committed\n");
  }

  @Test
  @DisplayName("N16 a hook that says no leaves all as it was, and its words are passed on")
  void hook() throws GitException, IOException {
    CommitId other = other("c.txt", "two\n");
    git.write(repo, "d.txt", "two\n");
    CommitId here = git.commitAll(repo, "here");
    Path hook = repo.resolve(".git/hooks/pre-merge-commit");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho not today >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(merge(other))
        .isInstanceOfSatisfying(
            BranchMerge.Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("not today"));
    assertThat(git.run(repo, "rev-parse", "HEAD")).isEqualTo(here.hex());
    assertThat(status()).isEmpty();
  }

  @Test
  @DisplayName("N16 a merge of the person's own is left alone")
  void underWay() throws GitException {
    CommitId other = other("a.txt", "theirs\n");
    git.write(repo, "a.txt", "ours\n");
    git.commitAll(repo, "here");
    git.attempt(repo, "merge", "other");
    String before = status();
    assertThat(merge(other)).isInstanceOf(BranchMerge.Outcome.Refused.class);
    assertThat(status()).isEqualTo(before);
    git.run(repo, "merge", "--abort");
  }
}
