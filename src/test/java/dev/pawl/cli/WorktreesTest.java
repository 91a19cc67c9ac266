package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worktree for each plan, from the command line; C git judges what was made. */
final class WorktreesTest {
  private static final String OTHER = "plans/road.md";
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    machines.git.write(here, OTHER, Machines.plan("ROAD-WP-2", "R01", "R02"));
    machines.git.commitAll(here, "plan: the road");
    machines.push(HERE);
  }

  private String git(Path where, String... arguments) {
    return machines.git.run(where, arguments);
  }

  private Path create(String plan, String... options) {
    List<String> all = new ArrayList<>(List.of("worktree", "create", plan, "--format", "json"));
    all.addAll(List.of(options));
    Run run = machines.run(HERE, all.toArray(String[]::new)).exits(0);
    return Path.of(String.valueOf(run.json().get("path")));
  }

  private List<String> states() {
    Run run = machines.run(HERE, "worktree", "list", "--format", "json").exits(0);
    return Run.objects(run.json().get("worktrees")).stream()
        .map(row -> row.get("plan") + " " + row.get("state") + " " + row.get("reasons"))
        .toList();
  }

  private static List<String> tasks(Run run) {
    return Run.objects(run.exits(0).json().get("tasks")).stream()
        .map(row -> String.valueOf(row.get("id")))
        .toList();
  }

  @Test
  @DisplayName("create: branch plan/<id>, inside the repository and out of its status")
  void create() {
    String config = machines.git.read(here, ".git/config");
    Path tree = create("NET-WP-1");
    assertThat(tree).isEqualTo(here.resolve("worktrees/plan-NET-WP-1"));
    assertThat(git(tree, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/plan/NET-WP-1");
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    assertThat(git(here, "status", "--porcelain", "--untracked-files=all")).isEmpty();
    assertThat(git(tree, "diff-files")).isEmpty();
    assertThat(machines.git.read(here, ".git/config")).isEqualTo(config);
    assertThat(git(here, "diff", "HEAD", "--", ".gitignore")).isEmpty();
    Run again = machines.run(HERE, "worktree", "create", "NET-WP-1", "--format", "json").exits(0);
    assertThat(again.json()).containsEntry("existing", true).containsEntry("path", tree.toString());
    assertThat(machines.run(HERE, "worktree", "path", "NET-WP-1").exits(0).out())
        .isEqualTo(tree + System.lineSeparator());
    assertThat(
            Run.objects(machines.run(HERE, "plan", "list", "--format", "json").json().get("plans"))
                .stream()
                .map(row -> row.get("worktree")))
        .containsExactly(tree.toString(), null);
    create("ROAD-WP-2");
    assertThat(machines.git.read(here, ".git/info/exclude").lines())
        .filteredOn(line -> line.equals("/worktrees/plan-*/"))
        .hasSize(1);
    assertThat(states())
        .containsExactly("null main []", "NET-WP-1 active []", "ROAD-WP-2 active []");
    machines.sound();
  }

  @Test
  @DisplayName("N34 a session acts on the plan of its own worktree, whatever others do")
  void bound() {
    Path net = create("NET-WP-1");
    Path road = create("ROAD-WP-2");
    String[] list = {"task", "list", "--format", "json"};
    assertThat(tasks(machines.run(HERE, list))).hasSize(5);
    assertThat(tasks(machines.in(net, HERE, list))).containsExactly("T01", "T02", "T03");
    assertThat(tasks(machines.in(road, HERE, list))).containsExactly("R01", "R02");
    assertThat(tasks(machines.in(road.resolve("plans"), HERE, list))).containsExactly("R01", "R02");
    machines.in(road, HERE, "task", "add", "Gravel").exits(0);
    assertThat(machines.git.read(road, OTHER)).contains("Gravel");
    assertThat(git(net, "status", "--porcelain")).isEmpty();
    Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
    variables.put("PAWL_PLAN", "NET-WP-1");
    assertThat(tasks(machines.in(road, variables, HERE, list)))
        .containsExactly("T01", "T02", "T03");
    assertThat(
            tasks(
                machines.in(net, HERE, "task", "list", "--plan", "ROAD-WP-2", "--format", "json")))
        .containsExactly("R01", "R02");
    git(road, "rm", "-q", "-f", OTHER);
    Run refused = machines.in(road, HERE, list).exits(1);
    assertThat(refused.err()).contains("ROAD-WP-2", "--plan");
  }

  @Test
  @DisplayName("N34 a note about the plan that cannot be read is said, and never passed over")
  void unreadable() {
    Path net = create("NET-WP-1");
    Path admin = Path.of(git(net, "rev-parse", "--absolute-git-dir"));
    machines.git.write(admin, "pawl-plan", "plan: ../..\n");
    assertThat(machines.in(net, HERE, "task", "list").exits(3).err()).contains("cannot be read");
    assertThat(states().getLast()).contains("cannot be read");
  }

  @Test
  @DisplayName(
      "an existing branch is checked out, here or from the remote; one in the way is named")
  void branches() throws Exception {
    git(here, "branch", "plan/NET-WP-1", "HEAD^");
    assertThat(git(create("NET-WP-1"), "rev-parse", "HEAD"))
        .isEqualTo(git(here, "rev-parse", "HEAD^"));
    machines.clone(THERE);
    Path there = machines.at(THERE);
    git(there, "switch", "-q", "-c", "plan/ROAD-WP-2");
    String work = machines.git.commitAll(there, "work").hex();
    git(there, "push", "-q", "origin", "plan/ROAD-WP-2");
    git(here, "fetch", "-q");
    assertThat(git(create("ROAD-WP-2"), "rev-parse", "HEAD")).isEqualTo(work);
    assertThat(git(there, "switch", "-q", "main")).isEmpty();
    git(there, "switch", "-q", "plan/ROAD-WP-2");
    assertThat(machines.in(there, THERE, "worktree", "create", "ROAD-WP-2").exits(1).err())
        .contains("checked out in the main worktree");
    Path third = machines.clone("third");
    git(third, "branch", "-q", "plan");
    assertThat(machines.in(third, "third", "worktree", "create", "NET-WP-1").exits(1).err())
        .contains("a branch called 'plan' is in the way");
  }

  @Test
  @DisplayName("a plan that is not committed where the worktree would begin is refused")
  void uncommitted() {
    machines.git.write(here, "plans/new.md", Machines.plan("NEW-WP-3", "N01"));
    assertThat(machines.run(HERE, "worktree", "create", "NEW-WP-3").exits(1).err())
        .contains("plans/new.md is not committed on main");
    assertThat(git(here, "branch", "--list", "plan/*")).isEmpty();
    assertThat(here.resolve("worktrees")).doesNotExist();
  }

  @Test
  @DisplayName("N50 no worktree is made through a link, or in another repository")
  void escapes() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(here.resolve("worktrees"), outside);
    assertThat(machines.run(HERE, "worktree", "create", "NET-WP-1").exits(1).err())
        .contains("is a link");
    assertThat(outside).isEmptyDirectory();
    Files.delete(here.resolve("worktrees"));
    machines.git.repo("neighbour");
    for (String root :
        List.of("../neighbour", "../../up", "/tmp/x", "~/x", ".git/x", "a/../../x")) {
      machines.git.write(here, ".pawl.yaml", "repo: net\nworktrees.root: " + root + "\n");
      Run run = machines.run(HERE, "worktree", "create", "NET-WP-1");
      assertThat(run.exit()).as(root).isBetween(1, 2);
    }
    assertThat(folder.resolve("neighbour")).isDirectoryNotContaining("glob:**plan-*");
    machines.git.write(here, ".pawl.yaml", "repo: net\nworktrees.root: ../net-trees\n");
    assertThat(create("NET-WP-1")).isEqualTo(here.resolveSibling("net-trees/plan-NET-WP-1"));
    Path mine = Files.createDirectory(folder.resolve("anywhere"));
    assertThat(create("ROAD-WP-2", "--root", mine.toString()))
        .isEqualTo(mine.resolve("plan-ROAD-WP-2"));
    assertThat(git(here, "worktree", "list").lines()).hasSize(3);
  }

  @Test
  @DisplayName("worktrees.copy brings ignored files, and follows no link out")
  void copies() throws Exception {
    machines.git.write(here, ".gitignore", ".env\ncache/\nlinked\nescape\n");
    machines.git.commitAll(here, "ignores");
    machines.git.write(
        here, ".pawl.yaml", "repo: net\nworktrees.copy: ['.env', cache, 'link*', escape, plans]\n");
    machines.git.write(here, ".env", "SECRET=1\n");
    Files.setPosixFilePermissions(
        here.resolve(".env"), PosixFilePermissions.fromString("rw-------"));
    machines.git.write(here, "cache/deep/file", "x\n");
    Files.createSymbolicLink(here.resolve("linked"), Path.of(".env"));
    Files.createSymbolicLink(here.resolve("escape"), folder);
    Path tree = create("NET-WP-1");
    assertThat(machines.git.read(tree, ".env")).isEqualTo("SECRET=1\n");
    assertThat(Files.getPosixFilePermissions(tree.resolve(".env")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(machines.git.read(tree, "cache/deep/file")).isEqualTo("x\n");
    assertThat(Files.readSymbolicLink(tree.resolve("linked"))).isEqualTo(Path.of(".env"));
    assertThat(Files.exists(tree.resolve("escape"), java.nio.file.LinkOption.NOFOLLOW_LINKS))
        .isFalse();
    assertThat(git(tree, "status", "--porcelain")).isEmpty();
    machines.run(HERE, "worktree", "remove", "NET-WP-1").exits(0);
  }

  @Test
  @DisplayName("N54 files that git does not track leave the repository only as this user allowed")
  void copiesBeside() {
    machines.git.write(here, ".gitignore", ".env\nmore.env\n");
    machines.git.commitAll(here, "ignores");
    String settings = "repo: net\nworktrees.root: ../beside\nworktrees.copy: [%s]\n";
    machines.git.write(here, ".pawl.yaml", settings.formatted(".env"));
    machines.git.write(here, ".env", "SECRET=1\n");
    Run made = machines.run(HERE, "worktree", "create", "NET-WP-1").exits(0);
    assertThat(made.err()).contains("worktrees.copy was not done", "pawl trust");
    Path tree = here.resolveSibling("beside").resolve("plan-NET-WP-1");
    assertThat(tree.resolve(".env")).doesNotExist();
    assertThat(machines.run(HERE, "trust", "--show").exits(0).out())
        .contains("not allowed  worktrees.copy  .env into ../beside");
    machines.run(HERE, "trust").exits(0);
    machines.run(HERE, "worktree", "create", "NET-WP-1", "--setup").exits(0);
    assertThat(machines.git.read(tree, ".env")).isEqualTo("SECRET=1\n");
    machines.git.write(here, ".pawl.yaml", settings.formatted("more.env"));
    machines.git.write(here, "more.env", "SECRET=2\n");
    machines.run(HERE, "worktree", "create", "NET-WP-1", "--setup").exits(0);
    assertThat(tree.resolve("more.env")).doesNotExist();
  }

  @Test
  @DisplayName("N54 worktrees.setup runs only once this user allowed exactly that text")
  void setup() {
    machines.git.write(
        here,
        ".pawl.yaml",
        "repo: net\nworktrees.setup: 'echo \"$PAWL_PLAN\" > set.txt; exit 3'\n");
    Path tree = create("NET-WP-1");
    assertThat(tree.resolve("set.txt")).doesNotExist();
    machines.run(HERE, "trust").exits(0);
    Run failed = machines.run(HERE, "worktree", "create", "NET-WP-1", "--setup").exits(1);
    assertThat(failed.err()).contains("exit code 3");
    assertThat(machines.git.read(tree, "set.txt")).isEqualTo("NET-WP-1\n");
    machines.git.write(
        here, ".pawl.yaml", "repo: net\nworktrees.setup: 'echo changed > other.txt'\n");
    Run untold = machines.run(HERE, "worktree", "create", "NET-WP-1", "--setup").exits(0);
    assertThat(untold.err()).contains("pawl trust");
    assertThat(tree.resolve("other.txt")).doesNotExist();
  }

  @Test
  @DisplayName("worktrees.max refuses one more, and says so")
  void most() {
    machines.git.write(here, ".pawl.yaml", "repo: net\nworktrees.max: 1\n");
    create("NET-WP-1");
    create("NET-WP-1");
    assertThat(machines.run(HERE, "worktree", "create", "ROAD-WP-2").exits(1).err())
        .contains("worktrees.max is 1");
  }

  @Test
  @DisplayName("N32 one plan asked for eight times at once: one worktree, the same for all")
  void atOnce() throws Exception {
    Callable<Run> job =
        () -> machines.run(HERE, "worktree", "create", "NET-WP-1", "--format", "json");
    List<Run> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Run> done : threads.invokeAll(Collections.nCopies(8, job))) {
        runs.add(done.get());
      }
    }
    for (Run run : runs) {
      run.exits(0);
    }
    assertThat(runs).filteredOn(run -> Boolean.FALSE.equals(run.json().get("existing"))).hasSize(1);
    assertThat(git(here, "worktree", "list").lines()).hasSize(2);
    assertThat(git(here.resolve("worktrees/plan-NET-WP-1"), "status", "--porcelain")).isEmpty();
  }

  @Test
  @DisplayName("a worktree that git made for the plan's branch is bound, not made again")
  void adopted() {
    git(here, "worktree", "add", "-q", "-b", "plan/NET-WP-1", "../by-git");
    git(here, "worktree", "add", "-q", "-b", "other", "../foreign");
    assertThat(states()).contains("null foreign [not made for a plan]");
    assertThat(create("NET-WP-1")).isEqualTo(here.resolveSibling("by-git"));
    assertThat(states()).contains("NET-WP-1 active []");
    Run refused = machines.run(HERE, "worktree", "remove", "../foreign").exits(1);
    assertThat(refused.err()).contains("not made for a plan");
    assertThat(here.resolveSibling("foreign")).isDirectory();
  }

  @Test
  @DisplayName("a worktree that is needed no more is stale, and the reason is named")
  void stale() {
    Path net = create("NET-WP-1");
    create("ROAD-WP-2");
    git(net, "commit", "-q", "--allow-empty", "-m", "work");
    git(here, "merge", "-q", "--no-ff", "-m", "merge", "plan/NET-WP-1");
    String text = machines.git.read(here, OTHER);
    machines.git.write(here, OTHER, text.replaceFirst("status: active", "status: done"));
    assertThat(states())
        .contains("NET-WP-1 stale [its commits are in main]", "ROAD-WP-2 stale [the plan is done]");
  }

  @Test
  @DisplayName("N33 what is only invisible from here stays known, until a person says it is gone")
  void invisible() throws Exception {
    Path net = create("NET-WP-1");
    Path away = folder.resolve("unmounted");
    Files.move(net, away);
    assertThat(states().getLast()).startsWith("NET-WP-1 missing");
    assertThat(machines.run(HERE, "worktree", "create", "NET-WP-1").exits(1).err())
        .contains("not visible from here");
    assertThat(machines.run(HERE, "worktree", "remove", "NET-WP-1").exits(1).err())
        .contains("not visible from here");
    machines.run(HERE, "worktree", "prune", "--older-than", "0h").exits(0);
    Files.move(away, net);
    assertThat(states().getLast()).isEqualTo("NET-WP-1 active []");
    Files.move(net, away);
    machines.run(HERE, "worktree", "remove", "NET-WP-1", "--gone").exits(0);
    assertThat(states()).hasSize(1);
    Files.move(away, net);
    machines.run(HERE, "worktree", "restore", "NET-WP-1").exits(0);
    assertThat(git(net, "status", "--porcelain")).isEmpty();
    assertThat(Objects.requireNonNull(states().getLast())).isEqualTo("NET-WP-1 active []");
  }
}
