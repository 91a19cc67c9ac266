package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.repo.Repo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaceTest {
  private static final int ROUNDS = Integer.getInteger("pawl.races", 25);

  /** Far more than either side ever needs: a lock that is never free is a failure, not a wait. */
  private static final int ATTEMPTS = 2000;

  @TempDir Path folder;
  private GitSandbox sandbox;
  private Path work;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
    work = sandbox.repo("work");
    sandbox.write(work, "plans/a.md", "0\n");
    sandbox.write(work, "plans/b.md", "0\n");
    sandbox.write(work, "mine.txt", "0\n");
    sandbox.write(work, "staged.txt", "0\n");
    sandbox.commitAll(work, "start");
  }

  @Test
  @DisplayName("N15 a person commits and stages beside pawl: no update of either is lost")
  void besideAPerson() throws Exception {
    together(
        () -> {
          for (int i = 1; i <= ROUNDS; i++) {
            publish("plans/a.md", i - 1, i);
          }
          return true;
        },
        () -> {
          for (int i = 1; i <= ROUNDS; i++) {
            sandbox.write(work, "mine.txt", i + "\n");
            insist("commit", "-q", "-m", "mine " + i, "--", "mine.txt");
            sandbox.write(work, "staged.txt", i + "\n");
            insist("add", "staged.txt");
          }
          return true;
        });
    assertThat(subjects("plans/a.md")).containsExactlyElementsOf(counted("pawl "));
    assertThat(subjects("mine.txt")).containsExactlyElementsOf(counted("mine "));
    assertThat(sandbox.run(work, "show", "HEAD:mine.txt")).isEqualTo("" + ROUNDS);
    assertThat(sandbox.run(work, "show", "HEAD:plans/a.md")).isEqualTo("" + ROUNDS);
    assertThat(sandbox.run(work, "show", ":staged.txt")).isEqualTo("" + ROUNDS);
    assertThat(sandbox.run(work, "show", "HEAD:staged.txt")).isEqualTo("0");
    assertThat(sandbox.run(work, "status", "--porcelain")).isEqualTo("M  staged.txt");
    assertThat(sandbox.run(work, "fsck", "--strict", "--no-dangling")).isEmpty();
    CommitFixture.assertNothingLeft(work);
  }

  @Test
  @DisplayName("N15 two pawls in one work tree: every commit that was reported is there")
  void twoPawls() throws Exception {
    Callable<Boolean> a = () -> all("plans/a.md");
    Callable<Boolean> b = () -> all("plans/b.md");
    together(a, b);
    assertThat(subjects("plans/a.md")).containsExactlyElementsOf(counted("pawl "));
    assertThat(subjects("plans/b.md")).containsExactlyElementsOf(counted("pawl "));
    assertThat(sandbox.run(work, "rev-list", "--count", "HEAD")).isEqualTo("" + (1 + 2 * ROUNDS));
    assertThat(sandbox.run(work, "status", "--porcelain")).isEmpty();
    CommitFixture.assertNothingLeft(work);
  }

  private boolean all(String path) throws Exception {
    for (int i = 1; i <= ROUNDS; i++) {
      publish(path, i - 1, i);
    }
    return true;
  }

  private static void together(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Boolean> done : threads.invokeAll(List.of(one, other))) {
        assertThat(done.get()).isTrue();
      }
    }
  }

  private void publish(String path, int from, int to) throws Exception {
    try (Repo repo = sandbox.open(work)) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              new StatusCommit.Limits(Duration.ofSeconds(5), Duration.ofSeconds(5)),
              InstantSource.system());
      Outcome outcome;
      int attempts = 0;
      do {
        assertThat(attempts++).isLessThan(ATTEMPTS);
        CommitId head = repo.head();
        assertThat(head).isNotNull();
        outcome =
            commit.commit(
                new BranchName("main"),
                head == null ? sandbox.head(work) : head,
                List.of(CommitFixture.change(path, from + "\n", to + "\n")),
                "pawl " + to);
        TimeUnit.MILLISECONDS.sleep(2);
      } while (outcome instanceof Outcome.Raced);
      assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    }
  }

  /** What a person does who reads "index.lock: File exists": tries again. */
  private void insist(String... args) throws Exception {
    GitSandbox.Outcome outcome = sandbox.attempt(work, args);
    for (int attempts = 0; outcome.exit() != 0; attempts++) {
      assertThat(attempts).isLessThan(ATTEMPTS);
      assertThat(outcome.err()).containsAnyOf(".lock", "cannot lock ref");
      TimeUnit.MILLISECONDS.sleep(3);
      outcome = sandbox.attempt(work, args);
    }
  }

  private List<String> subjects(String path) {
    return sandbox
        .run(work, "log", "--reverse", "--format=%s", "--", path)
        .lines()
        .skip(1)
        .toList();
  }

  private static List<String> counted(String prefix) {
    return java.util.stream.IntStream.rangeClosed(1, ROUNDS).mapToObj(i -> prefix + i).toList();
  }
}
