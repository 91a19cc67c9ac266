package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.commit.StatusCommit.Step;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(CONCURRENT)
public final class KillTest {
  private static final int KILLS = Integer.getInteger("pawl.kills", 24);
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);

  @TempDir Path folder;
  private GitSandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
  }

  @ParameterizedTest(name = "N14 killed at {0}: finished or dropped, and a rerun ends well")
  @EnumSource(Step.class)
  void killedAt(Step step) throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    CommitId before = sandbox.head(fixture.work);
    Process child = child(fixture.work, step.name());
    assertThat(child.waitFor()).isEqualTo(137);
    boolean moved = step.compareTo(Step.REF_MOVED) >= 0;
    assertThat(sandbox.head(fixture.work).equals(before)).isEqualTo(!moved);

    List<String> said = fixture.recover();
    assertThat(said.isEmpty())
        .isEqualTo(step == Step.OBJECTS_WRITTEN || step == Step.LOCK_RELEASED);
    fixture.assertAll(moved ? CommitFixture.DONE : CommitFixture.TODO);
    assertThat(sandbox.run(fixture.work, "reflog", "HEAD").lines()).hasSize(moved ? 2 : 1);
    assertThat(fixture.recover()).as("a second run").isEmpty();
    if (!moved) {
      assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
      fixture.assertAll(CommitFixture.DONE);
    }
  }

  @ParameterizedTest(name = "N14 stopped at {0} with hooks, the next commit settles it by itself")
  @EnumSource(Step.class)
  void stoppedWithHooks(Step step) throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    fixture.hook("pre-commit", "git diff --cached --name-only | grep -qx plans/a.md");
    fixture.hook("reference-transaction", "exit 0");
    boolean moved = step.compareTo(Step.REF_MOVED) >= 0;
    stop(fixture, step);
    if (moved) {
      try (Repo repo = sandbox.open(fixture.work)) {
        CommitId head = sandbox.head(fixture.work);
        assertThat(
                CommitFixture.commit(repo, head, CommitFixture.DONE, CommitFixture.TODO, any -> {}))
            .isInstanceOf(Outcome.Committed.class);
      }
      fixture.assertAll(CommitFixture.TODO);
    } else {
      assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Committed.class);
      fixture.assertAll(CommitFixture.DONE);
    }
  }

  @ParameterizedTest(name = "N14 failed at {0}: taken back, or finished, at once")
  @EnumSource(Step.class)
  void failedAt(Step step) throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    boolean moved = step.compareTo(Step.REF_MOVED) >= 0;
    Consumer<Step> full =
        now -> {
          if (now == step) {
            throw new UncheckedIOException(new IOException("no space left"));
          }
        };
    if (moved) {
      assertThat(fixture.commit(full)).isInstanceOf(Outcome.Committed.class);
    } else {
      assertThatThrownBy(() -> fixture.commit(full)).isInstanceOf(UncheckedIOException.class);
    }
    fixture.assertAll(moved ? CommitFixture.DONE : CommitFixture.TODO);
    assertThat(sandbox.run(fixture.work, "reflog", "HEAD").lines()).hasSize(moved ? 2 : 1);
    assertThat(sandbox.run(fixture.work, "reflog", "main").lines()).hasSize(moved ? 2 : 1);
  }

  @ParameterizedTest(name = "N14 a reflog that cannot be written ({0}): nothing is committed")
  @ValueSource(strings = {"HEAD", "refs/heads/main"})
  void reflogUnwritable(String name) throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    CommitId before = sandbox.head(fixture.work);
    Path log = fixture.work.resolve(".git/logs").resolve(name);
    Path aside = folder.resolve("aside");
    Files.move(log, aside);
    Files.createDirectories(log.resolve("in the way"));
    assertThatThrownBy(() -> fixture.commit(any -> {})).isInstanceOf(GitException.class);
    Files.delete(log.resolve("in the way"));
    Files.delete(log);
    Files.move(aside, log);
    assertThat(sandbox.head(fixture.work)).isEqualTo(before);
    assertThat(sandbox.run(fixture.work, "reflog", "HEAD").lines()).hasSize(1);
    assertThat(sandbox.run(fixture.work, "reflog", "main").lines()).hasSize(1);
    fixture.assertAll(CommitFixture.TODO);
  }

  @ParameterizedTest(name = "N14 SIG{0} while a hook runs: all is as before, and git is not locked")
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void signalled(String signal) throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    Path asked = folder.resolve("asked");
    fixture.hook("pre-commit", "echo formatted >> plans/a.md; touch '" + asked + "'; sleep 60");
    Process child = child(fixture.work, "once");
    while (child.isAlive() && !Files.exists(asked)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    new ProcessBuilder("kill", "-" + signal, Long.toString(child.pid())).start().waitFor();
    assertThat(child.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isGreaterThan(128);
    fixture.assertAll(CommitFixture.TODO);
    assertThat(fixture.recover()).isEmpty();
  }

  @Test
  @DisplayName("N14 killed at any instant, again and again: every commit is whole or not there")
  void killedAtRandom() throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      fixture.recover();
      if (sandbox.read(fixture.work, "plans/a.md").equals(CommitFixture.DONE)) {
        try (Repo repo = sandbox.open(fixture.work)) {
          CommitFixture.commit(
              repo, sandbox.head(fixture.work), CommitFixture.DONE, CommitFixture.TODO, any -> {});
        }
      }
      Process child = child(fixture.work, "loop");
      assertThat(child.inputReader().readLine()).as("seed %s", SEED).isEqualTo("committed");
      TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
      child.destroyForcibly().waitFor();
      fixture.recover();
      assertThat(fixture.recover()).as("seed %s, kill %s", SEED, kill).isEmpty();
      fixture.assertAll(sandbox.read(fixture.work, "plans/a.md"));
    }
  }

  @Test
  @DisplayName("N14 a kill while the branch is locked: that lock goes, and nobody else's does")
  void refLock() throws Exception {
    CommitFixture fixture = new CommitFixture(sandbox, "work");
    Path lock = fixture.work.resolve(".git/refs/heads/main.lock");
    stop(fixture, Step.INDEX_WRITTEN);
    Intent intent =
        Intent.decode(Files.readAllBytes(fixture.work.resolve(".git/pawl/commit/intent")));
    Files.writeString(lock, intent.commit() + "\n");
    fixture.recover();
    fixture.assertAll(CommitFixture.TODO);

    stop(fixture, Step.INDEX_WRITTEN);
    Files.writeString(lock, intent.old() + "\n");
    fixture.recover();
    assertThat(lock).exists();
    Files.delete(lock);
    fixture.assertAll(CommitFixture.TODO);
  }

  /** Stops dead at a step, as far as a thread can: nothing is caught, nothing tidied up. */
  static void stop(CommitFixture fixture, Step fatal) throws Exception {
    try {
      fixture.commit(step -> {
        if (step == fatal) {
          throw new Stop();
        }
      });
      throw new AssertionError("was not stopped");
    } catch (Stop stop) {
      return;
    }
  }

  @SuppressWarnings("serial")
  public static final class Stop extends Error {}

  private Process child(Path work, String what) throws Exception {
    return CommitChild.start(work, sandbox.env(), what, "plans/a.md");
  }
}
