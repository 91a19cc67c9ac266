package dev.pawl.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as committed by its stat data alone, git never calls changed. */
final class StatCleanTest {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);
  private static final int ROUNDS = Integer.getInteger("pawl.rounds", 60);
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

  private Set<String> changed() {
    Set<String> changed = new HashSet<>();
    for (String path : PATHS) {
      String status =
          git.run(dir, "-c", "core.quotePath=false", "status", "--porcelain", "-uall", "--", path);
      if (!status.isEmpty()) {
        changed.add(path);
      }
    }
    return changed;
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
  @DisplayName("generated work: what is clean here, git calls unchanged")
  void generated() throws Exception {
    Random random = new Random(SEED);
    int clean = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String path = PATHS.get(random.nextInt(PATHS.size()));
      List<String> words = new ArrayList<>(List.of("one\n", "two\n", "three\n"));
      switch (random.nextInt(9)) {
        case 0, 1 -> git.write(dir, path, words.get(random.nextInt(3)));
        case 2 -> git.attempt(dir, "add", "-A");
        case 3 -> git.attempt(dir, "commit", "-q", "-m", "c");
        case 4 -> git.attempt(dir, "checkout", "-q", "HEAD", "--", ".");
        case 5 -> Files.deleteIfExists(dir.resolve(path));
        case 6 -> git.attempt(dir, "rm", "-q", "--cached", path);
        case 7 -> settle();
        default -> git.attempt(dir, "repack", "-q", "-a", "-d", "--depth=3");
      }
      Set<String> found = clean();
      clean += found.size();
      assertThat(changed()).as("seed %s, round %s", SEED, round).doesNotContainAnyElementsOf(found);
    }
    assertThat(clean).isPositive();
  }
}
