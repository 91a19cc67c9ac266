package dev.pawl.git.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RepoTest {
  @TempDir Path folder;
  private GitSandbox git;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
  }

  @Test
  @DisplayName("a repository is found from a folder inside it, before and after its first commit")
  void found() throws Exception {
    Path dir = git.repo("a");
    Files.createDirectories(dir.resolve("x/y"));
    try (Repo repo = git.open(dir.resolve("x/y"))) {
      assertThat(repo.workTree()).isEqualTo(dir);
      assertThat(repo.gitDir()).isEqualTo(dir.resolve(".git"));
      assertThat(repo.unborn()).isTrue();
      assertThat(repo.branch()).isEqualTo(new BranchName("main"));
      CommitId first = git.commitAll(dir, "first");
      assertThat(repo.head()).isEqualTo(first);
      git.run(dir, "checkout", "-q", "--detach");
      assertThat(repo.branch()).isNull();
    }
  }

  @Test
  @DisplayName("linked work trees, separate git folders and bare repositories are where git says")
  void layouts() throws Exception {
    Path dir = git.repo("a");
    git.commitAll(dir, "first");
    Path linked = git.root().resolve("linked");
    git.run(dir, "worktree", "add", "-q", "-b", "side", linked.toString());
    Path apart = git.root().resolve("apart");
    git.run(
        git.root(),
        "init",
        "-q",
        "--separate-git-dir",
        git.root().resolve("store").toString(),
        apart.toString());
    for (Path place : new Path[] {dir, linked, apart}) {
      try (Repo repo = git.open(place)) {
        assertThat(repo.workTree().toString())
            .isEqualTo(git.run(place, "rev-parse", "--show-toplevel"));
        assertThat(repo.gitDir().toString())
            .isEqualTo(git.run(place, "rev-parse", "--absolute-git-dir"));
        assertThat(repo.commonDir())
            .isEqualTo(place.resolve(git.run(place, "rev-parse", "--git-common-dir")).normalize());
        assertThat(repo.jgit().getWorkTree().toPath()).isEqualTo(place);
      }
    }
    try (Repo repo = git.open(linked)) {
      assertThat(repo.branch()).isEqualTo(new BranchName("side"));
    }
    try (Repo repo = git.open(git.bare("b"))) {
      assertThat(repo.isBare()).isTrue();
    }
  }

  @Test
  @DisplayName("a folder outside any repository is an error that names it and a next step")
  void none() {
    assertThatThrownBy(() -> git.open(git.home()))
        .isInstanceOf(GitException.class)
        .hasMessageContaining(git.home().toString())
        .hasMessageContaining("git init");
  }
}
