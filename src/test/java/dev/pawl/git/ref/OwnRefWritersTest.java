package dev.pawl.git.ref;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** What a killed pawl leaves of git's locks on refs of pawl's own. */
@Execution(CONCURRENT)
final class OwnRefWritersTest {
  private static final String OWN = "refs/pawl/remotes/origin/abc";

  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;
  private CommitId first;

  @BeforeEach
  void start() {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
    git.write(dir, "f", "1\n");
    first = git.commitAll(dir, "first");
  }

  private Path lock(String ref) throws IOException {
    Path lock = dir.resolve(".git").resolve(ref + ".lock");
    Files.createDirectories(lock.getParent());
    return Files.createFile(lock);
  }

  @Test
  @DisplayName("N14 a lock that was left on a ref of pawl's own goes, and the ref moves")
  void left() throws Exception {
    Path lock = lock(OWN);
    try (Repo repo = Repo.open(dir, git.environment())) {
      assertThat(new Refs(repo).compareAndSet(OWN, null, first, "")).isTrue();
      assertThat(lock).doesNotExist();
      new Refs(repo).forget(Map.of(OWN, first));
      assertThat(new Refs(repo).ref(OWN)).isEmpty();
    }
    assertThat(dir.resolve(".git/packed-refs")).doesNotExist();
  }

  @Test
  @DisplayName("N14 forgetting takes no lock that others need, but where the ref is packed")
  void forgotten() throws Exception {
    git.run(dir, "update-ref", OWN, first.hex());
    Path packed = lock("packed-refs");
    try (Repo repo = Repo.open(dir, git.environment())) {
      new Refs(repo).forget(Map.of(OWN, first));
      assertThat(new Refs(repo).ref(OWN)).isEmpty();
      Files.delete(packed);
      git.run(dir, "update-ref", OWN, first.hex());
      git.run(dir, "pack-refs", "--all");
      new Refs(repo).forget(Map.of(OWN, first));
      assertThat(new Refs(repo).ref(OWN)).isEmpty();
    }
    assertThat(git.run(dir, "for-each-ref", "refs/pawl")).isEmpty();
    git.run(dir, "fsck", "--strict");
  }

  @Test
  @DisplayName(
      "N14 no lock but its own: while another writes such refs, and on any other ref, it stays")
  void others() throws Exception {
    Path own = lock(OWN);
    Path main = lock("refs/heads/main");
    git.write(dir, "f", "2\n");
    try (Repo repo = Repo.open(dir, git.environment());
        OwnRefWriters _ = OwnRefWriters.join(repo)) {
      assertThatThrownBy(() -> new Refs(repo).compareAndSet(OWN, null, first, ""))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("locked");
      assertThatThrownBy(() -> new Refs(repo).compareAndSet("refs/heads/main", first, first, ""))
          .isInstanceOf(GitException.class);
    }
    assertThat(own).exists();
    assertThat(main).exists();
  }

  @Test
  @DisplayName("N14 a fetch of such refs is not stopped by what a killed one left")
  void fetched() throws Exception {
    Path bare = git.bare("origin");
    git.run(dir, "remote", "add", "origin", bare.toString());
    git.run(dir, "push", "-q", "origin", "main:refs/pawl/journal/abc");
    Path lock = lock(OWN);
    try (Repo repo = Repo.open(dir, git.environment())) {
      FetchOutcome outcome =
          new RemoteAccess(repo)
              .fetch(
                  "origin",
                  List.of("+refs/pawl/journal/*:refs/pawl/remotes/origin/*"),
                  Duration.ofSeconds(30));
      assertThat(outcome).isInstanceOf(FetchOutcome.Fetched.class);
      assertThat(new Refs(repo).ref(OWN)).contains(first);
    }
    assertThat(lock).doesNotExist();
  }
}
