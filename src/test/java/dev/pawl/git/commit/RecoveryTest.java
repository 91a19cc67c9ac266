package dev.pawl.git.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.disk.ProcessMark;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.commit.StatusCommit.Step;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecoveryTest {
  @TempDir Path folder;
  private GitSandbox sandbox;
  private CommitFixture fixture;
  private Path note;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
    fixture = new CommitFixture(sandbox, "work");
    note = fixture.work.resolve(".git/pawl/commit/intent");
  }

  @Test
  @DisplayName("a note reads back as it was written, and any changed byte is noticed")
  void roundTrip() throws Exception {
    ProcessMark mark = new ProcessMark(1, "2", "a host", "", "pid:[1]");
    Intent intent =
        new Intent(
            mark,
            "refs/heads/plan/ä b",
            new CommitId("1".repeat(40)),
            null,
            List.of(
                new Intent.Replacement(
                    "plans/a b\n%.md",
                    new BlobId("2".repeat(40)),
                    new BlobId("3".repeat(40)),
                    "4",
                    "5",
                    ".pawl-1.tmp")));
    byte[] bytes = intent.encode();
    assertThat(Intent.decode(bytes)).isEqualTo(intent);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThatIllegalArgumentException().isThrownBy(() -> Intent.decode(changed));
    }
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = java.util.Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> Intent.decode(torn));
    }
  }

  @Test
  @DisplayName("N43 a damaged note is named and set aside, never acted upon")
  void damaged() throws Exception {
    KillTest.stop(fixture, Step.FILE_REPLACED);
    Files.writeString(note, Files.readString(note).replace("old ", "odd "));
    List<String> said = fixture.recover();
    assertThat(said.getFirst()).contains("cannot be read").contains("damaged-");
    assertThat(sandbox.read(fixture.work, "plans/a.md")).isEqualTo(CommitFixture.DONE);
    assertThat(fixture.work.resolve(".git/index.lock")).doesNotExist();
    try (var files = Files.list(note.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("damaged-"))
          .doesNotContain("intent");
    }
    assertThat(fixture.recover()).isEmpty();
  }

  @Test
  @DisplayName("N24 the note of a living process is left alone, that of a recycled number is not")
  void alive() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      KillTest.stop(fixture, Step.FILE_REPLACED);
      Intent intent = Intent.decode(Files.readAllBytes(note));
      String stat = Files.readString(Path.of("/proc/" + other.pid() + "/stat"));
      String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
      ProcessMark living = mark(other.pid(), started, intent.by().host());
      rewrite(intent, living);
      assertThat(fixture.recover()).singleElement().asString().contains("still runs");
      assertThat(note).exists();
      assertThat(fixture.work.resolve(".git/index.lock")).exists();
      assertThat(fixture.commit(any -> {})).isInstanceOf(Outcome.Raced.class);

      rewrite(intent, mark(other.pid(), "1" + started, intent.by().host()));
      fixture.recover();
      fixture.assertAll(CommitFixture.TODO);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  @DisplayName("N24 the note of another host is left alone, dead as its number may be here")
  void elsewhere() throws Exception {
    KillTest.stop(fixture, Step.FILE_REPLACED);
    Intent intent = Intent.decode(Files.readAllBytes(note));
    rewrite(intent, mark(4_000_000, "1", "another-host"));
    assertThat(fixture.recover()).singleElement().asString().contains("another-host");
    assertThat(note).exists();
    assertThat(fixture.work.resolve(".git/index.lock")).exists();
  }

  @Test
  @DisplayName("N14 no lock but its own: an index.lock of git's stays, and the note waits")
  void foreignLock() throws Exception {
    KillTest.stop(fixture, Step.FILE_REPLACED);
    Path lock = fixture.work.resolve(".git/index.lock");
    Files.writeString(lock, "");
    try (Repo repo = sandbox.open(fixture.work)) {
      assertThat(Recovery.run(repo, java.time.Duration.ofMillis(50)))
          .singleElement()
          .asString()
          .contains("waits")
          .contains("a git command");
    }
    assertThat(lock).exists();
    assertThat(note).exists();
    Files.delete(lock);
    fixture.recover();
    fixture.assertAll(CommitFixture.TODO);
  }

  @Test
  @DisplayName("N13 what a person wrote after the kill stays, dropped or finished")
  void editedAfterwards() throws Exception {
    KillTest.stop(fixture, Step.FILE_REPLACED);
    sandbox.write(fixture.work, "plans/a.md", "mine\n");
    fixture.recover();
    assertThat(sandbox.read(fixture.work, "plans/a.md")).isEqualTo("mine\n");
    assertThat(sandbox.run(fixture.work, "show", ":plans/a.md")).isEqualTo("status: todo");
    CommitFixture.assertNothingLeft(fixture.work);

    sandbox.write(fixture.work, "plans/a.md", CommitFixture.TODO);
    KillTest.stop(fixture, Step.REF_MOVED);
    sandbox.write(fixture.work, "plans/a.md", "mine\n");
    fixture.recover();
    assertThat(sandbox.read(fixture.work, "plans/a.md")).isEqualTo("mine\n");
    assertThat(sandbox.run(fixture.work, "show", ":plans/a.md")).isEqualTo("status: done");
    assertThat(sandbox.run(fixture.work, "diff-files", "--name-only")).contains("plans/a.md");
    CommitFixture.assertNothingLeft(fixture.work);
  }

  @Test
  @DisplayName(
      "N13 of two files, the one that was edited after the kill stays, the other goes back")
  void oneOfTwo() throws Exception {
    Path linked = sandbox.root().resolve("linked");
    sandbox.run(fixture.work, "worktree", "add", "-q", "-b", "plan/x", linked.toString());
    try (Repo repo = sandbox.open(linked)) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              StatusCommit.Limits.USUAL,
              java.time.InstantSource.system(),
              step -> {
                if (step == Step.INDEX_WRITTEN) {
                  throw new KillTest.Stop();
                }
              });
      List<FileChange> changes =
          List.of(
              CommitFixture.change("plans/a.md", CommitFixture.TODO, CommitFixture.DONE),
              CommitFixture.change("plans/b.md", CommitFixture.TODO, CommitFixture.DONE));
      assertThatThrownBy(
              () -> commit.commit(new BranchName("plan/x"), sandbox.head(linked), changes, "x"))
          .isInstanceOf(KillTest.Stop.class);
      sandbox.write(linked, "plans/b.md", "mine\n");
      assertThat(fixture.recover()).as("another work tree's note").isEmpty();
      assertThat(Recovery.run(repo, java.time.Duration.ofSeconds(5))).hasSize(1);
    }
    assertThat(sandbox.read(linked, "plans/a.md")).isEqualTo(CommitFixture.TODO);
    assertThat(sandbox.read(linked, "plans/b.md")).isEqualTo("mine\n");
    assertThat(sandbox.run(linked, "status", "--porcelain")).isEqualTo(" M plans/b.md");
    assertThat(sandbox.run(linked, "diff-files", "--name-only")).isEqualTo("plans/b.md");
    CommitFixture.assertNothingLeft(fixture.work);
    CommitFixture.assertNothingLeft(linked);
  }

  @Test
  @DisplayName("N13 a person who removed the lock and committed the new bytes keeps the commit")
  void committedAfterwards() throws Exception {
    KillTest.stop(fixture, Step.FILE_REPLACED);
    Files.delete(fixture.work.resolve(".git/index.lock"));
    sandbox.run(fixture.work, "commit", "-qm", "theirs", "--", "plans/a.md");
    fixture.recover();
    fixture.assertAll(CommitFixture.DONE);
  }

  @Test
  @DisplayName("nothing was ever committed here: nothing is looked for, nothing is made")
  void nothing() throws Exception {
    assertThat(fixture.recover()).isEmpty();
    assertThat(fixture.work.resolve(".git/pawl")).doesNotExist();
  }

  private static ProcessMark mark(long pid, String started, String host) throws Exception {
    ProcessMark here = ProcessMark.current();
    return new ProcessMark(pid, started, host, here.boot(), here.space());
  }

  private void rewrite(Intent intent, ProcessMark by) throws Exception {
    Intent other = new Intent(by, intent.ref(), intent.old(), intent.commit(), intent.files());
    Files.write(note, other.encode());
    Files.writeString(fixture.work.resolve(".git/index.lock"), other.lockText());
  }
}
