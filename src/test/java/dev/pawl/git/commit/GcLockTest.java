package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.disk.ProcessMark;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.commit.StatusCommit.Step;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code git gc --prune=now} beside a commit of pawl's. */
final class GcLockTest {
  private static final int COMMITS = Integer.getInteger("pawl.gc.commits", 12);
  private static final Duration PAUSE = Duration.ofMillis(200);

  @TempDir Path folder;
  private GitSandbox sandbox;
  private CommitFixture fixture;
  private Path pid;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
    fixture = new CommitFixture(sandbox, "work");
    pid = fixture.work.resolve(".git/gc.pid");
  }

  @ParameterizedTest(
      name = "N14 git gc --prune=now after {0} deletes nothing that the commit needs")
  @EnumSource
  void collected(Step step) throws Exception {
    Outcome outcome =
        fixture.commit(now -> {
          if (now == step) {
            GitSandbox.Outcome gc = sandbox.attempt(fixture.work, "gc", "-q", "--prune=now");
            assertThat(gc.exit()).isNotZero();
            assertThat(gc.err()).contains("gc is already running");
          }
        });
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    fixture.assertAll(CommitFixture.DONE);
    assertThat(pid).doesNotExist();
    sandbox.run(fixture.work, "gc", "-q", "--prune=now");
    fixture.assertAll(CommitFixture.DONE);
  }

  @Test
  @DisplayName("N14 commits beside a loop of git gc --prune=now: every one is whole")
  void loop() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    Thread collecting =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                sandbox.attempt(fixture.work, "gc", "-q", "--prune=now");
                // Back to back, git's own lock is hardly ever free, and this test takes minutes.
                LockSupport.parkNanos(PAUSE.toNanos());
              }
            });
    String before = CommitFixture.TODO;
    String after = CommitFixture.DONE;
    try {
      for (int commits = 0; commits < COMMITS; ) {
        try (Repo repo = sandbox.open(fixture.work)) {
          Outcome outcome =
              CommitFixture.commit(repo, sandbox.head(fixture.work), before, after, any -> {});
          if (outcome instanceof Outcome.Committed) {
            commits++;
            String swap = before;
            before = after;
            after = swap;
          } else {
            assertThat(outcome).isInstanceOf(Outcome.Raced.class);
          }
        }
      }
    } finally {
      over.set(true);
      collecting.join();
    }
    fixture.assertAll(before);
    assertThat(sandbox.run(fixture.work, "rev-list", "--count", "HEAD"))
        .isEqualTo(String.valueOf(COMMITS + 1));
  }

  @Test
  @DisplayName("N14 the lock of a dead gc is no lock, that of a living one is waited for and stays")
  void others() throws Exception {
    String host = ProcessMark.current().host();
    Files.writeString(pid, "4194000 " + host);
    assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
    assertThat(pid).doesNotExist();
    Files.writeString(pid, ProcessHandle.current().pid() + " " + host);
    try (Repo repo = sandbox.open(fixture.work)) {
      assertThat(
              CommitFixture.commit(
                  repo,
                  sandbox.head(fixture.work),
                  CommitFixture.DONE,
                  CommitFixture.TODO,
                  any -> {}))
          .isInstanceOfSatisfying(
              Outcome.Raced.class, raced -> assertThat(raced.reason()).contains("git gc"));
    }
    assertThat(pid).exists();
    fixture.assertOthersWork();
  }

  @Test
  @DisplayName(
      "N14 the lock on gc that a killed commit left goes with the next command that writes")
  void killed() throws Exception {
    CommitChild.cutShort(fixture.work, sandbox.env(), "OBJECTS_WRITTEN", "plans/a.md");
    assertThat(pid).exists();
    fixture.recover();
    assertThat(pid).doesNotExist();
    fixture.assertAll(CommitFixture.TODO);
  }
}
