package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a worktree from being removed, and how one comes back. */
final class WorktreeRemovalTest {
  private static final String PLAN = "NET-WP-1";
  @TempDir Path folder;
  private Machines machines;
  private Path here;
  private Path tree;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    machines.git.write(here, ".gitignore", ".env\n*.local\ntarget/\nnotes/\nempty\n");
    machines.git.commitAll(here, "ignores");
    machines.push(HERE);
    machines.run(HERE, "worktree", "create", PLAN).exits(0);
    tree = here.resolve("worktrees/plan-" + PLAN);
  }

  private String git(Path where, String... arguments) {
    return machines.git.run(where, arguments);
  }

  private Run remove() {
    return machines.run(HERE, "worktree", "remove", PLAN, "--format", "json");
  }

  /** Removing is refused for exactly these kinds of reasons, and nothing was touched. */
  private void refused(String... kinds) throws Exception {
    Map<String, String> before = picture(tree);
    Run run = remove().exits(1);
    List<String> found =
        Run.objects(run.json().get("reasons")).stream()
            .map(reason -> String.valueOf(reason.get("kind")))
            .toList();
    assertThat(found).as(run.out()).containsExactlyInAnyOrder(kinds);
    assertThat(Run.objects(run.json().get("reasons")))
        .allMatch(reason -> !String.valueOf(reason.get("next_step")).isBlank())
        .noneMatch(reason ->
            String.valueOf(reason).matches("(?s).*(--force|-f |rm |clean|reset|discard).*"));
    assertThat(picture(tree)).isEqualTo(before);
    assertThat(here.resolve(".git/pawl/trash")).doesNotExist();
  }

  /** Every file with its mode, time and content; links as such. */
  private static Map<String, String> picture(Path root) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String what =
            Files.getPosixFilePermissions(file, NOFOLLOW_LINKS)
                + " "
                + Files.getLastModifiedTime(file, NOFOLLOW_LINKS);
        if (Files.isSymbolicLink(file)) {
          what += " -> " + Files.readSymbolicLink(file);
        } else if (Files.isRegularFile(file)) {
          what += " " + HexFormat.of().formatHex(Files.readAllBytes(file));
        }
        all.put(root.relativize(file).toString(), what);
      }
    }
    return all;
  }

  private void work() {
    machines.git.write(tree, "work.txt", "work\n");
    machines.git.commitAll(tree, "work");
  }

  @Test
  @DisplayName("a worktree without anything of its own goes into the trash; its branch stays")
  void removed() {
    machines.git.write(tree, "target/classes/A.class", "bytes\n");
    machines.git.write(tree, "empty", "");
    Run run = remove().exits(0);
    assertThat(run.json()).containsEntry("removed", true);
    assertThat(tree).doesNotExist();
    assertThat(git(here, "worktree", "list").lines()).hasSize(1);
    assertThat(git(here, "worktree", "prune", "-v")).isEmpty();
    assertThat(git(here, "branch", "--list", "plan/*").strip()).isEqualTo("plan/" + PLAN);
    machines.sound();
  }

  @Test
  @DisplayName("N30 all that would be lost is named at once, and nothing is touched")
  void everything() throws Exception {
    work();
    machines.git.write(tree, "staged.txt", "staged\n");
    git(tree, "add", "staged.txt");
    machines.git.write(tree, "unknown.txt", "unknown\n");
    machines.git.write(tree, ".env", "SECRET=1\n");
    git(here, "worktree", "lock", "--reason", "mine", tree.toString());
    refused("uncommitted", "untracked", "precious", "unmerged", "unpushed", "locked");
    String said = machines.run(HERE, "worktree", "remove", PLAN).exits(1).err();
    assertThat(said)
        .contains("staged.txt", "unknown.txt", ".env", "1 commit of plan/" + PLAN, "locked: mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plans/net.md", "staged", "deleted", "mode", "hidden", "assumed"})
  @DisplayName("N30 uncommitted: changed, staged, deleted, of another mode, hidden from git status")
  void uncommitted(String how) throws Exception {
    Path plan = tree.resolve("plans/net.md");
    switch (how) {
      case "staged" -> {
        Files.writeString(plan, "staged\n");
        git(tree, "add", "plans/net.md");
        git(tree, "show", "HEAD:plans/net.md");
        Files.writeString(plan, git(tree, "show", "HEAD:plans/net.md") + "\n");
      }
      case "deleted" -> Files.delete(plan);
      case "mode" ->
          Files.setPosixFilePermissions(plan, PosixFilePermissions.fromString("rwxr-xr-x"));
      case "hidden" -> {
        git(tree, "update-index", "--skip-worktree", "plans/net.md");
        Files.writeString(plan, "mine\n");
      }
      case "assumed" -> {
        git(tree, "update-index", "--assume-unchanged", "plans/net.md");
        Files.writeString(plan, "mine\n");
      }
      default -> Files.writeString(tree.resolve(how), "changed\n");
    }
    refused("uncommitted");
  }

  @Test
  @DisplayName("what is said of a hidden file lets git see it when it is typed")
  void hidden() throws Exception {
    for (String flag : List.of("skip-worktree", "assume-unchanged")) {
      git(tree, "update-index", "--" + flag, "plans/net.md");
      Files.writeString(tree.resolve("plans/net.md"), flag + "\n");
      String step =
          String.valueOf(Run.objects(remove().json().get("reasons")).getFirst().get("next_step"));
      String line = step.substring(step.indexOf("git -C "));
      assertThat(git(tree, "status", "--porcelain")).isEmpty();
      git(here, line.substring("git ".length()).split(" "));
      assertThat(git(tree, "status", "--porcelain").strip()).isEqualTo("M plans/net.md");
      git(tree, "checkout", "-q", "--", "plans/net.md");
    }
  }

  @Test
  @DisplayName("N30 precious: ignored, and neither made anew nor the same in the main worktree")
  void precious() throws Exception {
    machines.git.write(tree, "notes/idea.md", "only here\n");
    refused("precious");
    machines.git.write(here, "notes/idea.md", "another\n");
    refused("precious");
    machines.git.write(here, "notes/idea.md", "only here\n");
    machines.git.write(tree, "secret.local", "1\n");
    refused("precious");
    machines.git.write(here, ".pawl.yaml", "repo: net\nworktrees.disposable: ['*.local']\n");
    git(here, "update-index", "--assume-unchanged", ".pawl.yaml");
    remove().exits(0);
  }

  @Test
  @DisplayName("N30 repositories, worktrees and merges inside are work as well")
  void nested() throws Exception {
    git(tree, "init", "-q", "notes/repo");
    refused("nested");
    git(tree, "init", "-q", "lib");
    refused("nested");
    Files.move(tree.resolve("notes"), folder.resolve("n"));
    Files.move(tree.resolve("lib"), folder.resolve("l"));
    git(here, "worktree", "add", "-q", "--detach", tree.resolve("notes/inner").toString());
    refused("nested", "nested");
    git(here, "worktree", "remove", tree.resolve("notes/inner").toString());
    git(tree, "switch", "-q", "-c", "side");
    work();
    git(tree, "switch", "-q", "plan/" + PLAN);
    git(tree, "merge", "-q", "--no-commit", "--no-ff", "side");
    refused("in-progress", "uncommitted");
  }

  @Test
  @DisplayName("N30 unmerged and unpushed, until it is merged in any of the ways")
  void merged() throws Exception {
    work();
    refused("unmerged", "unpushed");
    git(tree, "push", "-q", "origin", "plan/" + PLAN);
    refused("unmerged");
    git(here, "merge", "-q", "--squash", "plan/" + PLAN);
    machines.git.commitAll(here, "squashed");
    remove().exits(0);
  }

  @Test
  @DisplayName("N30 a squash merge that the remote made counts, and a detached HEAD is work")
  void remote() throws Exception {
    git(tree, "switch", "-q", "--detach");
    work();
    refused("unmerged", "unpushed");
    git(tree, "switch", "-q", "-C", "plan/" + PLAN);
    Path host = machines.git.clone(machines.origin(), "host");
    git(host, "pull", "-q", tree.toString(), "plan/" + PLAN, "--no-rebase", "--squash");
    machines.git.commitAll(host, "squashed by the host");
    git(host, "push", "-q", "origin", "main");
    refused("unmerged", "unpushed");
    git(here, "fetch", "-q");
    remove().exits(0);
  }

  @Test
  @DisplayName("N31 the one a process stands in stays, and so do main and the default branch's")
  void standing() throws Exception {
    Process process =
        new ProcessBuilder("sleep", "60")
            .directory(Files.createDirectories(tree.resolve("target")).toFile())
            .start();
    try {
      Run run = remove().exits(1);
      assertThat(run.out()).contains("in-use", "sleep (process " + process.pid() + ")");
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(machines.in(tree, HERE, "worktree", "remove").exits(1).err())
        .contains("this command runs in it");
    assertThat(machines.run(HERE, "worktree", "remove", here.toString()).exits(1).err())
        .contains("it is the main worktree");
    git(here, "switch", "-q", "-c", "elsewhere");
    git(tree, "switch", "-q", "main");
    refused("needed");
    assertThat(git(tree, "symbolic-ref", "--short", "HEAD")).isEqualTo("main");
  }

  @Test
  @DisplayName("a worktree whose plan somebody owns stays until it is released")
  void claimed() throws Exception {
    machines.run(HERE, "plan", "claim", PLAN).exits(0);
    refused("claimed");
    machines.run(HERE, "plan", "release", PLAN).exits(0);
    remove().exits(0);
  }

  @Test
  @DisplayName("restore brings back every byte, mode and time, ignored files and index included")
  void restored() throws Exception {
    machines.git.write(tree, "target/A.class", "bytes\n");
    Files.setPosixFilePermissions(
        tree.resolve("target/A.class"), PosixFilePermissions.fromString("r--------"));
    Files.setLastModifiedTime(tree.resolve("target"), FileTime.fromMillis(1_000_000_000_000L));
    Files.createSymbolicLink(tree.resolve("target/link"), Path.of("/nowhere"));
    git(tree, "commit", "-q", "--allow-empty", "-m", "gone by tomorrow");
    git(tree, "reset", "-q", "--soft", "HEAD^");
    Path admin = Path.of(git(tree, "rev-parse", "--absolute-git-dir"));
    Map<String, String> files = picture(tree);
    Map<String, String> notes = picture(admin);
    String listed = git(here, "worktree", "list", "--porcelain");
    remove().exits(0);
    git(here, "worktree", "prune");
    git(
        here,
        "-c",
        "gc.reflogExpire=now",
        "-c",
        "gc.reflogExpireUnreachable=now",
        "gc",
        "-q",
        "--prune=now");
    git(here, "branch", "-q", "-D", "plan/" + PLAN);
    git(here, "gc", "-q", "--prune=now");
    Run back = machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    assertThat(back.err()).contains("was gone and is back");
    assertThat(picture(tree)).isEqualTo(files);
    assertThat(picture(admin)).isEqualTo(notes);
    assertThat(git(here, "worktree", "list", "--porcelain")).isEqualTo(listed);
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    assertThat(git(tree, "show", "-s", "--format=%s", "HEAD@{1}")).isEqualTo("gone by tomorrow");
    assertThat(here.resolve(".git/pawl/trash")).isEmptyDirectory();
    assertThat(git(here, "for-each-ref", "refs/pawl/trash")).isEmpty();
    machines.sound();
  }

  @Test
  @DisplayName("on another file system the files stay there, and come back")
  void elsewhere() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(shared));
    assumeFalse(Files.getFileStore(shared).equals(Files.getFileStore(here)));
    Path root = Files.createTempDirectory(shared, "pawl-");
    try {
      machines.git.write(here, "plans/far.md", Machines.plan("FAR-WP-9", "F01"));
      machines.git.commitAll(here, "far");
      machines.run(HERE, "worktree", "create", "FAR-WP-9", "--root", root.toString()).exits(0);
      Path far = root.resolve("plan-FAR-WP-9");
      machines.git.write(far, "target/A.class", "bytes\n");
      Map<String, String> files = picture(far);
      machines.run(HERE, "worktree", "remove", "FAR-WP-9").exits(0);
      assertThat(far).doesNotExist();
      machines.run(HERE, "worktree", "restore", "FAR-WP-9").exits(0);
      assertThat(picture(far)).isEqualTo(files);
      assertThat(git(far, "status", "--porcelain")).isEmpty();
      machines.run(HERE, "worktree", "remove", "FAR-WP-9").exits(0);
      machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0);
      assertThat(root).isEmptyDirectory();
    } finally {
      try (Stream<Path> left = Files.walk(root)) {
        left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  @Test
  @DisplayName("restore overwrites nothing, and finds another name when its own is taken")
  void taken() throws Exception {
    Map<String, String> files = picture(tree);
    remove().exits(0);
    machines.git.write(tree, "mine.txt", "mine\n");
    assertThat(machines.run(HERE, "worktree", "restore", PLAN).exits(1).err())
        .contains("something else is there");
    assertThat(machines.git.read(tree, "mine.txt")).isEqualTo("mine\n");
    Files.move(tree, folder.resolve("aside"));
    git(here, "worktree", "add", "-q", "--detach", "../plan-" + PLAN);
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    assertThat(picture(tree).keySet()).isEqualTo(files.keySet());
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    assertThat(git(here, "worktree", "list", "--porcelain")).doesNotContain("prunable");
    assertThat(git(here, "worktree", "list").lines()).hasSize(3);
  }

  @Test
  @DisplayName("N14 cut short on the way into the trash: restore brings it back whole")
  void cutShort() throws Exception {
    Map<String, String> files = picture(tree);
    remove().exits(0);
    Path entry = only(here.resolve(".git/pawl/trash"));
    Files.move(entry.resolve("files"), tree);
    machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0);
    assertThat(picture(tree)).isEqualTo(files);
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    assertThat(picture(tree)).isEqualTo(files);
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
  }

  @Test
  @DisplayName("N14 cut short before anything was moved: it hides nothing, and prune clears it")
  void cutShortAtOnce() throws Exception {
    Map<String, String> files = picture(tree);
    Path trash = here.resolve(".git/pawl/trash");
    remove().exits(0);
    Path entry = only(trash);
    String record = Files.readString(entry.resolve("entry"));
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    Files.createDirectories(entry);
    Files.writeString(entry.resolve("entry"), record);
    remove().exits(0);
    machines.run(HERE, "worktree", "restore", PLAN).exits(0);
    assertThat(picture(tree)).isEqualTo(files);
    machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0);
    assertThat(trash).isEmptyDirectory();
    assertThat(picture(tree)).isEqualTo(files);
  }

  private static Path only(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().getFirst();
    }
  }

  @Test
  @DisplayName(
      "N30 what was pushed to a branch that is gone from the remote is on no remote any more")
  void pushedToABranchThatIsGone() throws Exception {
    machines.git.write(tree, "work.txt", "work\n");
    machines.git.commitAll(tree, "work");
    git(tree, "push", "-q", "origin", "plan/" + PLAN);
    refused("unmerged");
    git(machines.origin(), "update-ref", "-d", "refs/heads/plan/" + PLAN);
    machines.run(HERE, "check").exits(0);

    refused("unmerged", "unpushed");
  }
}
