package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** A plan is started and completed, on two machines. */
@Execution(CONCURRENT)
final class PlanLifeTest {
  private static final String ID = "NET-WP-1";
  private static final String BRANCH = "plan/NET-WP-1";

  @TempDir Path folder;
  private Machines machines;
  private Path here;
  private Path tree;

  @BeforeEach
  void ready() {
    machines = Machines.two(folder);
    here = machines.at(HERE);
    tree = here.resolve("worktrees/plan-NET-WP-1");
    machines.git.write(here, PLAN, text(here).replace("status: active", "status: ready"));
    machines.git.write(here, "src.txt", "one\n");
    machines.git.commitAll(here, "ready");
    machines.push(HERE);
    git(THERE, "pull", "-q", "--ff-only");
  }

  @AfterEach
  void sound() {
    machines.sound();
  }

  private String git(String machine, String... arguments) {
    return machines.git.run(machines.at(machine), arguments);
  }

  private String text(Path checkout) {
    return machines.git.read(checkout, PLAN);
  }

  private Run start(String machine, String... options) {
    return machines.run(machine, words("start", options));
  }

  private Run complete(String machine, String... options) {
    return machines.run(machine, words("complete", options));
  }

  private static String[] words(String command, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "plan";
    all[1] = command;
    all[2] = ID;
    System.arraycopy(options, 0, all, 3, options.length);
    return all;
  }

  private void done(String machine) {
    machines.run(machine, "task", "done", "T01", "T02", "T03", "--plan", ID).exits(0);
  }

  private void work(String file, String text) {
    machines.git.write(tree, file, text);
    machines.git.commitAll(tree, "work on " + file);
  }

  private String owner(String machine) {
    return String.valueOf(
        Run.objects(machines.run(machine, "plan", "list", "--format", "json").json().get("plans"))
            .getFirst()
            .get("claim"));
  }

  @Test
  @DisplayName("start claims, makes the worktree, commits the status there; again is success")
  void starts() {
    String main = git(HERE, "rev-parse", "main");
    Run first = start(HERE, "--format", "json").exits(0);
    assertThat(first.json())
        .containsEntry("schema", "pawl.started/1")
        .containsEntry("branch", BRANCH)
        .containsEntry("worktree", tree.toString())
        .containsEntry("existing", false);
    assertThat(git(HERE, "log", "--format=%s", "main.." + BRANCH))
        .isEqualTo("chore(plan): start NET-WP-1");
    assertThat(git(HERE, "diff", "--stat", "--format=", "main", BRANCH)).contains("1 file changed");
    assertThat(git(HERE, "diff", "main", BRANCH))
        .contains("-status: ready", "+status: active")
        .doesNotContain("todo\n+");
    assertThat(git(HERE, "rev-parse", "main")).isEqualTo(main);
    assertThat(git(HERE, "status", "--porcelain")).isEmpty();
    assertThat(owner(HERE)).contains("here", "held");
    Run again = start(HERE, "--format", "json").exits(0);
    assertThat(again.json()).containsEntry("commit", null).containsEntry("existing", true);
    assertThat(machines.run(HERE, "-q", "plan", "start", ID).exits(0).out()).isEqualTo(tree + "\n");
  }

  @Test
  @DisplayName("N20 what another machine has started is not started, and nothing is made")
  void startedElsewhere() {
    start(THERE).exits(0);
    assertThat(start(HERE).exits(1).err()).contains("there");
    assertThat(tree).doesNotExist();
    assertThat(git(HERE, "branch", "--list", BRANCH)).isEmpty();
  }

  @Test
  @DisplayName("a plan that is finished, or waits for another, is not started")
  void notNow() {
    machines.git.write(here, PLAN, text(here).replace("status: ready", "status: done"));
    assertThat(start(HERE).exits(1).err()).contains("NET-WP-1 is done");
    machines.git.write(here, "plans/core.md", Machines.plan("CORE", "C1"));
    machines.git.write(
        here,
        PLAN,
        text(here).replace("status: done", "status: ready\ndepends_on: [{plan: CORE}]"));
    assertThat(start(HERE).exits(1).err())
        .contains("NET-WP-1 waits for CORE: done (active)", "pawl plan list --ready");
    assertThat(owner(HERE)).doesNotContain("held");
    machines.git.commitAll(here, "a dependency");
  }

  @Test
  @DisplayName("what was cut off after the claim says so, and the same command goes on")
  void cutOff() throws IOException {
    git(HERE, "switch", "-q", "-c", BRANCH);
    assertThat(start(HERE).exits(1).err())
        .contains("checked out in the main worktree")
        .doesNotContain("is claimed");
    git(HERE, "switch", "-q", "main");
    Path hook = here.resolve(".git/hooks/pre-commit");
    Files.createDirectories(here.resolve(".git/hooks"));
    Files.writeString(hook, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(start(HERE).exits(1).err()).contains("NET-WP-1 is claimed; the same command again");
    Files.delete(hook);
    start(HERE).exits(0);
    assertThat(text(tree)).contains("status: active");
  }

  @Test
  @DisplayName("--here works in this checkout, where the plan is written back, and nowhere else")
  void inThisCheckout() {
    git(HERE, "switch", "-q", "-c", "other");
    assertThat(start(HERE, "--here").exits(1).err()).contains("written back on main");
    git(HERE, "switch", "-q", "main");
    start(HERE, "--here").exits(0);
    assertThat(tree).doesNotExist();
    assertThat(git(HERE, "log", "-1", "--format=%s")).isEqualTo("chore(plan): start NET-WP-1");
    done(HERE);
    complete(HERE, "--push").exits(0);
    assertThat(git(HERE, "show", "main:" + PLAN)).contains("status: done").doesNotContain("todo");
    assertThat(git(HERE, "rev-parse", "main")).isEqualTo(git(HERE, "rev-parse", "origin/main"));
  }

  @Test
  @DisplayName("complete names every reason at once, and changes nothing")
  void reasons() {
    start(HERE).exits(0);
    work("src.txt", "ours\n");
    machines.git.write(here, "src.txt", "theirs\n");
    machines.git.commitAll(here, "theirs");
    machines.git.write(machines.at(THERE), "far.txt", "far\n");
    machines.git.commitAll(machines.at(THERE), "far");
    machines.push(THERE);
    machines.git.write(tree, "left.txt", "left\n");
    machines.git.write(tree, "src.txt", "left\n");
    String before = git(HERE, "for-each-ref", "refs/heads", "refs/pawl");
    String said = complete(HERE).exits(1).err();
    assertThat(said)
        .contains("tasks are open: T01 is todo, T02 is todo, T03 is todo")
        .contains("uncommitted work in " + tree + ": src.txt, left.txt")
        .contains("main is diverged from origin by 1")
        .contains("plan/NET-WP-1 conflicts with main in src.txt")
        .contains("plan/NET-WP-1 is not merged into main: add --merge");
    assertThat(git(HERE, "for-each-ref", "refs/heads", "refs/pawl")).isEqualTo(before);
    assertThat(machines.git.read(tree, "left.txt")).isEqualTo("left\n");
  }

  @Test
  @DisplayName("a plan without tasks has nothing that could be complete")
  void noTasks() {
    machines.git.write(here, PLAN, Machines.plan(ID));
    machines.git.commitAll(here, "empty");
    assertThat(complete(HERE).exits(1).err()).contains("it has no tasks");
  }

  @Test
  @DisplayName("--merge: what was reported is written, the branch merged, the plan done, released")
  void merges() {
    start(HERE).exits(0);
    work("new.txt", "ours\n");
    machines.git.write(here, "src.txt", "theirs\n");
    machines.git.commitAll(here, "theirs");
    done(HERE);
    Run done = complete(HERE, "--merge", "--format", "json").exits(0);
    assertThat(done.json())
        .containsEntry("schema", "pawl.completed/1")
        .containsEntry("target", "main")
        .containsEntry("worktree", tree.toString());
    assertThat(git(HERE, "log", "--first-parent", "-2", "--format=%s", "main"))
        .isEqualTo("chore(plan): complete NET-WP-1\nMerge plan/NET-WP-1 into main");
    assertThat(text(here)).contains("status: done").doesNotContain("todo");
    assertThat(git(HERE, "status", "--porcelain")).isEmpty();
    assertThat(owner(HERE)).isEqualTo("null");
    assertThat(machines.run(HERE, "check", "--no-fetch").exits(0).out()).doesNotContain("C-04");
    assertThat(complete(HERE, "--merge", "--format", "json").exits(0).json())
        .containsEntry("merge", null)
        .containsEntry("commit", null);
  }

  @Test
  @DisplayName("N26 a machine that has not pulled the end of a plan does not begin it again")
  void completedElsewhere() {
    start(HERE).exits(0);
    done(HERE);
    complete(HERE, "--merge").exits(0);
    assertThat(machines.run(THERE, "sync").exits(0).err()).isEmpty();
    assertThat(start(THERE).exits(1).err())
        .contains("NET-WP-1 was completed by here in", "which is not here yet");
    assertThat(owner(THERE)).isEqualTo("null");
    machines.push(HERE);
    git(THERE, "pull", "-q", "--ff-only");
    assertThat(start(THERE).exits(1).err()).contains("NET-WP-1 is done");
  }

  @Test
  @DisplayName("a squash merge of a person's counts as merged; the plan is closed on the target")
  void squashed() {
    start(HERE).exits(0);
    work("new.txt", "ours\n");
    done(HERE);
    machines.in(tree, HERE, "fix", "--no-fetch").exits(0);
    assertThat(complete(HERE).exits(1).err()).contains("not merged into main");
    git(HERE, "merge", "-q", "--squash", BRANCH);
    machines.git.commitAll(here, "the network (#12)");
    complete(HERE).exits(0);
    assertThat(git(HERE, "log", "--first-parent", "-2", "--format=%s", "main"))
        .isEqualTo("chore(plan): complete NET-WP-1\nthe network (#12)");
  }

  @Test
  @DisplayName("N50 --force is about the merge alone; its reason is in the commit, as no trailer")
  void forced() {
    start(HERE).exits(0);
    work("new.txt", "ours\n");
    complete(HERE, "--force").exits(2);
    String[] forced = {"--force", "--reason", "given up\n\nSigned-off-by: nobody"};
    assertThat(complete(HERE, forced).exits(1).err())
        .contains("tasks are open")
        .doesNotContain("not merged");
    done(HERE);
    complete(HERE, forced).exits(0);
    assertThat(git(HERE, "log", "-1", "--format=%B", "main"))
        .contains("- not merged into main: given up Signed-off-by: nobody");
    assertThat(git(HERE, "log", "-1", "--format=%(trailers)", "main")).isEmpty();
    assertThat(here.resolve("new.txt")).doesNotExist();
  }

  @Test
  @DisplayName("N22 who has lost the plan meanwhile completes nothing")
  void takenOver() {
    start(HERE).exits(0);
    done(HERE);
    String[] force = {"--force", "--reason", "here is on holiday"};
    machines.run(THERE, concat(words("claim"), force)).exits(0);
    String main = git(HERE, "rev-parse", "main");
    assertThat(complete(HERE, "--merge").exits(1).err()).contains("there");
    assertThat(complete(HERE, "--merge", "--no-fetch").exits(1).err()).contains("there");
    assertThat(git(HERE, "rev-parse", "main")).isEqualTo(main);
    assertThat(owner(THERE)).contains("there", "held");
  }

  private static String[] concat(String[] one, String[] two) {
    String[] all = new String[one.length + two.length];
    System.arraycopy(one, 0, all, 0, one.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }

  @Test
  @DisplayName("N13 uncommitted work on the target is not merged over, and all stays as it was")
  void uncommittedThere() {
    start(HERE).exits(0);
    work("src.txt", "ours\n");
    done(HERE);
    machines.git.write(here, "src.txt", "mine, not committed\n");
    String main = git(HERE, "rev-parse", "main");
    String own = git(HERE, "rev-parse", BRANCH);
    assertThat(complete(HERE, "--merge").exits(1).err())
        .contains("uncommitted files in " + here + " are in the way: src.txt");
    assertThat(git(HERE, "rev-parse", BRANCH)).isEqualTo(own);
    assertThat(machines.git.read(here, "src.txt")).isEqualTo("mine, not committed\n");
    assertThat(git(HERE, "rev-parse", "main")).isEqualTo(main);
    assertThat(owner(HERE)).contains("held");
    machines.git.run(here, "checkout", "-q", "--", "src.txt");
    complete(HERE, "--merge").exits(0);
  }

  @Test
  @DisplayName("an undelivered push keeps the claim; the same command delivers later")
  void undelivered() throws IOException {
    start(HERE).exits(0);
    done(HERE);
    Path hook = machines.origin().resolve("hooks/pre-receive");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\ngrep -q refs/heads && echo closed >&2 && exit 1\nexit 0\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(complete(HERE, "--merge", "--push").exits(1).err())
        .contains("is not completed; main is as it was", "closed", "the claim is kept");
    assertThat(owner(HERE)).contains("held");
    Files.delete(hook);
    assertThat(complete(HERE, "--merge", "--push").exits(0).out()).contains("released");
    assertThat(git(HERE, "rev-parse", "main")).isEqualTo(git(HERE, "rev-parse", "origin/main"));
  }

  @Test
  @DisplayName("N13 N26 a status that only the file says is not taken for a committed one")
  void onlyWritten() {
    start(HERE).exits(0);
    git(HERE, "-C", tree.toString(), "reset", "-q", "--soft", "HEAD~1");
    git(HERE, "-C", tree.toString(), "reset", "-q");
    assertThat(machines.git.read(tree, PLAN)).contains("status: active");
    assertThat(start(HERE, "--format", "json").exits(0).json().get("commit")).isNotNull();
    assertThat(git(HERE, "show", BRANCH + ":" + PLAN)).contains("status: active");
    done(HERE);
    machines.git.write(here, PLAN, text(here).replace("status: ready", "status: done"));
    String[] force = {"--force", "--reason", "nothing of it is needed"};
    assertThat(complete(HERE, force).exits(1).err()).contains(PLAN + "; commit them");
    git(HERE, "checkout", "-q", "--", PLAN);
    complete(HERE, force).exits(0);
    assertThat(git(HERE, "show", "main:" + PLAN)).contains("status: done");
  }

  @Test
  @DisplayName("a hook that refuses what was reported is named, with its words")
  void refusedByHook() throws IOException {
    start(HERE).exits(0);
    done(HERE);
    Path hook = here.resolve(".git/hooks/pre-commit");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\necho not on a Friday >&2\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(complete(HERE, "--merge").exits(1).err()).contains("not on a Friday");
    assertThat(owner(HERE)).contains("held");
    Files.delete(hook);
  }

  @Test
  @DisplayName(
      "N20 what nobody decided completes nothing until it is decided, and is released then")
  void provisional() throws IOException {
    Path away = folder.resolve("away.git");
    Files.move(machines.origin(), away);
    start(HERE, "--offline").exits(0);
    done(HERE);
    assertThat(complete(HERE, "--merge").exits(1).err()).contains("cannot be decided");
    Files.move(away, machines.origin());
    complete(HERE, "--merge", "--push").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(owner(HERE)).isEqualTo("null");
  }

  @Test
  @DisplayName(
      "N14 a claim's ref that is locked by what a killed one left is released all the same")
  void lockedRef() throws IOException {
    start(HERE).exits(0);
    done(HERE);
    Path lock = here.resolve(".git/refs/pawl/claims/" + ID + ".lock");
    Files.createFile(lock);
    complete(HERE, "--merge").exits(0);
    assertThat(lock).doesNotExist();
    assertThat(owner(HERE)).isEqualTo("null");
  }

  /** Another plan that touches src.txt, and is under way. */
  private void rival() {
    machines.git.write(
        here,
        "plans/rival.md",
        Machines.plan("RIVAL", "R1").replace("status: active", "status: active\nfiles: [src.txt]"));
    machines.git.write(
        here, PLAN, text(here).replace("status: ready", "status: ready\nfiles: ['src.*']"));
    machines.git.commitAll(here, "a rival");
    machines.run(HERE, "task", "start", "R1").exits(0);
  }

  @Test
  @DisplayName(
      "a plan that shares files with one under way goes on in its own worktree, and says so")
  void collides() {
    rival();
    Run started = start(HERE).exits(0);
    assertThat(started.err())
        .contains("NET-WP-1 shares src.txt with RIVAL (on here) until its end");
    assertThat(tree).isDirectory();
  }

  @Test
  @DisplayName("in this checkout it is refused, or waited for; nothing is claimed meanwhile")
  void collidesHere() throws InterruptedException {
    rival();
    assertThat(start(HERE, "--here").exits(1).err())
        .contains("NET-WP-1 would collide", "shares src.txt with RIVAL");
    assertThat(start(HERE, "--here", "--wait", "1s").exits(1).err())
        .contains("NET-WP-1 would still collide");
    assertThat(owner(HERE)).doesNotContain("held");
    Thread other = new Thread(() -> machines.run(HERE, "task", "done", "R1"));
    other.start();
    start(HERE, "--here", "--wait", "60s").exits(0);
    other.join();
    assertThat(text(here)).contains("status: active");
  }

  @Test
  @DisplayName("a branch that was left behind by a finished plan is no dead end")
  void leftBehind() {
    start(HERE).exits(0);
    work("new.txt", "ours\n");
    done(HERE);
    machines.in(tree, HERE, "fix", "--remote").exits(0);
    complete(HERE, "--merge", "--push").exits(0);
    machines.run(HERE, "worktree", "remove", ID).exits(0);
    assertThat(git(HERE, "branch", "--list", BRANCH)).isNotEmpty();
    machines.run(HERE, "task", "reopen", "T01", "--reason", "one more cable").exits(0);
    Run fix = machines.fix(HERE);
    assertThat(fix.findings())
        .contains("C-13 warn T01 written-back")
        .noneMatch(f -> f.contains("C-16"));
    git(THERE, "pull", "-q", "--ff-only");
    assertThat(machines.check(THERE).findings()).noneMatch(f -> f.contains("C-16"));
    machines.git.write(here, PLAN, text(here).replace("status: done\n---", "status: ready\n---"));
    String main = machines.git.commitAll(here, "it goes on").hex();
    assertThat(start(HERE).exits(0).err()).contains("was merged before, and goes on from main");
    assertThat(git(HERE, "merge-base", "main", BRANCH)).isEqualTo(main);
    assertThat(text(tree)).contains("status: active");
  }

  @Test
  @DisplayName("what another owns is not ready, and its branch is not pushed by who lost it")
  void notOurs() {
    start(HERE).exits(0);
    work("new.txt", "ours\n");
    machines.in(tree, HERE, "task", "done", "T01").exits(0);
    assertThat(machines.run(THERE, "sync").exits(0).err()).isEmpty();
    assertThat(machines.run(THERE, "plan", "list", "--ready").exits(0).out()).doesNotContain(ID);
    assertThat(machines.run(THERE, "task", "next").exits(0).out()).doesNotContain("T02");
    machines.run(THERE, concat(words("claim"), new String[] {"--force", "--reason", "gone"}));
    Run late = machines.in(tree, HERE, "fix", "--remote", "--format", "json").exits(1);
    assertThat(late.message("C-17")).contains("its plan is owned by there now");
    assertThat(machines.git.attempt(machines.origin(), "rev-parse", "--verify", BRANCH).exit())
        .isNotZero();
  }

  @Test
  @DisplayName("the default branch's checkout finds nothing wrong with a plan that lives elsewhere")
  void livesElsewhere() {
    start(HERE).exits(0);
    machines.in(tree, HERE, "task", "start", "T01").exits(0);
    machines.in(tree, HERE, "fix", "--no-fetch").exits(0);
    machines.check(HERE, "--strict", "--no-fetch").exits(0);
  }

  @Test
  @DisplayName("N03 what has nowhere to be pushed to is not said to be pushed")
  void nowhereToPush() {
    start(HERE, "--here").exits(0);
    done(HERE);
    git(HERE, "branch", "--unset-upstream");
    assertThat(complete(HERE, "--push").exits(1).err())
        .contains("not pushed: ", "has no upstream branch");
    git(HERE, "branch", "-q", "-u", "origin/main");
    assertThat(complete(HERE, "--push", "--format", "json").exits(0).json())
        .containsEntry("pushed", true);
  }

  @Test
  @DisplayName("undo takes the status of a plan back by a revert")
  void undone() {
    start(HERE, "--here").exits(0);
    machines.run(HERE, "undo", "--commit", "--yes").exits(0);
    assertThat(text(here)).contains("status: ready");
  }
}
