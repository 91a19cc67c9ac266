package dev.pawl.git.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.layout.Executables;
import dev.pawl.git.process.TurnTokens;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue within one process; {@code GitCommandTest} has it across processes. */
class GitQueueTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path temp;
  private GitSandbox git;
  private Path work;

  @BeforeEach
  void repository() {
    git = GitSandbox.create(temp);
    work = git.repo("work");
    git.commitAll(work, "first");
  }

  private GitQueue queue(Path folder) throws GitException {
    return GitQueue.around(folder, git.env(), "test", InstantSource.system());
  }

  @Test
  @DisplayName("a turn within a turn is the same turn, and the last one to close ends it")
  void reentrant() throws Exception {
    try (GitQueue.Turn outer = queue(work).enter(LONG, who -> {})) {
      assertThat(outer).isNotNull();
      try (Repo repo = git.open(work);
          GitQueue.Turn inner =
              GitQueue.of(repo, "inner", InstantSource.system()).enter(Duration.ZERO, who -> {})) {
        assertThat(inner).isNotNull();
      }
      assertThat(queue(work).state().held()).isTrue();
      assertThat(queue(work).state().holder())
          .extracting(GitQueue.Visitor::pid)
          .isEqualTo(ProcessHandle.current().pid());
    }
    assertThat(queue(work).state()).isEqualTo(new GitQueue.State(false, null, List.of()));
  }

  @Test
  @DisplayName("threads of one process take turns too")
  void threads() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 40; i++) {
        all.add(
            threads.submit(() -> {
              try (GitQueue.Turn turn = queue(work).enter(LONG, who -> {})) {
                assertThat(turn).isNotNull();
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.sleep(1);
                inside.decrementAndGet();
              }
              return null;
            }));
      }
    }
    for (Future<?> each : all) {
      each.get();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  @DisplayName("looking at the queue does not give up the turn of the same process")
  void looking() throws Exception {
    try (GitQueue.Turn turn = queue(work).enter(LONG, who -> {});
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThat(turn).isNotNull();
      assertThat(other.submit(() -> queue(work).state().held()).get()).isTrue();
      assertThat(
              other
                  .submit(() -> {
                    assertThatThrownBy(() -> queue(work).enter(Duration.ofMillis(50), who -> {}))
                        .isInstanceOf(GitException.class)
                        .hasMessageContaining("nothing was done");
                    return "refused";
                  })
                  .get())
          .isEqualTo("refused");
      assertThat(lockedByAnother()).isFalse();
    }
  }

  /** Whether another process gets the lock, asked of the system. */
  private boolean lockedByAnother() throws Exception {
    assumeTrue(Executables.find("python3", git.env()).isPresent());
    String script =
        "import fcntl,sys; fcntl.lockf(open(sys.argv[1],'r+'), fcntl.LOCK_EX|fcntl.LOCK_NB)";
    Process process =
        new ProcessBuilder("python3", "-c", script, work + "/.git/pawl/queue.lock")
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  @Test
  @DisplayName("what is left of the dead is nobody: tickets, names and half-written files")
  void remains() throws Exception {
    Path pawl = work.resolve(".git/pawl");
    Files.createDirectories(pawl.resolve("queue"));
    Files.writeString(pawl.resolve("queue.holder"), "pid=1\nsince=2026-01-01T00:00:00Z\n");
    Files.writeString(pawl.resolve("queue/0000000000000001-1.ticket"), "pid=1\n");
    Files.writeString(pawl.resolve("queue/0000000000000001-1.ticket.new"), "");
    assertThat(queue(work).state().held()).isFalse();
    assertThat(queue(work).state().waiting()).isEmpty();
    try (GitQueue.Turn turn = queue(work).enter(Duration.ZERO, who -> {})) {
      assertThat(turn).isNotNull();
    }
  }

  @Test
  @DisplayName("a bare repository, and one of a kind that pawl does not read, have a queue")
  void anyRepository() throws Exception {
    Path bare = git.bare("bare");
    Path other = temp.resolve("sha256");
    git.run(temp, "init", "-q", "--object-format=sha256", other.toString());
    for (Path folder : List.of(bare, other)) {
      try (GitQueue.Turn turn = queue(folder).enter(LONG, who -> {})) {
        assertThat(
                ForegroundGit.run(
                    folder, List.of("rev-parse", "-q", "--verify", "x"), git.env(), turn))
            .isEqualTo(1);
      }
    }
  }

  @Test
  @DisplayName("what a process passes on grows by its own mark, once, and stays short")
  void passedOn() {
    String once = TurnTokens.passedOn(Map.of());
    assertThat(TurnTokens.passedOn(Map.of(TurnTokens.VARIABLE, once))).isEqualTo(once);
    assertThat(TurnTokens.passedOn(Map.of(TurnTokens.VARIABLE, "1-a:2-b")))
        .isEqualTo("1-a:2-b:" + once);
    assertThat(TurnTokens.passedOn(Map.of(TurnTokens.VARIABLE, "$(x)\n:1-a")))
        .isEqualTo("1-a:" + once);
    assertThat(TurnTokens.passedOn(Map.of(TurnTokens.VARIABLE, "1-a:".repeat(10_000))))
        .hasSizeLessThan(300);
  }
}
