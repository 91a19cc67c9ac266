package dev.pawl.git.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import dev.pawl.git.index.FileStat;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.repo.Repo;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as committed by its stat data alone, git never calls changed. */
final class StatCleanTest {
  private static final List<String> PATHS =
      List.of("p.md", "plans/a.md", "plans/b.md", "plans/deep/c.md", "plans/deep/é.md");

  @TempDir Path folder;
  private GitSandbox git;
  private Path dir;

  @BeforeEach
  void sandbox() throws Exception {
    git = GitSandbox.create(folder);
    dir = git.repo("a");
    for (String path : PATHS) {
      git.write(dir, path, "one\n");
    }
    git.commitAll(dir, "plans");
    settle();
  }

  /** Makes all files older than the index, as they are when nobody works on them. */
  private void settle() throws Exception {
    for (String path : PATHS) {
      if (Files.exists(dir.resolve(path))) {
        Files.setLastModifiedTime(
            dir.resolve(path), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
      }
    }
    git.run(dir, "update-index", "-q", "--refresh");
  }

  private Set<String> clean() throws Exception {
    try (Repo repo = git.open(dir)) {
      return StatClean.of(repo, PATHS);
    }
  }

  @Test
  @DisplayName("nothing changed: all, with loose objects, packed, and in a linked work tree")
  void all() throws Exception {
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS);
    git.run(dir, "repack", "-q", "-a", "-d");
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS);
    // Without the cached tree, the trees of the commit are compared.
    git.run(dir, "read-tree", "HEAD");
    settle();
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS);
    git.write(dir, "other", "staged");
    git.run(dir, "add", "other");
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS);
    Path linked = git.root().resolve("linked");
    git.run(dir, "worktree", "add", "-q", "-b", "side", linked.toString());
    dir = linked;
    settle();
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS);
  }

  @Test
  @DisplayName("a change of the same size within the tick of the index is seen")
  void racy() throws Exception {
    Path file = dir.resolve("p.md");
    FileTime young = FileTime.from(Instant.parse("2026-02-01T00:00:00Z"));
    Files.writeString(file, "two\n");
    Files.setLastModifiedTime(file, young);
    git.run(dir, "commit", "-q", "-a", "-m", "two");
    Files.setLastModifiedTime(dir.resolve(".git/index"), young);
    assertThat(clean()).contains("p.md");
    // A change in place within the tick: size, inode and times say nothing.
    Object changed = Files.getAttribute(file, "unix:ctime");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.writeBytes("six");
    }
    Files.setLastModifiedTime(file, young);
    IndexFile index = IndexFile.parse(Files.readAllBytes(dir.resolve(".git/index")));
    assertThat(Files.getAttribute(file, "unix:ctime")).isNotEqualTo(changed);
    String held = Objects.requireNonNull(index.entry("p.md")).id();
    Files.write(
        dir.resolve(".git/index"),
        index.with(Map.of("p.md", new IndexFile.Update(held, FileStat.of(file)))));
    Files.setLastModifiedTime(dir.resolve(".git/index"), young);
    assertThat(clean()).doesNotContain("p.md").contains("plans/a.md");
  }

  @Test
  @DisplayName("hidden, staged, removed and unborn: never clean")
  void never() throws Exception {
    git.run(dir, "update-index", "--assume-unchanged", "p.md");
    git.run(dir, "update-index", "--skip-worktree", "plans/a.md");
    Files.delete(dir.resolve("plans/b.md"));
    git.write(dir, "plans/deep/c.md", "two\n");
    git.run(dir, "add", "plans/deep/c.md");
    assertThat(clean()).containsExactly("plans/deep/é.md");
    git.run(dir, "checkout", "-q", "--orphan", "new");
    assertThat(clean()).isEmpty();
  }

  @Test
  @DisplayName(
      "a link in a folder's place, replaced commits, another mode, a split index: never clean")
  void doubtful() throws Exception {
    Path deep = dir.resolve("plans/deep");
    Files.move(deep, dir.resolve("away"));
    Files.createSymbolicLink(deep, Path.of("../away"));
    assertThat(clean()).containsExactlyInAnyOrder("p.md", "plans/a.md", "plans/b.md");
    git.run(dir, "config", "core.fileMode", "false");
    assertThat(dir.resolve("p.md").toFile().setExecutable(true)).isTrue();
    Files.setLastModifiedTime(
        dir.resolve("p.md"), FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
    git.run(dir, "update-index", "-q", "--refresh", "p.md");
    git.run(dir, "config", "core.fileMode", "true");
    assertThat(clean()).containsExactlyInAnyOrder("plans/a.md", "plans/b.md");
    git.run(dir, "commit", "-q", "--allow-empty", "-m", "next");
    git.run(dir, "replace", "HEAD~1", "HEAD");
    assertThat(clean()).isEmpty();
    git.run(dir, "replace", "-d", "HEAD~1");
    assertThat(clean()).isNotEmpty();
    git.run(dir, "update-index", "--split-index");
    assertThat(clean()).isEmpty();
  }

  @Test
  @DisplayName("files as young as the index: git is asked where it might store other bytes")
  void young() throws Exception {
    FileTime index = FileTime.from(Instant.parse("2026-01-01T00:00:00.5Z"));
    Files.setLastModifiedTime(dir.resolve(".git/index"), index);
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS);
    for (String attributes : List.of("*.md filter=up\n", "*.md working-tree-encoding=UTF-16\n")) {
      git.write(dir, "plans/.gitattributes", attributes);
      assertThat(clean()).containsExactly("p.md");
      Files.delete(dir.resolve("plans/.gitattributes"));
      git.write(dir, ".git/info/attributes", attributes);
      assertThat(clean()).isEmpty();
      Files.delete(dir.resolve(".git/info/attributes"));
    }
    git.write(dir, "p.md", "one\r\n");
    git.write(dir, "plans/a.md", "$Id: x$\n");
    git.commitAll(dir, "line ends");
    // Another second, else git leaves what it remembers of them.
    FileTime next = FileTime.from(Instant.parse("2026-01-02T00:00:00Z"));
    for (String path : PATHS) {
      Files.setLastModifiedTime(dir.resolve(path), next);
    }
    git.run(dir, "update-index", "-q", "--refresh");
    Files.setLastModifiedTime(dir.resolve(".git/index"), next);
    assertThat(clean()).containsExactlyInAnyOrderElementsOf(PATHS.subList(2, 5));
  }
}
