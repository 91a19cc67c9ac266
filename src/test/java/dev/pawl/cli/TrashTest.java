package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trash gives back when the clone was moved or copied, or a disk is away. */
final class TrashTest {
  private static final String PLAN = "NET-WP-1";
  private static final String FILE = "target/x.js";
  @TempDir Path folder;
  private Machines machines;
  private Path here;
  private Path tree;
  private @Nullable Path disk;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    machines.git.write(here, ".gitignore", "target/\n");
    machines.git.commitAll(here, "ignores");
    machines.push(HERE);
    tree = here.resolve("worktrees/plan-" + PLAN);
  }

  @AfterEach
  void clear() throws Exception {
    if (disk != null) {
      try (Stream<Path> left = Files.walk(disk)) {
        left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  private void removed() {
    machines.run(HERE, "worktree", "create", PLAN).exits(0);
    machines.git.write(tree, FILE, "patched\n");
    machines.run(HERE, "worktree", "remove", PLAN).exits(0);
  }

  /** A worktree on another file system, removed: where its files are now. */
  private Path removedFromDisk() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(shared));
    assumeFalse(Files.getFileStore(shared).equals(Files.getFileStore(here)));
    Path root = Files.createTempDirectory(shared, "pawl-");
    disk = root;
    Path mount = root.resolve("mount");
    machines.run(HERE, "worktree", "create", PLAN, "--root", mount.toString()).exits(0);
    machines.git.write(mount.resolve("plan-" + PLAN), FILE, "patched\n");
    machines.run(HERE, "worktree", "remove", PLAN).exits(0);
    try (Stream<Path> files = Files.list(mount)) {
      return files.toList().getFirst();
    }
  }

  private Path copy() throws Exception {
    Path copy = here.resolveSibling("copy");
    Process process =
        new ProcessBuilder("cp", "-a", here.toString(), copy.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return copy;
  }

  private void whole(Path clone, Path worktree) {
    assertThat(machines.git.read(worktree, FILE)).isEqualTo("patched\n");
    assertThat(machines.git.run(worktree, "status", "--porcelain")).isEmpty();
    assertThat(machines.git.run(clone, "worktree", "list", "--porcelain"))
        .contains("worktree " + worktree + "\n")
        .doesNotContain("prunable");
    assertThat(machines.in(clone, HERE, "worktree", "restore").exits(0).out()).contains("empty");
  }

  @Test
  @DisplayName("N36 a clone that was moved gives back at its new place what it took at the old one")
  void moved() throws Exception {
    removed();
    Path moved = Files.move(here, here.resolveSibling("moved"));
    Run back = machines.in(moved, HERE, "worktree", "restore", PLAN).exits(0);
    assertThat(back.out()).contains(moved.resolve("worktrees").toString());
    whole(moved, moved.resolve("worktrees/plan-" + PLAN));
    assertThat(here).doesNotExist();
  }

  @Test
  @DisplayName("N36 a copy of a clone empties its own trash, and never the one it was copied from")
  void copyPrunes() throws Exception {
    removed();
    Path copy = copy();
    machines.in(copy, HERE, "worktree", "prune", "--older-than", "0h").exits(0);
    machines.run(HERE, "worktree", "restore", "wp-1").exits(0);
    whole(here, tree);
  }

  @Test
  @DisplayName("N36 a copy of a clone gets back its own files, and the original keeps its own")
  void copyRestores() throws Exception {
    removed();
    Path copy = copy();
    machines.in(copy, HERE, "worktree", "restore", PLAN).exits(0);
    whole(copy, copy.resolve("worktrees/plan-" + PLAN));
    assertThat(tree).doesNotExist();
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    whole(here, tree);
  }

  @Test
  @DisplayName("N36 N33 what is on a disk that is away is not said to be back, and not forgotten")
  void diskAway() throws Exception {
    Path files = removedFromDisk();
    Path mount = Objects.requireNonNull(files.getParent());
    Path away = Files.move(mount, mount.resolveSibling("away"));
    Files.createDirectory(mount);
    Run refused = machines.run(HERE, "worktree", "restore", PLAN).exits(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains(files.toString(), "mount the disk");
    assertThat(machines.run(HERE, "worktree", "restore").exits(0).out())
        .contains(PLAN, "mount the disk");
    assertThat(machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0).err())
        .contains("stays", "mount the disk");
    Files.delete(mount);
    Files.move(away, mount);
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    whole(here, mount.resolve("plan-" + PLAN));
  }

  @Test
  @DisplayName("N36 on another disk: a copy leaves the files to the clone that they belong to")
  void copyAndDisk() throws Exception {
    Path files = removedFromDisk();
    Path copy = copy();
    Run refused = machines.in(copy, HERE, "worktree", "restore", PLAN).exits(1);
    assertThat(refused.err()).contains("belongs to the clone with " + here.resolve(".git"));
    assertThat(machines.in(copy, HERE, "worktree", "prune", "--older-than", "0h").exits(0).err())
        .contains("stays", "another clone's");
    assertThat(machines.git.read(files, FILE)).isEqualTo("patched\n");
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    whole(here, files.resolveSibling("plan-" + PLAN));
  }

  @Test
  @DisplayName("N36 on another disk: a clone that was moved meanwhile still knows its files")
  void movedAndDisk() throws Exception {
    Path files = removedFromDisk();
    Path moved = Files.move(here, here.resolveSibling("moved"));
    machines.in(moved, HERE, "worktree", "restore", PLAN).exits(0);
    whole(moved, files.resolveSibling("plan-" + PLAN));
  }

  @Test
  @DisplayName("N36 what vanished from the trash is not said to be back, and stays noted")
  void vanished() throws Exception {
    removed();
    Path entry;
    try (Stream<Path> entries = Files.list(here.resolve(".git/pawl/trash"))) {
      entry = entries.toList().getFirst();
    }
    Files.move(entry.resolve("entry"), folder.resolve("note"));
    assertThat(machines.run(HERE, "worktree", "restore").exits(0).err())
        .contains(entry.resolve("entry").toString(), "it is missing");
    machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0);
    Files.move(folder.resolve("note"), entry.resolve("entry"));
    Files.move(entry.resolve("files"), folder.resolve("elsewhere"));
    assertThat(machines.run(HERE, "worktree", "restore", PLAN).exits(1).out()).isEmpty();
    Files.move(entry.resolve("admin"), folder.resolve("git"));
    assertThat(machines.run(HERE, "worktree", "restore", PLAN).exits(1).err())
        .contains("nothing of it is left in the trash");
    Files.move(folder.resolve("git"), entry.resolve("admin"));
    Files.move(folder.resolve("elsewhere"), entry.resolve("files"));
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    whole(here, tree);
  }

  @Test
  @DisplayName("prune empties the trash by age, through read-only folders and no link")
  void pruned() throws Exception {
    machines.run(HERE, "worktree", "create", PLAN).exits(0);
    machines.git.write(here, "notes/keep.md", "keep\n");
    Path locked = Files.createDirectories(tree.resolve("target/locked"));
    Files.writeString(locked.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("target/out"), here.resolve("notes"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-x------"));
    machines.run(HERE, "worktree", "remove", PLAN).exits(0);
    assertThat(machines.run(HERE, "worktree", "prune").exits(0).out()).contains("nothing");
    assertThat(machines.run(HERE, "worktree", "restore").exits(0).out()).contains(PLAN);
    machines.run(HERE, "worktree", "prune", "--older-than", "0h", "--dry-run").exits(0);
    assertThat(here.resolve(".git/pawl/trash")).isNotEmptyDirectory();
    machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0);
    assertThat(here.resolve(".git/pawl/trash")).isEmptyDirectory();
    assertThat(machines.git.run(here, "for-each-ref", "refs/pawl/trash")).isEmpty();
    assertThat(machines.git.read(here, "notes/keep.md")).isEqualTo("keep\n");
    assertThat(machines.run(HERE, "worktree", "prune", "--older-than", "soon").exits(2).err())
        .contains("30d");
  }
}
