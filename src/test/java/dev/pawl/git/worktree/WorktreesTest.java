package dev.pawl.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.BranchName;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.GitSandbox;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Worktrees that pawl makes, judged by C git; and those that C git makes, read by pawl. */
final class WorktreesTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  @TempDir Path folder;
  private GitSandbox git;
  private Path work;

  @BeforeEach
  void start() throws Exception {
    git = GitSandbox.create(folder);
    work = git.repo("work");
    git.write(work, "a.txt", "a\n");
    git.write(work, "src/run.sh", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        work.resolve("src/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(work.resolve("link"), Path.of("a.txt"));
    git.commitAll(work, "start");
  }

  private Path make(String name) throws Exception {
    try (Repo repo = git.open(work)) {
      return make(repo, name);
    }
  }

  private Path make(Repo repo, String name) throws Exception {
    return make(repo, name, folder.toRealPath().resolve("trees").resolve(name));
  }

  private Path make(Repo repo, String name, Path path) throws Exception {
    Worktrees worktrees = new Worktrees(repo);
    NewWorktree fresh;
    try (GitQueue.Turn _ =
        GitQueue.of(repo, "a test", InstantSource.system()).enter(WAIT, _ -> {})) {
      fresh =
          worktrees.register(
              path,
              new BranchName("plan/" + name),
              git.head(work),
              Map.of("pawl-note", "about " + name));
    }
    assertThat(fresh.fill()).isEmpty();
    return fresh.path();
  }

  @Test
  @DisplayName("N14 what a maker left that was killed before git saw it goes with the next one")
  void killedBeforeGitSawIt() throws Exception {
    Path path = folder.toRealPath().resolve("trees/b");
    Path admin = work.resolve(".git/worktrees/b").toAbsolutePath();
    String pointer = "gitdir: " + work.resolve(".git").toRealPath() + "/worktrees/b\n";
    for (String text : new String[] {"none", "", pointer}) {
      for (String note : List.of("locked", "pawl-making", "pawl-place", "HEAD", "commondir")) {
        git.write(admin, note, "");
      }
      git.write(admin, "locked", "pawl is making it: process 1, x\n");
      git.write(admin, "pawl-place", path + "\n");
      Files.createDirectories(path);
      if (!text.equals("none")) {
        git.write(path, ".git", text);
      }
      Path other = make("other-" + text.length());
      assertThat(admin).doesNotExist();
      assertThat(path).doesNotExist();
      assertThat(other).exists();
      assertThat(make("b-" + text.length())).exists();
    }
  }

  @Test
  @DisplayName("N13 where a maker was killed and somebody put files since, those stay")
  void killedAndUsed() throws Exception {
    Path path = folder.toRealPath().resolve("trees/b");
    Path admin = work.resolve(".git/worktrees/b").toAbsolutePath();
    git.write(admin, "locked", "pawl is making it: process 1, x\n");
    git.write(admin, "pawl-place", path + "\n");
    git.write(path, ".git", "gitdir: " + admin.toRealPath() + "\n");
    git.write(path, "mine", "mine\n");
    make("other");
    assertThat(admin).doesNotExist();
    assertThat(path.resolve("mine")).hasContent("mine");
  }

  private List<LinkedWorktree> list() throws GitException {
    try (Repo repo = git.open(work)) {
      return new Worktrees(repo).list();
    }
  }

  private String config() {
    return git.read(work, ".git/config");
  }

  private void sound(Path tree) {
    assertThat(git.run(tree, "status", "--porcelain", "--ignored")).isEmpty();
    assertThat(git.run(tree, "diff-index", "--cached", "HEAD")).isEmpty();
    assertThat(git.attempt(work, "fsck", "--strict").err()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = GitEnvironment.Engine.class,
      names = {"AUTO", "JGIT"})
  @DisplayName("C git takes a worktree of ours for one of its own, by either engine")
  void byGit(GitEnvironment.Engine engine) throws Exception {
    String config = config();
    Path tree;
    try (Repo repo = Repo.open(work, git.environment().withEngine(engine))) {
      tree = make(repo, "one");
    }
    assertThat(git.run(work, "worktree", "list", "--porcelain"))
        .contains("worktree " + tree + "\nHEAD " + git.head(work) + "\nbranch refs/heads/plan/one")
        .doesNotContain("locked")
        .doesNotContain("prunable");
    assertThat(git.run(tree, "diff-files")).isEmpty();
    sound(tree);
    assertThat(Files.isExecutable(tree.resolve("src/run.sh"))).isTrue();
    assertThat(Files.readSymbolicLink(tree.resolve("link"))).isEqualTo(Path.of("a.txt"));
    assertThat(config()).isEqualTo(config);
    git.run(tree, "commit", "-q", "--allow-empty", "-m", "works");
    git.run(work, "worktree", "lock", "--reason", "a disk", tree.toString());
    assertThat(list().getLast().locked()).isEqualTo("a disk");
    git.run(work, "worktree", "unlock", tree.toString());
    git.run(work, "worktree", "move", tree.toString(), folder.resolve("moved").toString());
    assertThat(list().getLast().path()).isEqualTo(folder.toRealPath().resolve("moved"));
    assertThat(Worktrees.note(list().getLast(), "pawl-note")).contains("about one");
    git.run(work, "worktree", "remove", folder.resolve("moved").toString());
    assertThat(list()).hasSize(1);
    try (Stream<Path> left = Files.list(work.resolve(".git"))) {
      assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("worktrees");
    }
  }

  @Test
  @DisplayName("what C git makes is read as C git lists it: detached, locked, gone, moved away")
  void read() throws Exception {
    git.run(work, "worktree", "add", "-q", "-b", "b1", "../w1");
    git.run(work, "worktree", "add", "-q", "--detach", "../w2");
    git.run(work, "worktree", "add", "-q", "-b", "b3", "../w3");
    git.run(work, "worktree", "lock", "../w3");
    Files.move(folder.resolve("w1"), folder.resolve("elsewhere"));
    List<String> ours = new ArrayList<>();
    for (LinkedWorktree each : list()) {
      ours.add("worktree " + each.path());
      ours.add("HEAD " + each.head());
      ours.add(each.branch() == null ? "detached" : "branch " + each.branch().ref());
      if (each.locked() != null) {
        ours.add(("locked " + each.locked()).strip());
      }
      if (!each.visible()) {
        ours.add("prunable");
      }
    }
    assertThat(ours)
        .containsExactlyElementsOf(
            git.run(work, "worktree", "list", "--porcelain")
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.startsWith("prunable") ? "prunable" : line)
                .toList());
    git.run(work, "worktree", "repair", folder.resolve("elsewhere").toString());
    assertThat(list()).allMatch(LinkedWorktree::visible);
    // As newer gits write it where worktree.useRelativePaths is set.
    Path admin = work.resolve(".git/worktrees/w2");
    Files.writeString(admin.resolve("gitdir"), "../../../../w2/.git\n");
    Files.writeString(folder.resolve("w2/.git"), "gitdir: ../work/.git/worktrees/w2\n");
    assertThat(list()).allMatch(LinkedWorktree::visible);
    try (Repo inside = git.open(folder.resolve("w2"))) {
      assertThat(new Worktrees(inside).list()).isEqualTo(list());
      assertThat(new Worktrees(inside).main()).contains(work);
    }
  }

  @Test
  @DisplayName("N32 forty at once, between worktrees that git adds: none fails, .git/config intact")
  void forty() throws Exception {
    String config = config();
    List<Callable<Path>> jobs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "p" + i;
      // All of them want the same name in git's folder.
      jobs.add(() -> crowded(name));
      if (i % 4 == 0) {
        jobs.add(() -> added("g" + name));
        jobs.add(this::pruned);
      }
    }
    List<Path> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Path> done : threads.invokeAll(jobs)) {
        made.add(done.get());
      }
    }
    assertThat(config()).isEqualTo(config);
    String listed = git.run(work, "worktree", "list", "--porcelain");
    assertThat(listed.lines().filter(line -> line.startsWith("worktree "))).hasSize(51);
    assertThat(listed).doesNotContain("locked").doesNotContain("prunable");
    for (Path tree : made) {
      assertThat(git.run(tree, "status", "--porcelain")).isEmpty();
      assertThat(git.run(tree, "diff-files")).isEmpty();
    }
    assertThat(git.run(work, "worktree", "prune", "-v")).isEmpty();
    sound(work);
  }

  private Path crowded(String name) throws Exception {
    try (Repo repo = git.open(work)) {
      return make(repo, name, folder.toRealPath().resolve("trees").resolve(name).resolve("tree"));
    }
  }

  /** What git's own housekeeping does now and then. */
  private Path pruned() {
    for (int i = 0; i < 5; i++) {
      git.run(work, "worktree", "prune", "--expire=now");
    }
    return work;
  }

  /** Git's own may fail beside another of git's own; that is not ours to judge. */
  private Path added(String name) throws Exception {
    Path tree = folder.resolve(name);
    GitSandbox.Outcome outcome =
        git.attempt(work, "worktree", "add", "-q", "--detach", tree.toString());
    for (int i = 0; outcome.exit() != 0 && i < 20; i++) {
      assertThat(outcome.err()).doesNotContain("trees/p");
      outcome = git.attempt(work, "worktree", "add", "-q", "-f", "--detach", tree.toString());
    }
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return tree;
  }

  @Test
  @DisplayName("what fails halfway is taken back, and nothing else")
  void takenBack() throws Exception {
    Path before = Files.createDirectories(folder.toRealPath().resolve("trees"));
    git.write(work, ".gitattributes", "*.txt filter=broken\n");
    git.commitAll(work, "a filter");
    git.run(work, "config", "filter.broken.smudge", "false");
    git.run(work, "config", "filter.broken.required", "true");
    String refs = git.run(work, "for-each-ref");
    assertThatThrownBy(() -> make("broken"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("broken");
    assertThat(before).isEmptyDirectory();
    assertThat(git.run(work, "for-each-ref")).isEqualTo(refs);
    assertThat(git.run(work, "worktree", "list").lines()).hasSize(1);
    git.write(before, "full/mine.txt", "mine\n");
    assertThatThrownBy(() -> make("full")).hasMessageContaining("not empty");
    assertThat(git.read(before, "full/mine.txt")).isEqualTo("mine\n");
    assertThat(git.run(work, "for-each-ref")).isEqualTo(refs);
    assertThat(work.resolve(".git/worktrees")).isEmptyDirectory();
  }

  @Test
  @DisplayName("the post-checkout hook runs as git runs it")
  void hook() throws Exception {
    Path hook = work.resolve(".git/hooks/post-checkout");
    Files.writeString(hook, "#!/bin/sh\necho \"$PWD $*\" >> \"$HOME/hook\"\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path ours = make("one");
    git.run(work, "worktree", "add", "-q", "-b", "two", "../two");
    List<String> lines = git.read(git.home(), "hook").lines().toList();
    assertThat(lines.getFirst().replace(ours.toString(), "X"))
        .isEqualTo(lines.getLast().replace(folder.toRealPath().resolve("two").toString(), "X"));
  }

  @Test
  @DisplayName("a name that is taken gets a number, as git does it")
  void names() throws Exception {
    git.run(work, "worktree", "add", "-q", "-b", "x", "../deep/same");
    Path tree = make("same");
    assertThat(git.run(tree, "rev-parse", "--git-dir")).endsWith("worktrees/same1");
    sound(tree);
  }
}
