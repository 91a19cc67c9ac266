package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every test starts from
 *
 * <pre>
 * work/plans/a.md     the file that gets committed, "status: todo"
 * work/plans/b.md     another plan
 * work/src/code.txt   somebody's code
 * </pre>
 */
final class StatusCommitTest {
  @TempDir Path folder;
  private GitSandbox sandbox;
  private Path work;

  @BeforeEach
  void start() {
    sandbox = GitSandbox.create(folder);
    work = sandbox.repo("work");
    sandbox.write(work, "plans/a.md", "status: todo\n");
    sandbox.write(work, "plans/b.md", "status: todo\n");
    sandbox.write(work, "src/code.txt", "one\ntwo\n");
    sandbox.commitAll(work, "start");
  }

  @Test
  @DisplayName("N03 what is reported as committed is there by git's own account")
  void commits() throws Exception {
    CommitId before = sandbox.head(work);
    CommitId made = done(work, "plans/a.md", "status: todo\n", "status: done\n");
    assertThat(sandbox.head(work)).isEqualTo(made);
    assertThat(sandbox.run(work, "rev-parse", "HEAD^")).isEqualTo(before.hex());
    assertThat(sandbox.run(work, "cat-file", "blob", "HEAD:plans/a.md")).isEqualTo("status: done");
    assertThat(sandbox.read(work, "plans/a.md")).isEqualTo("status: done\n");
    assertThat(sandbox.run(work, "log", "-1", "--format=%an <%ae>|%B"))
        .isEqualTo("Ada Sand <ada@sand.example>|chore: test");
    assertThat(sandbox.run(work, "log", "-1", "--stat", "--format="))
        .contains("plans/a.md")
        .contains("1 file changed");
    assertThat(sandbox.run(work, "reflog", "-1", "HEAD")).endsWith("commit (pawl): chore: test");
    assertThat(sandbox.run(work, "reflog", "-1", "main")).endsWith("commit (pawl): chore: test");
    judgedClean(work);
  }

  @Test
  @DisplayName("N12 a commit takes exactly its paths; staged and unstaged work stays bit for bit")
  void takesNothingElse() throws Exception {
    sandbox.write(work, "src/code.txt", "staged\n");
    sandbox.write(work, "new.txt", "added\n");
    sandbox.write(work, "plans/b.md", "staged plan\n");
    sandbox.run(work, "add", "src/code.txt", "new.txt", "plans/b.md");
    sandbox.write(work, "src/code.txt", "unstaged on top\n");
    sandbox.write(work, "intended.txt", "later\n");
    sandbox.run(work, "add", "-N", "intended.txt");
    sandbox.write(work, "untracked.txt", "mine\n");
    sandbox.run(work, "update-index", "--chmod=+x", "new.txt");
    String status = sandbox.run(work, "status", "--porcelain=v2");
    String staged = sandbox.run(work, "ls-files", "-s");
    CommitId before = sandbox.head(work);
    done(work, "plans/a.md", "status: todo\n", "status: done\n");
    assertThat(sandbox.run(work, "status", "--porcelain=v2")).isEqualTo(status);
    String aBefore = blob("status: todo\n");
    String aAfter = blob("status: done\n");
    assertThat(sandbox.run(work, "ls-files", "-s"))
        .isEqualTo(
            staged.replace(
                "100644 " + aBefore + " 0\tplans/a.md", "100644 " + aAfter + " 0\tplans/a.md"));
    assertThat(sandbox.run(work, "diff", "--name-status", before.hex(), "HEAD"))
        .isEqualTo("M\tplans/a.md");
    assertThat(sandbox.read(work, "src/code.txt")).isEqualTo("unstaged on top\n");
    sandbox.run(work, "fsck", "--strict");
  }

  @Test
  @DisplayName("N12 in a linked work tree: its own HEAD, index and branch, and no other's")
  void linkedWorkTree() throws Exception {
    Path linked = sandbox.root().resolve("linked");
    sandbox.run(work, "worktree", "add", "-q", "-b", "plan/x", linked.toString());
    sandbox.write(linked, "src/code.txt", "staged there\n");
    sandbox.run(linked, "add", "src/code.txt");
    CommitId before = sandbox.head(work);
    CommitId made = done(linked, "plans/a.md", "status: todo\n", "status: done\n");
    assertThat(sandbox.head(linked)).isEqualTo(made);
    assertThat(sandbox.head(work)).isEqualTo(before);
    assertThat(sandbox.run(linked, "status", "--porcelain")).isEqualTo("M  src/code.txt");
    assertThat(sandbox.run(linked, "reflog", "-1", "HEAD")).contains("commit (pawl)");
    assertThat(sandbox.run(linked, "reflog", "-1", "plan/x")).contains("commit (pawl)");
    judgedClean(work);
  }

  @Test
  @DisplayName("N13 an unstaged change of the file itself: nothing is written")
  void unstagedChange() throws Exception {
    sandbox.write(work, "plans/a.md", "status: todo\nmy note\n");
    assertUntouched(() ->
        assertThat(attempt(work, "plans/a.md", "status: todo\n", "status: done\n"))
            .isEqualTo(new Outcome.Dirty(List.of("plans/a.md"))));
  }

  @Test
  @DisplayName("N13 a staged change of the file, its work-tree copy as in HEAD: nothing is written")
  void stagedChange() throws Exception {
    sandbox.write(work, "plans/a.md", "staged only\n");
    sandbox.run(work, "add", "plans/a.md");
    sandbox.write(work, "plans/a.md", "status: todo\n");
    assertUntouched(() ->
        assertThat(attempt(work, "plans/a.md", "status: todo\n", "status: done\n"))
            .isEqualTo(new Outcome.Dirty(List.of("plans/a.md"))));
  }

  @Test
  @DisplayName(
      "N13 an edit that comes while the commit is being made is found right before the file")
  void editMeanwhile() throws Exception {
    CommitId before = sandbox.head(work);
    try (Repo repo = sandbox.open(work)) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              StatusCommit.Limits.USUAL,
              InstantSource.system(),
              step -> {
                if (step == StatusCommit.Step.FILES_STAGED) {
                  sandbox.write(work, "plans/b.md", "an edit\n");
                }
              });
      Outcome outcome =
          commit.commit(
              new BranchName("main"),
              before,
              List.of(
                  change("plans/a.md", "status: todo\n", "status: done\n"),
                  change("plans/b.md", "status: todo\n", "status: done\n")),
              "chore: test");
      assertThat(outcome).isEqualTo(new Outcome.Dirty(List.of("plans/b.md")));
    }
    assertThat(sandbox.head(work)).isEqualTo(before);
    assertThat(sandbox.read(work, "plans/a.md")).isEqualTo("status: todo\n");
    assertThat(sandbox.read(work, "plans/b.md")).isEqualTo("an edit\n");
    assertThat(sandbox.run(work, "diff-files", "--name-only")).isEqualTo("plans/b.md");
    assertNothingLeft(work);
  }

  @Test
  @DisplayName("N03 a commit that is taken back before it was read back is not reported as done")
  void takenBack() throws Exception {
    CommitId before = sandbox.head(work);
    try (Repo repo = sandbox.open(work)) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              StatusCommit.Limits.USUAL,
              InstantSource.system(),
              step -> {
                if (step == StatusCommit.Step.INDEX_COMMITTED) {
                  sandbox.run(work, "update-ref", "refs/heads/main", before.hex());
                }
              });
      List<FileChange> changes = List.of(change("plans/a.md", "status: todo\n", "status: done\n"));
      assertThatThrownBy(
              () -> commit.commit(new BranchName("main"), before, changes, "chore: test"))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("read back");
    }
    assertThat(sandbox.head(work)).isEqualTo(before);
    assertNothingLeft(work);
  }

  @Test
  @DisplayName("N15 whoever reads while a commit is half made waits for its end, and no longer")
  void underWay() throws Exception {
    List<Boolean> ended = new ArrayList<>();
    List<Future<Boolean>> waiting = new ArrayList<>();
    try (Repo repo = sandbox.open(work);
        Repo reader = sandbox.open(work);
        ExecutorService readers = Executors.newSingleThreadExecutor()) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              StatusCommit.Limits.USUAL,
              InstantSource.system(),
              step -> {
                if (step == StatusCommit.Step.FILE_REPLACED) {
                  ended.add(ended(reader, Duration.ofMillis(20)));
                  waiting.add(readers.submit(() -> ended(reader, Duration.ofMinutes(1))));
                  pause();
                }
              });
      commit.commit(
          new BranchName("main"),
          sandbox.head(work),
          List.of(change("plans/a.md", "status: todo\n", "status: done\n")),
          "chore: test");
      ended.add(waiting.getFirst().get());
      ended.add(ended(reader, Duration.ZERO));
    }
    assertThat(ended).containsExactly(false, true, false);
  }

  /** Long enough for the reader to have looked once. */
  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean ended(Repo reader, Duration limit) {
    try {
      return UnfinishedCommit.hasEnded(reader, limit);
    } catch (GitException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("a branch that moved, and another branch: raced, nothing is written")
  void moved() throws Exception {
    CommitId before = sandbox.head(work);
    sandbox.write(work, "src/code.txt", "more\n");
    sandbox.commitAll(work, "somebody");
    assertUntouched(() -> {
      try (Repo repo = sandbox.open(work)) {
        assertThat(commit(repo, before, change("plans/a.md", "status: todo\n", "x\n")))
            .isInstanceOf(Outcome.Raced.class);
      }
    });
    sandbox.run(work, "checkout", "-q", "-b", "other");
    CommitId now = sandbox.head(work);
    assertUntouched(() -> {
      try (Repo repo = sandbox.open(work)) {
        assertThat(commit(repo, now, change("plans/a.md", "status: todo\n", "x\n")))
            .isInstanceOf(Outcome.Raced.class);
      }
    });
  }

  @Test
  @DisplayName("N15 a branch that moves while the commit is made stays where it was moved to")
  void movedMeanwhile() throws Exception {
    CommitId before = sandbox.head(work);
    String tree = sandbox.run(work, "rev-parse", "HEAD^{tree}");
    String theirs = sandbox.run(work, "commit-tree", tree, "-p", "HEAD", "-m", "theirs");
    try (Repo repo = sandbox.open(work)) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              StatusCommit.Limits.USUAL,
              InstantSource.system(),
              step -> {
                if (step == StatusCommit.Step.FILES_STAGED) {
                  sandbox.run(work, "update-ref", "refs/heads/main", theirs);
                }
              });
      List<FileChange> changes = List.of(change("plans/a.md", "status: todo\n", "status: done\n"));
      assertThat(commit.commit(new BranchName("main"), before, changes, "chore: test"))
          .isInstanceOf(Outcome.Raced.class);
    }
    assertThat(sandbox.head(work).hex()).isEqualTo(theirs);
    assertThat(sandbox.read(work, "plans/a.md")).isEqualTo("status: todo\n");
    assertNothingLeft(work);
  }

  @Test
  @DisplayName("a held index.lock: raced after the bound, says who, and the lock stays")
  void lockHeld() throws Exception {
    Path lock = work.resolve(".git/index.lock");
    Files.createFile(lock);
    try (Repo repo = sandbox.open(work)) {
      StatusCommit commit =
          new StatusCommit(
              repo,
              new StatusCommit.Limits(Duration.ofMillis(50), Duration.ofSeconds(10)),
              InstantSource.system());
      Outcome outcome =
          commit.commit(
              new BranchName("main"),
              sandbox.head(work),
              List.of(change("plans/a.md", "status: todo\n", "status: done\n")),
              "chore: test");
      assertThat(outcome).isInstanceOf(Outcome.Raced.class);
      assertThat(((Outcome.Raced) outcome).reason())
          .contains("index.lock")
          .contains("a git command");
    }
    assertThat(lock).exists();
    Files.delete(lock);
    judgedClean(work);
  }

  @Test
  @DisplayName("N16 in the middle of a merge, rebase, cherry-pick, revert or bisect: refused")
  void busy() throws Exception {
    CommitId base = sandbox.head(work);
    sandbox.run(work, "checkout", "-q", "-b", "side");
    sandbox.write(work, "src/code.txt", "side\n");
    sandbox.commitAll(work, "side");
    sandbox.run(work, "checkout", "-q", "main");
    sandbox.write(work, "src/code.txt", "main\n");
    sandbox.commitAll(work, "main");
    for (List<String> start :
        List.of(
            List.of("merge", "side"),
            List.of("rebase", "side"),
            List.of("cherry-pick", "side"),
            List.of("revert", "--no-commit", "HEAD"),
            List.of("bisect", "start"))) {
      sandbox.attempt(work, start.toArray(String[]::new));
      String status = sandbox.run(work, "status", "--porcelain=v2");
      CommitId head = sandbox.head(work);
      assertThat(attempt(work, "plans/a.md", "status: todo\n", "status: done\n"))
          .as(start.toString())
          .isInstanceOfAny(Outcome.Refused.class, Outcome.Raced.class);
      assertThat(sandbox.run(work, "status", "--porcelain=v2")).isEqualTo(status);
      assertThat(sandbox.head(work)).isEqualTo(head);
      assertNothingLeft(work);
      String abort = start.getFirst().equals("bisect") ? "reset" : "--abort";
      sandbox.run(work, start.getFirst(), abort);
    }
    assertThat(base).isNotEqualTo(sandbox.head(work));
  }

  @Test
  @DisplayName("the executable bit and permissions of a file stay")
  void permissions() throws Exception {
    Path file = work.resolve("plans/a.md");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
    sandbox.commitAll(work, "executable");
    done(work, "plans/a.md", "status: todo\n", "status: done\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwxr-x---");
    assertThat(sandbox.run(work, "ls-files", "-s", "plans/a.md")).startsWith("100755");
    judgedClean(work);
  }

  @Test
  @DisplayName("the work tree's form differs from git's under autocrlf")
  void lineEnds() throws Exception {
    sandbox.run(work, "config", "core.autocrlf", "true");
    sandbox.write(work, "plans/a.md", "status: todo\r\n");
    sandbox.run(work, "add", "--renormalize", ".");
    try (Repo repo = sandbox.open(work)) {
      FileChange change =
          new FileChange(
              "plans/a.md",
              new BlobId(blob("status: todo\n")),
              "status: done\n".getBytes(UTF_8),
              "status: todo\r\n".getBytes(UTF_8),
              "status: done\r\n".getBytes(UTF_8));
      assertThat(commit(repo, sandbox.head(work), change)).isInstanceOf(Outcome.Committed.class);
    }
    assertThat(sandbox.read(work, "plans/a.md")).isEqualTo("status: done\r\n");
    judgedClean(work);
  }

  @Test
  @DisplayName("an index of version 4, with untracked cache, deep folders and odd names, keeps all")
  void indexVersions() throws Exception {
    sandbox.write(work, "plans/deep/er/Grüße und so.md", "status: todo\n");
    sandbox.write(work, "plans/deep/er/zz.md", "x\n");
    sandbox.commitAll(work, "more");
    for (String version : List.of("2", "4", "3")) {
      sandbox.run(work, "update-index", "--index-version", version);
      sandbox.run(work, "update-index", "--force-untracked-cache");
      sandbox.run(work, "status");
      sandbox.run(work, "read-tree", "HEAD");
      sandbox.run(work, "update-index", "-q", "--refresh");
      // In another folder, so that the cached tree of plans stays valid until pawl changes it.
      sandbox.write(work, "src/code.txt", "staged " + version + "\n");
      sandbox.run(work, "add", "src/code.txt");
      String old = sandbox.read(work, "plans/deep/er/Grüße und so.md");
      done(work, "plans/deep/er/Grüße und so.md", old, "status: " + version + "\n");
      assertThat(sandbox.run(work, "-c", "core.quotePath=false", "status", "--porcelain"))
          .isEqualTo("M  src/code.txt");
      // A stale cached tree would put the old blob into this commit.
      sandbox.run(work, "commit", "-q", "-m", "theirs");
      assertThat(sandbox.run(work, "show", "HEAD:plans/deep/er/Grüße und so.md"))
          .isEqualTo("status: " + version);
      judgedClean(work);
    }
  }

  @Test
  @DisplayName("a racily clean file that was changed is not hidden by the new index")
  void racilyClean() throws Exception {
    // Same size and same time as the index: only the index's own time tells git to look closer.
    Path code = work.resolve("src/code.txt");
    Path index = work.resolve(".git/index");
    var time = Files.getLastModifiedTime(code);
    sandbox.run(work, "update-index", "-q", "--refresh");
    Files.setLastModifiedTime(index, time);
    Files.write(code, "ONE\nTWO\n".getBytes(UTF_8));
    Files.setLastModifiedTime(code, time);
    sandbox.run(work, "config", "core.trustctime", "false");
    done(work, "plans/a.md", "status: todo\n", "status: done\n");
    assertThat(sandbox.run(work, "status", "--porcelain")).isEqualTo(" M src/code.txt");
  }

  @Test
  @DisplayName("N50 a path outside the work tree, or through a link, is not written")
  void hostilePaths() throws Exception {
    try (Repo repo = sandbox.open(work)) {
      for (String path : List.of("../x", "/etc/x", "a/../../x", ".git/config", "plans//a.md", "")) {
        assertThatThrownBy(() -> commit(repo, sandbox.head(work), change(path, "a", "b")))
            .as(path)
            .isInstanceOf(GitException.class);
      }
    }
    Path outside = Files.createDirectories(sandbox.root().resolve("outside"));
    Files.writeString(outside.resolve("a.md"), "status: todo\n");
    sandbox.run(work, "rm", "-rq", "--cached", "plans");
    sandbox.run(work, "reset", "-q");
    Files.delete(work.resolve("plans/a.md"));
    Files.delete(work.resolve("plans/b.md"));
    Files.delete(work.resolve("plans"));
    Files.createSymbolicLink(work.resolve("plans"), outside);
    assertThat(attempt(work, "plans/a.md", "status: todo\n", "status: done\n"))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(Files.readString(outside.resolve("a.md"))).isEqualTo("status: todo\n");
  }

  @Test
  @DisplayName("without an installed git the commit is JGit's, and git finds it sound")
  void withoutGit() throws Exception {
    GitEnvironment jgit = sandbox.environment().withEngine(GitEnvironment.Engine.JGIT);
    try (Repo repo = Repo.open(work, jgit)) {
      assertThat(
              commit(
                  repo,
                  sandbox.head(work),
                  change("plans/a.md", "status: todo\n", "status: done\n")))
          .isInstanceOf(Outcome.Committed.class);
    }
    judgedClean(work);
  }

  @Test
  @DisplayName("an index that pawl cannot read stays as it is")
  void strangeIndex() throws Exception {
    sandbox.run(work, "update-index", "--split-index");
    assertUntouched(() ->
        assertThat(attempt(work, "plans/a.md", "status: todo\n", "x\n"))
            .isInstanceOf(Outcome.Refused.class));
  }

  private interface Act {
    void run() throws Exception;
  }

  private void assertUntouched(Act act) throws Exception {
    String status = sandbox.run(work, "status", "--porcelain=v2");
    CommitId head = sandbox.head(work);
    String index = sandbox.run(work, "ls-files", "-s");
    act.run();
    assertThat(sandbox.run(work, "status", "--porcelain=v2")).isEqualTo(status);
    assertThat(sandbox.run(work, "ls-files", "-s")).isEqualTo(index);
    assertThat(sandbox.head(work)).isEqualTo(head);
    assertNothingLeft(work);
  }

  private CommitId done(Path where, String path, String before, String after) throws Exception {
    Outcome outcome = attempt(where, path, before, after);
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed) outcome).commit();
  }

  private Outcome attempt(Path where, String path, String before, String after) throws Exception {
    try (Repo repo = sandbox.open(where)) {
      BranchName branch = repo.branch();
      return new StatusCommit(repo, StatusCommit.Limits.USUAL, InstantSource.system())
          .commit(
              branch == null ? new BranchName("main") : branch,
              sandbox.head(where),
              List.of(change(path, before, after)),
              "chore: test");
    }
  }

  private static Outcome commit(Repo repo, CommitId head, FileChange change) throws Exception {
    return new StatusCommit(repo, StatusCommit.Limits.USUAL, InstantSource.system())
        .commit(new BranchName("main"), head, List.of(change), "chore: test");
  }

  private FileChange change(String path, String before, String after) {
    return new FileChange(
        path,
        new BlobId(blob(before)),
        after.getBytes(UTF_8),
        before.getBytes(UTF_8),
        after.getBytes(UTF_8));
  }

  private String blob(String text) {
    sandbox.write(sandbox.root(), "blob", text);
    return sandbox.run(
        work, "hash-object", "--no-filters", sandbox.root().resolve("blob").toString());
  }

  private void judgedClean(Path where) throws Exception {
    assertThat(sandbox.run(where, "diff-files")).isEmpty();
    assertThat(sandbox.run(where, "diff-index", "--cached", "HEAD")).isEmpty();
    assertThat(sandbox.run(where, "status", "--porcelain=v2")).isEmpty();
    assertThat(sandbox.run(where, "fsck", "--strict", "--no-dangling")).isEmpty();
    assertNothingLeft(where);
  }

  static void assertNothingLeft(Path where) throws Exception {
    try (var files = Files.walk(where)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.equals("index.lock") || name.startsWith(".pawl-"))
          .noneMatch(name -> name.equals("main.lock") || name.startsWith("before."))
          .noneMatch(name -> name.startsWith("intent") || name.endsWith(".seed"));
    }
  }
}
