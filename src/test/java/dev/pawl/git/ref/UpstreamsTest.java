package dev.pawl.git.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.repo.Repo;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpstreamsTest {
  private static final BranchName MAIN = new BranchName("main");

  @TempDir Path folder;
  private GitSandbox git;
  private Path bare;
  private Path dir;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    bare = git.bare("origin");
    Path seed = git.repo("seed");
    git.commitAll(seed, "first");
    git.run(seed, "push", "-q", bare.toString(), "main");
    dir = git.clone(bare, "a");
  }

  private Upstream upstream() throws GitException {
    try (Repo repo = git.open(dir)) {
      return new Upstreams(repo).upstreamOf(MAIN, null);
    }
  }

  @Test
  @DisplayName("current, ahead, behind and diverged are counted from the last known upstream")
  void states() throws Exception {
    assertThat(upstream().state()).isEqualTo(Upstream.State.CURRENT);
    CommitId local = git.commitAll(dir, "local");
    assertThat(upstream())
        .satisfies(up -> {
          assertThat(up.state()).isEqualTo(Upstream.State.AHEAD);
          assertThat(up.localOnly()).extracting(CommitInfo::id).containsExactly(local);
          assertThat(up.trackingRef()).isEqualTo("refs/remotes/origin/main");
          assertThat(up.remoteRef()).isEqualTo("refs/heads/main");
        });
    Path other = git.clone(bare, "b");
    git.commitAll(other, "theirs");
    git.commitAll(other, "theirs too");
    git.run(other, "push", "-q");
    assertThat(upstream().state()).isEqualTo(Upstream.State.AHEAD);
    git.run(dir, "fetch", "-q");
    assertThat(upstream())
        .extracting(Upstream::state, Upstream::ahead, Upstream::behind)
        .containsExactly(Upstream.State.DIVERGED, 1, 2);
    git.run(dir, "reset", "-q", "--hard", "HEAD~1");
    assertThat(upstream())
        .extracting(Upstream::state, Upstream::ahead, Upstream::behind)
        .containsExactly(Upstream.State.BEHIND, 0, 2);
  }

  @Test
  @DisplayName("no upstream, a lost one, another branch, a local one")
  void others() throws Exception {
    git.run(dir, "update-ref", "-d", "refs/remotes/origin/main");
    assertThat(upstream().state()).isEqualTo(Upstream.State.NONE);
    git.run(dir, "branch", "base");
    git.run(dir, "branch", "-u", "base");
    assertThat(upstream().trackingRef()).isEqualTo("refs/heads/base");
    assertThat(upstream().state()).isEqualTo(Upstream.State.CURRENT);
    git.run(dir, "branch", "--unset-upstream");
    assertThat(upstream().state()).isEqualTo(Upstream.State.NONE);
    try (Repo repo = git.open(git.repo("alone"))) {
      assertThat(new Upstreams(repo).upstreamOf(MAIN, null).state()).isEqualTo(Upstream.State.NONE);
    }
  }

  @Test
  @DisplayName("a fork and its origin: settings, then the default branch's upstream, never a guess")
  void whichRemote() throws Exception {
    git.run(dir, "remote", "add", "fork", git.bare("fork").toString());
    try (Repo repo = git.open(dir)) {
      Upstreams upstreams = new Upstreams(repo);
      assertThat(upstreams.remote(null, null)).contains("origin");
      assertThat(upstreams.remote("fork", null)).contains("fork");
      assertThat(upstreams.upstreamOf(MAIN, "fork").state()).isEqualTo(Upstream.State.NONE);
      assertThat(upstreams.url("fork")).contains(git.root().resolve("fork.git").toString());
      assertThatThrownBy(() -> upstreams.remote("--upload-pack=touch x", null))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("fork, origin");
    }
    git.run(dir, "branch", "--unset-upstream");
    try (Repo repo = git.open(dir)) {
      assertThat(new Upstreams(repo).remote(null, null)).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "the default branch: settings, the remote's HEAD, the only one, main, master, current")
  void defaultBranch() throws Exception {
    git.run(dir, "switch", "-q", "-c", "work");
    try (Repo repo = git.open(dir)) {
      Upstreams upstreams = new Upstreams(repo);
      assertThat(upstreams.defaultBranch(null, "trunk")).contains(new BranchName("trunk"));
      assertThat(upstreams.defaultBranch(null, null)).contains(MAIN);
      assertThatThrownBy(() -> upstreams.defaultBranch(null, "-f"))
          .isInstanceOf(GitException.class);
      git.run(dir, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/dev");
      assertThat(upstreams.defaultBranch(null, null)).contains(new BranchName("dev"));
      git.run(dir, "symbolic-ref", "-d", "refs/remotes/origin/HEAD");
      assertThat(upstreams.defaultBranch(null, null)).contains(MAIN);
      git.run(dir, "branch", "-m", "main", "master");
      assertThat(upstreams.defaultBranch(null, null)).contains(new BranchName("master"));
      git.run(dir, "branch", "-m", "master", "x");
      assertThat(upstreams.defaultBranch(null, null)).contains(new BranchName("work"));
      git.run(dir, "branch", "-D", "x");
      assertThat(upstreams.defaultBranch(null, null)).contains(new BranchName("work"));
    }
  }
}
