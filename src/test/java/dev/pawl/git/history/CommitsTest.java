package dev.pawl.git.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.git.BlobId;
import dev.pawl.git.Change;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.Person;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Committer;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommitsTest {
  private static final Person PAWL =
      new Person("pawl", "pawl@here.example", Instant.ofEpochSecond(1_774_000_000), ZoneOffset.UTC);

  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
  }

  @Test
  @DisplayName("the files of a commit below some folders, with content and kind")
  void tree() throws Exception {
    git.write(dir, "plans/ä.md", "eins\n");
    git.write(dir, "plans/deep/b.sh", "two\n");
    git.write(dir, "other/c", "three\n");
    git.run(dir, "update-index", "--add", "--chmod=+x", "plans/deep/b.sh");
    Files.createSymbolicLink(dir.resolve("plans/link"), Path.of("../other/c"));
    git.run(dir, "config", "core.fileMode", "false");
    CommitId commit = git.commitAll(dir, "files");
    try (Repo repo = git.open(dir)) {
      Commits commits = new Commits(repo);
      assertThat(commits.tree(commit, Set.of("plans", "plans/deep", "none")))
          .extracting(TreeEntry::path, TreeEntry::mode)
          .containsExactly(
              tuple("plans/deep/b.sh", TreeEntry.Mode.EXECUTABLE),
              tuple("plans/link", TreeEntry.Mode.SYMLINK),
              tuple("plans/ä.md", TreeEntry.Mode.FILE));
      assertThat(commits.tree(commit, Set.of(""))).hasSize(4);
      TreeEntry one = commits.tree(commit, Set.of("plans/ä.md")).getFirst();
      assertThat(new String(commits.blob(one.blob()), UTF_8)).isEqualTo("eins\n");
      assertThat(one.blob().hex()).isEqualTo(git.run(dir, "rev-parse", "HEAD:plans/ä.md"));
    }
  }

  @Test
  @DisplayName("ancestry, log and difference are those of git")
  void history() throws Exception {
    git.write(dir, "f", "1\n");
    CommitId first = git.commitAll(dir, "first");
    git.write(dir, "f", "2\n");
    git.write(dir, "g", "new\n");
    CommitId second = git.commitAll(dir, "second\n\nbody\n");
    git.run(dir, "rm", "-q", "f");
    CommitId third = git.commitAll(dir, "third");
    try (Repo repo = git.open(dir)) {
      Commits commits = new Commits(repo);
      assertThat(commits.isAncestor(first, third)).isTrue();
      assertThat(commits.isAncestor(third, third)).isTrue();
      assertThat(commits.isAncestor(third, first)).isFalse();
      assertThat(commits.log(third, Set.of(first), 9))
          .extracting(CommitInfo::id)
          .containsExactly(third, second);
      assertThat(commits.log(third, Set.of(), 1)).hasSize(1);
      CommitInfo info = commits.commit(second);
      assertThat(info.parents()).containsExactly(first);
      assertThat(info.subject()).isEqualTo("second");
      assertThat(info.author().email()).isEqualTo("ada@sand.example");
      assertThat(commits.diff(first, third)).containsOnlyKeys("f", "g");
      BlobId before = new BlobId(git.run(dir, "rev-parse", first + ":f"));
      assertThat(commits.diff(first, third)).containsEntry("f", new Change(before, null, true));
      assertThat(commits.diff(null, first)).containsOnlyKeys("f");
      assertThat(commits.exists(new CommitId("0".repeat(39) + "1"))).isFalse();
      assertThatThrownBy(() -> commits.commit(new CommitId("0".repeat(39) + "1")))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("is not in this clone");
    }
  }

  @Test
  @DisplayName("a change of kind alone is a difference")
  void modeOnly() throws Exception {
    git.write(dir, "f", "1\n");
    CommitId first = git.commitAll(dir, "first");
    git.run(dir, "update-index", "--chmod=+x", "f");
    git.run(dir, "commit", "-q", "-m", "executable");
    try (Repo repo = git.open(dir)) {
      BlobId blob = new BlobId(git.run(dir, "rev-parse", first + ":f"));
      assertThat(new Commits(repo).diff(first, git.head(dir)))
          .isEqualTo(Map.of("f", new Change(blob, blob, true)));
    }
  }

  @Test
  @DisplayName("a ref moves only from where it was expected")
  void compareAndSet() throws Exception {
    CommitId first = git.commitAll(dir, "first");
    CommitId second = git.commitAll(dir, "second");
    try (Repo repo = git.open(dir)) {
      Refs refs = new Refs(repo);
      assertThat(refs.compareAndSet("refs/pawl/x", null, first, "")).isTrue();
      assertThat(refs.compareAndSet("refs/pawl/x", null, second, "")).isFalse();
      assertThat(refs.compareAndSet("refs/pawl/x", second, first, "")).isFalse();
      assertThat(refs.compareAndSet("refs/pawl/x", first, second, "")).isTrue();
      assertThat(git.run(dir, "rev-parse", "refs/pawl/x")).isEqualTo(second.hex());
      assertThat(refs.refs("refs/pawl/")).isEqualTo(Map.of("refs/pawl/x", second));
      assertThat(refs.ref("refs/pawl/y")).isEmpty();
      assertThatThrownBy(() -> refs.compareAndSet("refs/../x", null, first, ""))
          .isInstanceOf(GitException.class);
      assertThatThrownBy(() -> refs.compareAndSet("--stdin", null, first, ""))
          .isInstanceOf(GitException.class);
    }
  }

  @Test
  @DisplayName("a reference-transaction hook is asked, and may refuse")
  void referenceTransaction() throws Exception {
    CommitId first = git.commitAll(dir, "first");
    git.write(dir, ".git/hooks/reference-transaction", "#!/bin/sh\n[ \"$1\" != prepared ]\n");
    dir.resolve(".git/hooks/reference-transaction").toFile().setExecutable(true);
    try (Repo repo = git.open(dir)) {
      Refs refs = new Refs(repo);
      assertThatThrownBy(() -> refs.compareAndSet("refs/pawl/x", null, first, ""))
          .hasMessageContaining("hook");
      assertThat(refs.ref("refs/pawl/x")).isEmpty();
    }
  }

  @Test
  @DisplayName("a lock that stays on a ref is an error with a bound, not a wait")
  void lockedRef() throws Exception {
    CommitId first = git.commitAll(dir, "first");
    git.write(dir, ".git/refs/heads/x.lock", "");
    try (Repo repo = git.open(dir)) {
      assertThatThrownBy(() -> new Refs(repo).compareAndSet("refs/heads/x", null, first, ""))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("locked");
      assertThat(dir.resolve(".git/refs/heads/x.lock")).exists();
    }
  }

  @Test
  @DisplayName("stored files come back, and the same input gives the same commit")
  void snapshots() throws Exception {
    try (Repo repo = git.open(dir)) {
      Snapshots snapshots = new Snapshots(repo);
      byte[] binary = {0, 1, -1};
      Map<String, byte[]> files = Map.of("b", binary, "c", "text".getBytes(UTF_8));
      CommitId one = snapshots.store(files, null, "journal\n", PAWL);
      assertThat(snapshots.store(files, null, "journal\n", PAWL)).isEqualTo(one);
      assertThat(snapshots.load(one).orElseThrow().files())
          .containsOnlyKeys("b", "c")
          .containsEntry("b", binary);
      assertThat(git.run(dir, "ls-tree", "-r", "--name-only", one.hex())).isEqualTo("b\nc");
      git.run(dir, "fsck", "--strict");
      assertThatThrownBy(() -> snapshots.store(Map.of("../x", binary), null, "", PAWL))
          .isInstanceOf(GitException.class);
    }
  }

  @Test
  @DisplayName("N50 what is not a commit of files is told from one, and costs nothing")
  void notSnapshots() throws Exception {
    String blob = git.feed(dir, "x\n", "hash-object", "-w", "--stdin");
    String tree = git.feed(dir, "100644 blob " + blob + "\tf\n", "mktree");
    for (int depth = 0; depth < 40; depth++) {
      String twice = "040000 tree %1$s\ta\n040000 tree %1$s\tb\n".formatted(tree);
      tree = git.feed(dir, twice, "mktree");
    }
    String commit = git.run(dir, "commit-tree", "-m", "a bomb", tree);
    try (Repo repo = git.open(dir)) {
      Snapshots snapshots = new Snapshots(repo);
      for (String other : List.of(blob, tree, "1".repeat(40))) {
        assertThat(snapshots.load(new CommitId(other))).as(other).isEmpty();
        assertThat(new Commits(repo).exists(new CommitId(other))).as(other).isFalse();
      }
      Snapshots.Content content = snapshots.load(new CommitId(commit)).orElseThrow();
      assertThat(content.files()).isEmpty();
      assertThat(content.damage()).containsOnlyKeys("a", "b");
    }
  }

  @Test
  @DisplayName("settings and identity are git's, conditional includes and environment included")
  void settings() throws Exception {
    git.write(git.home(), "work.cfg", "[user]\n\temail = ada@work.example\n");
    git.run(
        dir, "config", "--global", "includeIf.gitdir:" + dir + "/.path", git.home() + "/work.cfg");
    git.run(dir, "config", "extensions.worktreeConfig", "true");
    git.run(dir, "config", "--worktree", "Pawl.Odd.Key", "here");
    git.set("GIT_CONFIG_COUNT", "1");
    git.set("GIT_CONFIG_KEY_0", "pawl.given");
    git.set("GIT_CONFIG_VALUE_0", "yes");
    Instant now = Instant.parse("2026-03-21T10:00:00Z");
    try (Repo repo = git.open(dir)) {
      assertThat(repo.config("user.email")).contains("ada@work.example");
      assertThat(repo.config("pawl.Odd.key")).contains("here");
      assertThat(repo.config("PAWL.given")).contains("yes");
      assertThat(repo.settings().isTrue("pawl.given")).isTrue();
      assertThat(repo.config("pawl.none")).isEmpty();
      Person author = new Committer(repo).author(now);
      assertThat(author).isEqualTo(new Person("Ada Sand", "ada@work.example", now, ZoneOffset.UTC));
    }
    try (Repo repo = Repo.open(dir, git.environment().withEngine(GitEnvironment.Engine.JGIT))) {
      assertThat(repo.config("user.name")).isEqualTo(Optional.of("Ada Sand"));
      assertThat(repo.config("pawl.Odd.key")).contains("here");
      assertThat(new Committer(repo).author(now).name()).isEqualTo("Ada Sand");
    }
  }

  @Test
  @DisplayName("a commit by nobody is refused where git would refuse it")
  void nobody() throws Exception {
    git.write(git.home(), ".gitconfig", "[user]\n\tuseConfigOnly = true\n");
    for (GitEnvironment.Engine engine : GitEnvironment.Engine.values()) {
      try (Repo repo = Repo.open(dir, git.environment().withEngine(engine))) {
        assertThatThrownBy(() -> new Committer(repo).committer(Instant.EPOCH))
            .as(engine.name())
            .isInstanceOf(GitException.class)
            .hasMessageContaining("git config user.name");
      }
    }
  }
}
