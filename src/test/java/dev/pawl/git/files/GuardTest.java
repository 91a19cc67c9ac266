package dev.pawl.git.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.branch.Branches;
import dev.pawl.git.history.Commits;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * <pre>
 * a    first (f=1) - second (f=2) on main; side: f=3 on top of first
 * </pre>
 */
final class GuardTest {
  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;
  private CommitId first;
  private CommitId second;

  @BeforeEach
  void sandbox() {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
    git.write(dir, "f", "1\n");
    git.write(dir, "plans/p.md", "p\n");
    first = git.commitAll(dir, "first");
    git.run(dir, "switch", "-q", "-c", "side");
    git.write(dir, "f", "3\n");
    git.commitAll(dir, "side");
    git.run(dir, "switch", "-q", "main");
    git.write(dir, "f", "2\n");
    second = git.commitAll(dir, "second");
  }

  /** A way to bring a repository into a state in which nothing may be written. */
  interface Scene {
    void play(GitSandbox git, Path dir) throws Exception;
  }

  /** A state that forbids writing, and what the guard must call it. */
  record Row(String name, Obstacle.Kind kind, String reason, Scene scene) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row row(String name, Obstacle.Kind kind, String reason, Scene scene) {
    return new Row(name, kind, reason, scene);
  }

  static Stream<Row> rows() {
    return Stream.concat(underWay(), features());
  }

  private static Stream<Row> underWay() {
    return Stream.of(
        row(
            "detached HEAD",
            Obstacle.Kind.DETACHED,
            "detached",
            (git, dir) -> git.run(dir, "switch", "-q", "--detach")),
        row(
            "merge",
            Obstacle.Kind.IN_PROGRESS,
            "a merge is",
            (git, dir) -> {
              git.attempt(dir, "merge", "-q", "side");
              git.write(dir, "f", "resolved\n");
              git.run(dir, "add", "f");
            }),
        row(
            "unmerged paths",
            Obstacle.Kind.UNMERGED,
            "unresolved",
            (git, dir) -> git.attempt(dir, "merge", "-q", "side")),
        row(
            "rebase",
            Obstacle.Kind.IN_PROGRESS,
            "rebase",
            (git, dir) -> git.attempt(dir, "rebase", "-q", "side")),
        row(
            "rebase by am",
            Obstacle.Kind.IN_PROGRESS,
            "rebase or am",
            (git, dir) -> git.attempt(dir, "rebase", "-q", "--apply", "side")),
        row(
            "am",
            Obstacle.Kind.IN_PROGRESS,
            "rebase or am",
            (git, dir) -> {
              git.write(dir, "../p.mbox", git.run(dir, "format-patch", "--stdout", "-1", "side"));
              git.attempt(dir, "am", "-q", "../p.mbox");
            }),
        row(
            "cherry-pick",
            Obstacle.Kind.IN_PROGRESS,
            "cherry-pick",
            (git, dir) -> git.attempt(dir, "cherry-pick", "side")),
        row(
            "revert",
            Obstacle.Kind.IN_PROGRESS,
            "revert",
            (git, dir) -> {
              git.write(dir, "f", "later\n");
              git.commitAll(dir, "later");
              git.attempt(dir, "revert", "--no-edit", "HEAD~1");
            }),
        row(
            "bisect",
            Obstacle.Kind.IN_PROGRESS,
            "bisect",
            (git, dir) -> git.run(dir, "bisect", "start")),
        row(
            "index.lock",
            Obstacle.Kind.INDEX_LOCKED,
            "has held the index since 20",
            (git, dir) -> git.write(dir, ".git/index.lock", "")));
  }

  private static Stream<Row> features() {
    return Stream.of(
        row(
            "sparse checkout",
            Obstacle.Kind.FEATURE,
            "sparse",
            (git, dir) -> git.run(dir, "sparse-checkout", "set", "plans")),
        row(
            "sparse index",
            Obstacle.Kind.FEATURE,
            "index has a form",
            (git, dir) -> {
              git.run(dir, "sparse-checkout", "set", "--cone", "--sparse-index", "none");
              git.run(dir, "config", "--worktree", "core.sparseCheckout", "false");
            }),
        row(
            "split index",
            Obstacle.Kind.FEATURE,
            "index",
            (git, dir) -> git.run(dir, "update-index", "--split-index")),
        row(
            "partial clone",
            Obstacle.Kind.FEATURE,
            "partial",
            (git, dir) -> {
              git.run(dir, "config", "remote.origin.url", "/nowhere");
              git.run(dir, "config", "remote.origin.promisor", "true");
            }),
        row(
            "replace refs",
            Obstacle.Kind.FEATURE,
            "replace",
            (git, dir) -> git.run(dir, "replace", "HEAD", "HEAD~1")),
        row(
            "grafts",
            Obstacle.Kind.FEATURE,
            "grafts",
            (git, dir) -> git.write(dir, ".git/info/grafts", "")),
        row(
            "unknown extension that git ignores",
            Obstacle.Kind.FEATURE,
            "unknown extension 'novelty'",
            (git, dir) -> git.run(dir, "config", "extensions.novelty", "true")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  @DisplayName("N16 nothing is written in the middle of, or on top of, what pawl does not master")
  void refused(Row row) throws Exception {
    row.scene().play(git, dir);
    for (GitEnvironment.Engine engine : GitEnvironment.Engine.values()) {
      try (Repo repo = Repo.open(dir, git.environment().withEngine(engine))) {
        assertThat(Guard.of(repo))
            .as("%s by %s", row, engine)
            .anySatisfy(obstacle -> {
              assertThat(obstacle.kind()).isEqualTo(row.kind());
              assertThat(obstacle.reason()).contains(row.reason());
              assertThat(obstacle.nextStep()).isNotBlank();
            });
        String before = git.attempt(dir, "for-each-ref").out() + git.read(dir, "f");
        CommitId head = repo.head();
        BranchName branch = repo.branch();
        if (head != null && branch != null) {
          assertThat(new Branches(repo, InstantSource.system()).move(branch, head, first, "test"))
              .isInstanceOf(MoveOutcome.Blocked.class);
        }
        assertThat(git.attempt(dir, "for-each-ref").out() + git.read(dir, "f")).isEqualTo(before);
        // Reading goes on.
        assertThat(new Commits(repo).isAncestor(first, second)).isTrue();
      }
    }
  }

  @Test
  @DisplayName("N16 a merge in one work tree does not forbid writing in another, its own does")
  void perWorkTree() throws Exception {
    Path linked = git.root().resolve("linked");
    git.run(dir, "worktree", "add", "-q", "-b", "third", linked.toString(), "main");
    git.attempt(linked, "merge", "-q", "side");
    try (Repo main = git.open(dir);
        Repo other = git.open(linked)) {
      assertThat(Guard.of(main)).isEmpty();
      assertThat(Guard.of(other))
          .extracting(Obstacle::kind)
          .contains(Obstacle.Kind.IN_PROGRESS, Obstacle.Kind.UNMERGED);
    }
  }

  @Test
  @DisplayName(
      "nothing stands in the way of a plain clone; index version 4, shallow and alternates")
  void free() throws Exception {
    git.run(dir, "update-index", "--index-version", "4");
    git.run(dir, "update-index", "--untracked-cache");
    git.run(git.root(), "clone", "-q", "--depth=1", "file://" + dir, "shallow");
    git.run(git.root(), "clone", "-q", "--shared", dir.toString(), "shared");
    for (String name : List.of("a", "shallow", "shared")) {
      try (Repo repo = git.open(git.root().resolve(name))) {
        assertThat(Guard.of(repo)).as(name).isEmpty();
        assertThat(Guard.ofPaths(repo, List.of("plans/p.md"))).as(name).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("N16 bare and unborn repositories are read and not written")
  void bareAndUnborn() throws Exception {
    git.run(git.root(), "clone", "-q", "--bare", dir.toString(), "b.git");
    try (Repo bare = git.open(git.root().resolve("b.git"));
        Repo unborn = git.open(git.repo("new"))) {
      assertThat(Guard.of(bare)).extracting(Obstacle::kind).containsExactly(Obstacle.Kind.BARE);
      assertThat(Guard.of(unborn)).extracting(Obstacle::kind).containsExactly(Obstacle.Kind.UNBORN);
      assertThat(bare.head()).isEqualTo(second);
    }
  }

  @Test
  @DisplayName("N16 a repository in a format that pawl would misread is not opened")
  void formats() throws Exception {
    git.run(git.root(), "init", "-q", "--object-format=sha256", "sha256");
    Path table = git.repo("table");
    git.run(table, "config", "core.repositoryFormatVersion", "1");
    git.run(table, "config", "extensions.refStorage", "reftable");
    Path novel = git.repo("novel");
    git.run(novel, "config", "core.repositoryFormatVersion", "1");
    git.run(novel, "config", "extensions.novelty", "true");
    Path later = git.repo("later");
    git.run(later, "config", "core.repositoryFormatVersion", "2");
    Map<String, String> reasons =
        Map.of("sha256", "sha256", "table", "reftable", "novel", "novelty", "later", "format 2");
    reasons.forEach((name, reason) ->
        assertThatThrownBy(() -> git.open(git.root().resolve(name)))
            .as(name)
            .isInstanceOf(GitException.class)
            .hasMessageContaining(reason));
  }

  @Test
  @DisplayName("N16 another user's repository is opened only where git trusts it")
  void ownership() throws Exception {
    assumeTrue(Files.getAttribute(dir, "unix:uid").equals(0), "only root can give a folder away");
    Files.setAttribute(dir, "unix:uid", 12345);
    for (GitEnvironment.Engine engine : GitEnvironment.Engine.values()) {
      assertThatThrownBy(() -> Repo.open(dir, git.environment().withEngine(engine)))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("safe.directory");
    }
    assertThat(git.attempt(dir, "status").exit()).isNotZero();
    git.run(git.root(), "config", "--global", "safe.directory", dir.toString());
    for (GitEnvironment.Engine engine : GitEnvironment.Engine.values()) {
      try (Repo repo = Repo.open(dir, git.environment().withEngine(engine))) {
        assertThat(repo.head()).isEqualTo(second);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("N16 a file that git stores otherwise than it is, or hides, is left alone")
  void paths(GitEnvironment.Engine engine) throws Exception {
    for (String name :
        List.of("e.md", "i.md", "l.md", "s.md", "a.md", "x.md", "u.md", "dir/k.md")) {
      git.write(dir, name, "x\n");
    }
    git.write(
        dir,
        ".gitattributes",
        """
        e.md working-tree-encoding=UTF-16
        i.md ident
        l.md filter=big
        u.md -filter -ident
        """);
    Files.createSymbolicLink(dir.resolve("link.md"), Path.of("x.md"));
    Files.createSymbolicLink(dir.resolve("way"), Path.of("dir"));
    git.run(
        dir, "-c", "protocol.file.allow=always", "submodule", "add", "-q", dir + "/.git", "sub");
    git.write(dir, "e.md", "x\n".getBytes(java.nio.charset.StandardCharsets.UTF_16));
    git.commitAll(dir, "files");
    Files.createSymbolicLink(dir.resolve("loose.md"), Path.of("x.md"));
    Files.createSymbolicLink(dir.resolve("loose"), Path.of("dir"));
    git.run(dir, "update-index", "--skip-worktree", "s.md");
    git.run(dir, "update-index", "--assume-unchanged", "a.md");
    try (Repo repo = Repo.open(dir, git.environment().withEngine(engine))) {
      Map<String, List<Obstacle>> found =
          Guard.ofPaths(
              repo,
              List.of(
                  "e.md",
                  "i.md",
                  "l.md",
                  "s.md",
                  "a.md",
                  "x.md",
                  "u.md",
                  "link.md",
                  "way/k.md",
                  "sub/f",
                  "dir/k.md",
                  "new.md",
                  "loose.md",
                  "loose/k.md"));
      assertThat(found.keySet())
          .containsExactlyInAnyOrder(
              "e.md",
              "i.md",
              "l.md",
              "s.md",
              "a.md",
              "link.md",
              "way/k.md",
              "sub/f",
              "loose.md",
              "loose/k.md");
      assertThat(kind(found, "e.md")).isEqualTo(Obstacle.Kind.ATTRIBUTE);
      assertThat(kind(found, "s.md")).isEqualTo(Obstacle.Kind.HIDDEN);
      assertThat(kind(found, "a.md")).isEqualTo(Obstacle.Kind.HIDDEN);
      assertThat(kind(found, "link.md")).isEqualTo(Obstacle.Kind.SYMLINK);
      assertThat(kind(found, "way/k.md")).isEqualTo(Obstacle.Kind.SYMLINK);
      assertThat(kind(found, "sub/f")).isEqualTo(Obstacle.Kind.SUBMODULE);
      assertThatThrownBy(() -> Guard.ofPaths(repo, List.of("../x")))
          .isInstanceOf(GitException.class);
    }
  }

  private static Obstacle.Kind kind(Map<String, List<Obstacle>> found, String path) {
    return found.getOrDefault(path, List.of()).getFirst().kind();
  }

  @Test
  @DisplayName("N16 JGit never collects garbage that another work tree still needs")
  void garbage() throws Exception {
    for (int i = 0; i < 3; i++) {
      git.write(dir, "f", "more " + i);
      git.commitAll(dir, "more");
      git.run(dir, "repack", "-q");
    }
    Path linked = git.root().resolve("linked");
    git.run(dir, "worktree", "add", "-q", "--detach", linked.toString());
    git.write(linked, "precious", "staged only here\n");
    git.run(linked, "add", "precious");
    String blob = git.run(linked, "rev-parse", ":precious");
    git.run(dir, "config", "gc.auto", "1");
    git.run(dir, "config", "gc.autoPackLimit", "1");
    git.run(dir, "config", "gc.autoDetach", "false");
    git.run(dir, "config", "gc.pruneExpire", "now");
    assertThat(git.run(dir, "count-objects", "-v")).contains("packs: 3");
    try (Repo repo = git.open(dir)) {
      repo.jgit().autoGC(NullProgressMonitor.INSTANCE);
    }
    assertThat(git.run(dir, "count-objects", "-v")).contains("packs: 3");
    assertThat(git.run(linked, "cat-file", "-p", blob)).isEqualTo("staged only here");
  }
}
