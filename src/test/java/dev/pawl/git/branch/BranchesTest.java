package dev.pawl.git.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.CommitFixture;
import dev.pawl.git.commit.FastForward;
import dev.pawl.git.commit.KillTest;
import dev.pawl.git.commit.Recovery;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * <pre>
 * a/  f, staged, unstaged, gone          first
 * a/  f changed, new added, gone removed second
 * </pre>
 */
final class BranchesTest {
  private static final BranchName MAIN = new BranchName("main");

  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;
  private CommitId first;
  private CommitId second;

  @BeforeEach
  void sandbox() throws Exception {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
    for (String name : new String[] {"f", "staged", "unstaged", "gone", "deep/d"}) {
      git.write(dir, name, "1\n");
    }
    first = git.commitAll(dir, "first");
    git.write(dir, "f", "2\n");
    git.write(dir, "new", "2\n");
    git.write(dir, "deep/d", "2\n");
    Files.delete(dir.resolve("gone"));
    second = git.commitAll(dir, "second");
    git.run(dir, "reset", "-q", "--hard", first.hex());
  }

  private Repo open(GitEnvironment.Engine engine) throws GitException {
    return Repo.open(dir, git.environment().withEngine(engine));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("N12 moving a branch keeps other work, staged or not, and untracked files")
  void keepsWork(GitEnvironment.Engine engine) throws Exception {
    git.write(dir, "staged", "mine\n");
    git.write(dir, "added", "mine\n");
    git.run(dir, "add", "staged", "added");
    git.write(dir, "added", "mine again\n");
    git.write(dir, "unstaged", "mine\n");
    git.write(dir, "untracked", "mine\n");
    String before = git.run(dir, "status", "--porcelain=v1");
    try (Repo repo = open(engine)) {
      Branches branches = new Branches(repo, InstantSource.system());
      assertThat(branches.move(MAIN, first, second, "pawl: forward"))
          .isEqualTo(new MoveOutcome.Moved(second));
      assertThat(git.head(dir)).isEqualTo(second);
      assertThat(git.run(dir, "status", "--porcelain=v1")).isEqualTo(before);
      assertThat(git.read(dir, "f")).isEqualTo("2\n");
      assertThat(dir.resolve("gone")).doesNotExist();
      assertThat(git.run(dir, "reflog", "-1", "--format=%gs", "main")).isEqualTo("pawl: forward");
      assertThat(branches.move(MAIN, second, first, "pawl: set aside"))
          .isEqualTo(new MoveOutcome.Moved(first));
      assertThat(git.run(dir, "status", "--porcelain=v1")).isEqualTo(before);
      assertThat(git.read(dir, "added")).isEqualTo("mine again\n");
      assertThat(git.run(dir, "show", ":added")).isEqualTo("mine");
      assertThat(git.read(dir, "gone")).isEqualTo("1\n");
      assertThat(dir.resolve("new")).doesNotExist();
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("N12 work in the way refuses the move, names the path, and changes nothing")
  void inTheWay(GitEnvironment.Engine engine) throws Exception {
    git.write(dir, "f", "mine\n");
    refused(engine, "f", "mine\n");
    git.run(dir, "add", "f");
    refused(engine, "f", "mine\n");
    git.run(dir, "reset", "-q", "--hard");
    git.write(dir, "new", "untracked\n");
    refused(engine, "new", "untracked\n");
    git.write(dir, ".git/info/exclude", "new\n");
    refused(engine, "new", "untracked\n");
    Files.delete(dir.resolve("new"));
    git.write(dir, "new/inside", "ignored\n");
    refused(engine, "new/inside", "ignored\n");
  }

  private void refused(GitEnvironment.Engine engine, String path, String text) throws Exception {
    String before = git.run(dir, "status", "--porcelain=v1", "--ignored");
    try (Repo repo = open(engine)) {
      assertThat(new Branches(repo, InstantSource.system()).move(MAIN, first, second, "x"))
          .isInstanceOfSatisfying(
              MoveOutcome.InTheWay.class,
              outcome -> assertThat(outcome.paths()).containsExactly(path));
    }
    assertThat(git.head(dir)).isEqualTo(first);
    assertThat(git.read(dir, path)).isEqualTo(text);
    assertThat(git.read(dir, "deep/d")).isEqualTo("1\n");
    assertThat(git.run(dir, "status", "--porcelain=v1", "--ignored")).isEqualTo(before);
    assertThat(dir.resolve(".git/index.lock")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a file that was only touched is in nobody's way")
  void touched(GitEnvironment.Engine engine) throws Exception {
    Files.setLastModifiedTime(dir.resolve("f"), FileTime.fromMillis(1_700_000_000_000L));
    try (Repo repo = open(engine)) {
      assertThat(new Branches(repo, InstantSource.system()).move(MAIN, first, second, "x"))
          .isEqualTo(new MoveOutcome.Moved(second));
    }
    assertThat(git.run(dir, "status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("N15 a branch that is not where it was expected is not moved")
  void lostRace(GitEnvironment.Engine engine) throws Exception {
    try (Repo repo = open(engine)) {
      assertThat(new Branches(repo, InstantSource.system()).move(MAIN, second, first, "x"))
          .isEqualTo(new MoveOutcome.LostRace(first));
      assertThat(
              new Branches(repo, InstantSource.system())
                  .move(new BranchName("none"), second, first, "x"))
          .isEqualTo(new MoveOutcome.LostRace(null));
    }
    assertThat(git.run(dir, "status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("N14 a move that was killed between files and ref is finished by the next one")
  void killed(GitEnvironment.Engine engine) throws Exception {
    git.run(dir, "read-tree", "-m", "-u", first.hex(), second.hex());
    try (Repo repo = open(engine)) {
      assertThat(new Branches(repo, InstantSource.system()).move(MAIN, first, second, "x"))
          .isEqualTo(new MoveOutcome.Moved(second));
    }
    assertThat(git.run(dir, "status", "--porcelain")).isEmpty();
  }

  @ParameterizedTest(name = "N14 a fast-forward stopped at {0}: undone or finished, no lock stays")
  @EnumSource
  void stopped(FastForward.Step fatal) throws Exception {
    boolean moved = fatal.compareTo(FastForward.Step.REF_MOVED) >= 0;
    stop(fatal);
    assertThat(git.head(dir)).isEqualTo(moved ? second : first);
    recover();
    settledAt(moved ? second : first);
    assertThat(recover()).isEmpty();
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      CommitId now = git.head(dir);
      CommitId other = moved ? first : second;
      assertThat(new Branches(repo, InstantSource.system()).move(MAIN, now, other, "x"))
          .isEqualTo(new MoveOutcome.Moved(other));
      settledAt(other);
    }
  }

  @ParameterizedTest(
      name = "N14 a fast-forward that fails at {0}: undone or finished, no lock stays")
  @EnumSource
  void fails(FastForward.Step fatal) throws Exception {
    boolean moved = fatal.compareTo(FastForward.Step.REF_MOVED) >= 0;
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      Branches branches =
          new Branches(
              repo,
              InstantSource.system(),
              step -> {
                if (step == fatal) {
                  throw new UncheckedIOException(new IOException("no space left"));
                }
              });
      assertThatThrownBy(() -> branches.move(MAIN, first, second, "x"))
          .isInstanceOf(UncheckedIOException.class);
    }
    settledAt(moved ? second : first);
    assertThat(recover()).isEmpty();
  }

  @Test
  @DisplayName("N14 git was killed while it brought the files: they go back, other work stays")
  void halfBrought() throws Exception {
    git.write(dir, "unstaged", "mine\n");
    stop(FastForward.Step.INDEX_LOCKED);
    git.write(dir, "f", "2\n");
    git.write(dir, "new", "2\n");
    Files.delete(dir.resolve("gone"));
    Files.delete(dir.resolve("deep/d"));
    Files.createFile(dir.resolve(".git/pawl/commit/index.lock"));
    Files.createLink(
        dir.resolve(".git/refs/heads/main.lock"),
        Files.writeString(dir.resolve(".git/pawl/commit/ref.seed"), second + "\n"));
    assertThat(recover()).singleElement().asString().contains("took back a fast-forward");
    assertThat(git.run(dir, "status", "--porcelain")).isEqualTo(" M unstaged");
    assertThat(git.read(dir, "unstaged")).isEqualTo("mine\n");
    git.run(dir, "checkout", "-q", "unstaged");
    settledAt(first);
  }

  @Test
  @DisplayName("N14 the lock of another git on the branch stays, though it names the same commit")
  void foreignLock() throws Exception {
    stop(FastForward.Step.FILES_BROUGHT);
    Path lock = dir.resolve(".git/refs/heads/main.lock");
    Files.writeString(lock, second + "\n");
    recover();
    assertThat(lock).exists();
    Files.delete(lock);
    settledAt(first);
  }

  @Test
  @DisplayName("N13 work that came after a kill stays where it is, and is named")
  void workMeanwhile() throws Exception {
    stop(FastForward.Step.FILES_BROUGHT);
    Files.delete(dir.resolve(".git/index.lock"));
    git.write(dir, "f", "mine\n");
    git.write(dir, "gone", "mine\n");
    recover();
    assertThat(git.read(dir, "f")).isEqualTo("mine\n");
    assertThat(git.read(dir, "gone")).isEqualTo("mine\n");
    assertThat(dir.resolve(".git/index.lock")).doesNotExist();
    assertThat(recover()).isEmpty();
  }

  @Test
  @DisplayName("both reflogs tell of a fast-forward, as after git pull --ff-only")
  void reflogs() throws Exception {
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      new Branches(repo, InstantSource.system()).move(MAIN, first, second, "pawl: forward");
    }
    for (String ref : new String[] {"HEAD", "main"}) {
      assertThat(git.run(dir, "rev-parse", ref + "@{1}")).isEqualTo(first.hex());
      assertThat(git.run(dir, "reflog", "-1", "--format=%H %gs", ref))
          .isEqualTo(second + " pawl: forward");
    }
  }

  @Test
  @DisplayName("a branch that cannot be made beside another one is said to be that, and not locked")
  void besideAnother() throws Exception {
    git.run(dir, "branch", "plan/B/x");
    git.run(dir, "branch", "plan/A");
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      Refs refs = new Refs(repo);
      assertThatThrownBy(() -> refs.compareAndSet("refs/heads/plan/B", null, first, "x"))
          .hasMessageContaining("beside refs/heads/plan/B/x")
          .hasMessageContaining("git branch -m plan/B/x NEW-NAME")
          .message()
          .doesNotContain("locked");
      assertThatThrownBy(() -> refs.compareAndSet("refs/heads/plan/A/y", null, first, "x"))
          .hasMessageContaining("beside refs/heads/plan/A:");
    }
  }

  private void stop(FastForward.Step fatal) throws Exception {
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      Branches branches =
          new Branches(
              repo,
              InstantSource.system(),
              step -> {
                if (step == fatal) {
                  throw new KillTest.Stop();
                }
              });
      assertThatThrownBy(() -> branches.move(MAIN, first, second, "x"))
          .isInstanceOf(KillTest.Stop.class);
    }
  }

  private List<String> recover() throws Exception {
    try (Repo repo = open(GitEnvironment.Engine.AUTO)) {
      return Recovery.run(repo, Duration.ofMillis(300));
    }
  }

  private void settledAt(CommitId commit) throws Exception {
    assertThat(git.head(dir)).isEqualTo(commit);
    assertThat(git.run(dir, "status", "--porcelain")).isEmpty();
    assertThat(git.run(dir, "rev-parse", "HEAD@{0}", "main@{0}")).isEqualTo(commit + "\n" + commit);
    CommitFixture.assertNothingLeft(dir);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a branch that is not checked out moves alone; one of another work tree does not")
  void elsewhere(GitEnvironment.Engine engine) throws Exception {
    git.run(dir, "branch", "loose");
    Path linked = git.root().resolve("linked");
    git.run(dir, "worktree", "add", "-q", "-b", "side", linked.toString());
    try (Repo repo = open(engine);
        Repo other = Repo.open(linked, git.environment().withEngine(engine))) {
      assertThat(
              new Branches(repo, InstantSource.system())
                  .move(new BranchName("loose"), first, second, "x"))
          .isEqualTo(new MoveOutcome.Moved(second));
      assertThat(git.read(dir, "f")).isEqualTo("1\n");
      assertThat(
              new Branches(repo, InstantSource.system())
                  .move(new BranchName("side"), first, second, "x"))
          .isEqualTo(new MoveOutcome.CheckedOutElsewhere(linked.toString()));
      assertThat(new Branches(other, InstantSource.system()).move(MAIN, first, second, "x"))
          .isInstanceOf(MoveOutcome.CheckedOutElsewhere.class);
      assertThat(
              new Branches(other, InstantSource.system())
                  .move(new BranchName("side"), first, second, "x"))
          .isEqualTo(new MoveOutcome.Moved(second));
      assertThat(git.read(linked, "f")).isEqualTo("2\n");
      assertThat(git.run(linked, "status", "--porcelain")).isEmpty();
    }
  }
}
