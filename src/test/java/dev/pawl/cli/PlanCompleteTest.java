package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static dev.pawl.cli.PlanStage.BRANCH;
import static dev.pawl.cli.PlanStage.CLAIM;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Complete means complete: the work is in the target, and whoever completed it owned the plan. */
final class PlanCompleteTest {
  private static final String[] FORCE = {"--force", "--reason", "done in another repository"};

  @TempDir Path folder;
  private PlanStage stage;

  @BeforeEach
  void ready() {
    stage = PlanStage.ready(folder);
  }

  private String heads() {
    return stage.git(HERE, "for-each-ref", "refs/heads");
  }

  private Run forced(String... more) {
    List<String> all = new ArrayList<>(List.of(FORCE));
    all.addAll(List.of(more));
    return stage.complete(HERE, all.toArray(String[]::new));
  }

  @Test
  @DisplayName("N35 work that only the remote's branch holds is not forgotten, and is merged")
  void workOnTheRemote() {
    stage.worked();
    stage.machines.in(stage.tree, HERE, "fix", "--remote").exits(0);
    stage.machines.run(HERE, "plan", "release", PlanStage.ID).exits(0);
    assertThat(stage.complete(THERE).exits(1).err())
        .contains("its work on origin/plan/NET-WP-1 is not merged into main: add --merge");
    stage.complete(THERE, "--merge", "--push").exits(0);
    assertThat(stage.git(THERE, "show", "origin/main:new.txt")).isEqualTo("ours");
    assertThat(stage.git(THERE, "show", "origin/main:" + PLAN))
        .contains("status: done")
        .doesNotContain("todo");
  }

  @Test
  @DisplayName("N35 the branch of the plan's worktree is its work, whatever it is called")
  void workUnderAnotherName() {
    stage.worked();
    stage.git(HERE, "-C", stage.tree.toString(), "branch", "-m", BRANCH, "feature/login");
    stage.machines.git.write(stage.tree, "src.txt", "not committed\n");
    assertThat(stage.complete(HERE).exits(1).err())
        .contains("uncommitted work in " + stage.tree + ": src.txt")
        .contains("its work on feature/login is not merged into main");
    stage.git(HERE, "-C", stage.tree.toString(), "checkout", "-q", "--", "src.txt");
    stage.complete(HERE, "--merge", "--push").exits(0);
    assertThat(stage.git(HERE, "show", "origin/main:new.txt")).isEqualTo("ours");
  }

  @Test
  @DisplayName("N03 N35 work that goes on after the plan was completed is merged and pushed, too")
  void workAfterwards() {
    stage.worked();
    stage.complete(HERE, "--merge", "--push").exits(0);
    stage.work("more.txt", "more\n");
    stage.complete(HERE, "--merge", "--push").exits(0);
    assertThat(stage.git(HERE, "show", "origin/main:more.txt")).isEqualTo("more");
    assertThat(stage.git(HERE, "rev-list", "--count", "origin/main..main")).isEqualTo("0");
    stage.machines.git.write(stage.machines.at(HERE), "own.txt", "a person's\n");
    stage.machines.git.commitAll(stage.machines.at(HERE), "not to be pushed yet");
    stage.complete(HERE, "--merge", "--push").exits(0);
    assertThat(stage.git(HERE, "rev-list", "--count", "origin/main..main")).isEqualTo("1");
  }

  @Test
  @DisplayName("N35 a detached HEAD in the plan's worktree is its work, too")
  void workOnDetachedHead() {
    stage.worked();
    stage.git(HERE, "-C", stage.tree.toString(), "switch", "-q", "--detach");
    stage.work("more.txt", "more\n");
    assertThat(stage.complete(HERE).exits(1).err())
        .contains("its work on the detached HEAD of " + stage.tree + " is not merged");
    stage.complete(HERE, "--merge").exits(0);
    assertThat(stage.git(HERE, "show", "main:more.txt")).isEqualTo("more");
  }

  @Test
  @DisplayName("N35 the furthest is merged; works that differ are brought together first")
  void furthest() {
    stage.worked();
    stage.git(HERE, "push", "-q", "origin", BRANCH);
    stage.git(THERE, "fetch", "-q");
    stage.git(THERE, "switch", "-q", BRANCH);
    stage.machines.git.write(stage.machines.at(THERE), "far.txt", "far\n");
    stage.machines.git.commitAll(stage.machines.at(THERE), "far");
    stage.git(THERE, "push", "-q", "origin", BRANCH);
    stage.git(THERE, "switch", "-q", "main");
    stage.work("near.txt", "near\n");
    String said = stage.complete(HERE, "--merge").exits(1).err();
    String cure = "git -C " + stage.tree + " merge origin/plan/NET-WP-1";
    assertThat(said)
        .contains("plan/NET-WP-1 and origin/plan/NET-WP-1 each hold work that the other lacks")
        .contains(cure);
    stage.git(HERE, "-C", stage.tree.toString(), "merge", "-q", "--no-edit", "origin/" + BRANCH);
    stage.complete(HERE, "--merge").exits(0);
    assertThat(stage.git(HERE, "ls-tree", "--name-only", "main"))
        .contains("far.txt", "near.txt", "new.txt");
  }

  @Test
  @DisplayName("N35 a squash that was reverted is not merged")
  void revertedSquash() {
    stage.worked();
    stage.machines.in(stage.tree, HERE, "fix", "--no-fetch").exits(0);
    stage.git(HERE, "merge", "-q", "--squash", BRANCH);
    stage.machines.git.commitAll(stage.here, "the network (#1)");
    stage.git(HERE, "revert", "--no-edit", "HEAD");
    stage.machines.push(HERE);
    String before = heads();
    assertThat(stage.complete(HERE, "--push").exits(1).err())
        .contains("its work on plan/NET-WP-1 is not merged into main");
    assertThat(heads()).isEqualTo(before);
    stage.complete(HERE, "--merge", "--push").exits(0);
    assertThat(stage.git(HERE, "show", "origin/main:new.txt")).isEqualTo("ours");
  }

  @Test
  @DisplayName("N22 N35 who loses the plan while it is merged has not completed it")
  void lostDuringTheMerge() {
    stage.worked();
    stage.hook(stage.here.resolve(".git"), "post-merge", stage.takeover());
    String main = stage.git(HERE, "rev-parse", "main");
    assertThat(stage.complete(HERE, "--merge", "--push").exits(1).err())
        .contains("NET-WP-1 is owned by there", "main is as it was");
    assertThat(stage.git(HERE, "rev-parse", "main")).isEqualTo(main);
    assertThat(stage.remote("main")).isEqualTo(main);
    assertThat(stage.git(HERE, "status", "--porcelain")).isEmpty();
  }

  @Test
  @DisplayName("N22 N35 who loses the plan at the last moment delivers nothing of it")
  void lostDuringThePush() {
    stage.worked();
    stage.hook(stage.here.resolve(".git"), "pre-push", stage.takeover());
    String main = stage.git(HERE, "rev-parse", "main");
    assertThat(stage.complete(HERE, "--merge", "--push").exits(1).err())
        .contains("it was taken over meanwhile", "NET-WP-1", "there", "main is as it was");
    assertThat(stage.git(HERE, "rev-parse", "main")).isEqualTo(main);
    assertThat(stage.remote("main")).isEqualTo(main);
    assertThat(stage.owner(HERE)).contains("there");
    assertThat(stage.machines.run(HERE, "task", "done", "T01").exits(1).err())
        .contains("no longer owns NET-WP-1");
  }

  @Test
  @DisplayName("N22 a remote that moves refs one by one is told so, and nothing is half done")
  void oneByOne() throws IOException {
    stage.machines.git.run(stage.machines.origin(), "config", "receive.advertiseAtomic", "false");
    stage.worked();
    stage.hook(stage.machines.origin(), "update", "case $1 in refs/heads/*) exit 1;; esac");
    assertThat(stage.complete(HERE, "--merge", "--push").exits(1).err())
        .contains("the push of main was refused", "hook declined", "the claim is kept");
    assertThat(stage.owner(HERE)).contains("held");
    Files.delete(stage.machines.origin().resolve("hooks/update"));
    Run done = stage.complete(HERE, "--merge", "--push").exits(0);
    assertThat(done.err()).contains("origin moves refs one by one only");
    assertThat(done.out()).contains("NET-WP-1 is released");
    assertThat(stage.remote("main")).isEqualTo(stage.git(HERE, "rev-parse", "main"));
  }

  @Test
  @DisplayName(
      "a target that takes pull requests only is as it was, and the printed line completes it")
  void protectedTarget() {
    stage.worked();
    stage.hook(
        stage.machines.origin(),
        "update",
        "case $1 in refs/heads/main) echo pull requests only; exit 1;; esac");
    String main = stage.git(HERE, "rev-parse", "main");
    String err = stage.complete(HERE, "--merge", "--push").exits(1).err();
    assertThat(err).contains("pull requests only", "main is as it was");
    assertThat(stage.git(HERE, "rev-parse", "main")).isEqualTo(main);
    assertThat(stage.git(HERE, "status", "--porcelain")).isEmpty();
    assertThat(stage.owner(HERE)).contains("held");
    String line = "plan complete NET-WP-1 --into plan/NET-WP-1 --push";
    assertThat(err).contains("pawl " + line + "\n");
    stage.machines.run(HERE, line.split(" ", -1)).exits(0);
    assertThat(stage.remote(BRANCH)).isEqualTo(stage.git(HERE, "rev-parse", BRANCH));
    assertThat(stage.machines.git.run(stage.machines.origin(), "show", BRANCH + ":" + PLAN))
        .contains("status: done");
  }

  @Test
  @DisplayName("N22 the push that delivers the completion releases the claim in the same breath")
  void oneBreath() {
    stage.worked();
    String log = stage.machines.origin() + "/pushes";
    stage.hook(stage.machines.origin(), "pre-receive", "{ cat; echo; } >> '" + log + "'");
    stage.complete(HERE, "--merge", "--push").exits(0);
    String pushes = stage.machines.git.read(stage.machines.origin(), "pushes");
    assertThat(List.of(pushes.split("\n\n")))
        .anyMatch(push -> push.contains("refs/heads/main") && push.contains(CLAIM));
  }

  @Test
  @DisplayName("--force writes what was reported on the target, for all machines; again is no-op")
  void forcedForAll() {
    stage.worked();
    Run done = forced("--push").exits(0);
    assertThat(done.out()).doesNotContain("may go now");
    assertThat(stage.git(HERE, "show", "origin/main:" + PLAN))
        .contains("status: done")
        .doesNotContain("todo");
    assertThat(stage.here.resolve("new.txt")).doesNotExist();
    stage.machines.pull(THERE);
    assertThat(stage.machines.check(THERE, "--strict").exits(0).findings()).isEmpty();
    String before = heads();
    stage.complete(HERE).exits(0);
    forced("--push").exits(0);
    assertThat(heads()).isEqualTo(before);
    stage.work("later.txt", "later\n");
    assertThat(stage.complete(HERE).exits(1).err()).contains("is not merged into main");
  }

  @Test
  @DisplayName("--push exchanges the journal: what was reported is known wherever the plan is done")
  void exchanges() {
    stage.done(HERE);
    stage.complete(HERE, "--push").exits(0);
    stage.machines.run(HERE, "task", "reopen", "T01").exits(0);
    stage.machines.git.write(
        stage.here,
        PLAN,
        stage
            .machines
            .git
            .read(stage.here, PLAN)
            .replace("status: done\n---", "status: ready\n---"));
    stage.machines.git.commitAll(stage.here, "again");
    stage.machines.run(HERE, "fix", "--remote").exits(0);
    stage.done(HERE);
    stage.complete(HERE, "--push").exits(0);
    stage.machines.pull(THERE);
    assertThat(stage.machines.check(THERE, "--strict").exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("the owner completes without the remote where that is asked for, and releases later")
  void withoutTheRemote() throws IOException {
    stage.worked();
    Path away = folder.resolve("away.git");
    Files.move(stage.machines.origin(), away);
    assertThat(stage.complete(HERE, "--merge").exits(1).err())
        .contains("pawl plan complete NET-WP-1 --merge --no-fetch");
    assertThat(stage.complete(HERE, "--merge", "--no-fetch").exits(0).err())
        .contains("the same command without --no-fetch releases it");
    assertThat(stage.git(HERE, "show", "main:new.txt")).isEqualTo("ours");
    Files.move(away, stage.machines.origin());
    assertThat(stage.complete(HERE, "--merge").exits(0).out()).contains("released");
    assertThat(stage.owner(HERE)).isEqualTo("null");
  }

  @Test
  @DisplayName("N12 N13 what is staged, and what is ignored and in the way, is found before")
  void foundBefore() {
    stage.start(HERE).exits(0);
    stage.work("secret.txt", "ours\n");
    stage.done(HERE);
    stage.machines.git.write(stage.here, "other.txt", "other\n");
    stage.machines.git.commitAll(stage.here, "other");
    stage.machines.git.write(stage.here, "src.txt", "staged\n");
    stage.git(HERE, "add", "src.txt");
    stage.machines.git.write(stage.here, ".git/info/exclude", "secret.txt\nworktrees/\n");
    stage.machines.git.write(stage.here, "secret.txt", "mine\n");
    String before = heads();
    assertThat(stage.complete(HERE, "--merge").exits(1).err())
        .contains("uncommitted files in " + stage.here + " are in the way: secret.txt, src.txt");
    assertThat(heads()).isEqualTo(before);
    assertThat(stage.machines.git.read(stage.here, "secret.txt")).isEqualTo("mine\n");
  }

  @Test
  @DisplayName("the real reason is said: a worktree that is gone, or in the middle of a rebase")
  void realReason() throws IOException {
    stage.worked();
    Path away = folder.resolve("away");
    Files.move(stage.tree, away);
    assertThat(stage.complete(HERE, "--merge").exits(1).err())
        .contains("its worktree " + stage.tree + " is not visible from here")
        .contains("pawl worktree remove NET-WP-1 --gone");
    Files.move(away, stage.tree);
    stage.machines.git.attempt(stage.tree, "rebase", "-q", "--exec", "false", "HEAD~1");
    assertThat(stage.complete(HERE, "--merge").exits(1).err()).contains("a rebase is in progress");
  }

  @Test
  @DisplayName("in a shallow clone that cannot tell what is merged it is refused, and says why")
  void shallow() {
    stage.start(HERE).exits(0);
    stage.work("one.txt", "one\n");
    stage.done(HERE);
    stage.machines.in(stage.tree, HERE, "fix", "--remote").exits(0);
    stage.machines.run(HERE, "plan", "release", PlanStage.ID).exits(0);
    stage.commit(HERE, "src.txt", "two\n");
    Path cut = folder.resolve("cut");
    String url = "file://" + stage.machines.origin();
    stage.machines.git.run(
        folder, "clone", "-q", "--depth", "1", "--no-single-branch", url, cut.toString());
    assertThat(
            stage
                .machines
                .in(cut, "cut", "plan", "complete", PlanStage.ID, "--merge")
                .exits(1)
                .err())
        .contains("cannot be told", "shallow clone", "git fetch --unshallow origin");
    stage.machines.git.run(cut, "fetch", "-q", "--unshallow", "origin");
    stage.machines.in(cut, "cut", "plan", "complete", PlanStage.ID, "--merge", "--push").exits(0);
    stage.machines.pull(HERE);
    assertThat(stage.machines.git.read(stage.here, "one.txt")).isEqualTo("one\n");
  }

  @Test
  @DisplayName("N15 two that complete the same plan at once both end well")
  void atOnce() throws Exception {
    stage.worked();
    Callable<Run> complete = () -> stage.complete(HERE, "--merge", "--push");
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Future<Run> each : both.invokeAll(List.of(complete, complete))) {
        each.get().exits(0);
      }
    }
    assertThat(stage.git(HERE, "log", "--format=%s", "main"))
        .containsOnlyOnce("chore(plan): complete NET-WP-1");
    assertThat(stage.remote("main")).isEqualTo(stage.git(HERE, "rev-parse", "main"));
    assertThat(stage.owner(HERE)).isEqualTo("null");
  }
}
