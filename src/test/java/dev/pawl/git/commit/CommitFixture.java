package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.disk.Digest;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * A repository with one plan and somebody's work around it.
 *
 * <pre>
 * plans/a.md       HEAD "status: todo"
 * plans/b.md       HEAD "status: todo"
 * src/staged.txt   staged and changed again
 * src/edited.txt   changed
 * new.txt          untracked
 * </pre>
 */
public final class CommitFixture {
  public static final String TODO = "status: todo\n";
  static final String DONE = "status: done\n";

  final GitSandbox sandbox;
  public final Path work;
  private final String othersWork;

  public CommitFixture(GitSandbox sandbox, String name) {
    this.sandbox = sandbox;
    this.work = sandbox.repo(name);
    sandbox.write(work, "plans/a.md", TODO);
    sandbox.write(work, "plans/b.md", TODO);
    sandbox.write(work, "src/staged.txt", "one\n");
    sandbox.write(work, "src/edited.txt", "one\n");
    sandbox.commitAll(work, "start");
    sandbox.write(work, "src/staged.txt", "two\n");
    sandbox.run(work, "add", "src/staged.txt");
    sandbox.write(work, "src/staged.txt", "three\n");
    sandbox.write(work, "src/edited.txt", "two\n");
    sandbox.write(work, "new.txt", "new\n");
    othersWork = sandbox.run(work, "status", "--porcelain=v2");
  }

  /** Commits "done" for plan a. */
  public Outcome commit(Consumer<StatusCommit.Step> steps) throws GitException {
    try (Repo repo = sandbox.open(work)) {
      return commit(repo, sandbox.head(work), TODO, DONE, steps);
    }
  }

  public static Outcome commit(
      Repo repo, CommitId head, String before, String after, Consumer<StatusCommit.Step> steps)
      throws GitException {
    return commit(repo, head, List.of(change("plans/a.md", before, after)), steps);
  }

  public static Outcome commit(
      Repo repo, CommitId head, List<FileChange> changes, Consumer<StatusCommit.Step> steps)
      throws GitException {
    StatusCommit.Limits limits =
        new StatusCommit.Limits(Duration.ofSeconds(10), Duration.ofSeconds(20));
    return new StatusCommit(repo, limits, InstantSource.system(), steps)
        .commit(
            new BranchName("main"),
            head,
            changes,
            "chore: "
                + new String(changes.getFirst().content(), UTF_8).lines().findFirst().orElse(""));
  }

  static FileChange change(String path, String before, String after) {
    return new FileChange(
        path, blob(before), after.getBytes(UTF_8), before.getBytes(UTF_8), after.getBytes(UTF_8));
  }

  static BlobId blob(String text) {
    byte[] content = text.getBytes(UTF_8);
    byte[] all = ("blob " + content.length + "\0" + text).getBytes(UTF_8);
    return new BlobId(java.util.HexFormat.of().formatHex(Digest.sha1(all, 0, all.length)));
  }

  List<String> recover() throws GitException {
    try (Repo repo = sandbox.open(work)) {
      return Recovery.run(repo, Duration.ofSeconds(5));
    }
  }

  Path hook(String name, String script) throws Exception {
    Path hook = Files.createDirectories(work.resolve(".git/hooks")).resolve(name);
    Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    return hook;
  }

  /** Plan a says this in HEAD, index and work tree, and nothing else changed, by git's account. */
  void assertAll(String text) throws Exception {
    assertThat(sandbox.read(work, "plans/a.md")).isEqualTo(text);
    assertThat(sandbox.run(work, "show", "HEAD:plans/a.md") + "\n").isEqualTo(text);
    assertThat(sandbox.run(work, "show", ":plans/a.md") + "\n").isEqualTo(text);
    assertThat(sandbox.run(work, "diff-files", "--name-only"))
        .isEqualTo("src/edited.txt\nsrc/staged.txt");
    assertOthersWork();
    assertThat(sandbox.run(work, "fsck", "--strict", "--no-dangling")).isEmpty();
    assertNothingLeft(work);
  }

  void assertOthersWork() {
    assertThat(sandbox.run(work, "status", "--porcelain=v2")).isEqualTo(othersWork);
    assertThat(sandbox.read(work, "src/staged.txt")).isEqualTo("three\n");
    assertThat(sandbox.run(work, "show", ":src/staged.txt")).isEqualTo("two");
    assertThat(sandbox.read(work, "src/edited.txt")).isEqualTo("two\n");
  }

  public static void assertNothingLeft(Path where) throws Exception {
    try (var files = Files.walk(where)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith(".pawl-") || name.startsWith("before."))
          .noneMatch(name -> name.startsWith("intent") || name.endsWith(".seed"))
          .noneMatch(name -> name.endsWith(".lock") || name.equals("hook-index"));
    }
  }
}
