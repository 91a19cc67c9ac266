package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose commit a commit is, and where a push goes. */
final class DeliveryTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  @AfterEach
  void sound() {
    machines.sound();
  }

  private String git(String machine, String... arguments) {
    return machines.git.run(machines.at(machine), arguments);
  }

  private String note(String machine, String file) {
    machines.git.write(machines.at(machine), file, "a note\n");
    return machines.git.commitAll(machines.at(machine), "notes: " + file).hex();
  }

  private void theySendSomething() {
    git(THERE, "pull", "-q", "--rebase");
    note(THERE, "theirs-" + machines.head(THERE).substring(0, 8));
    machines.push(THERE);
  }

  private String originTip(String branch) {
    return machines.git.run(machines.origin(), "rev-parse", branch);
  }

  private void messageHook(String machine, String script) throws IOException {
    Path hook = machines.at(machine).resolve(".git/hooks/prepare-commit-msg");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @DisplayName(
      "N17 work on a branch that follows main stays off main: git would refuse, so does pawl")
  void branchThatFollowsMain() {
    git(HERE, "checkout", "-q", "-b", "plan/NET-WP-1", "origin/main");
    note(HERE, "half-finished.txt");
    String before = originTip("main");
    machines.report(HERE, "done", "T01");
    for (String option : new String[] {"--remote", "--push"}) {
      Run fix = machines.fix(HERE, option).exits(1);
      assertThat(fix.message("C-17"))
          .startsWith("1 commit that pawl made is not pushed, the oldest made ")
          .contains("the upstream branch of your current branch does not match the name")
          .endsWith("git push -u origin plan/NET-WP-1");
      assertThat(originTip("main")).isEqualTo(before);
    }
    git(HERE, "push", "-q", "-u", "origin", "plan/NET-WP-1");
    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).isEmpty();
    assertThat(originTip("main")).isEqualTo(before);
  }

  @Test
  @DisplayName(
      "N17 remote.pushDefault names a fork: everything goes there, and is not pushed twice")
  void fork() {
    Path fork = machines.git.bare("fork");
    git(HERE, "remote", "add", "fork", fork.toString());
    git(HERE, "push", "-q", "fork", "main");
    git(HERE, "config", "remote.pushDefault", "fork");
    String before = originTip("main");
    note(HERE, "mine.txt");
    machines.report(HERE, "done", "T01");
    Run fix = machines.fix(HERE, "--remote").exits(0);
    assertThat(String.valueOf(fix.repo().get("notes")))
        .contains("pushed 2 to fork, 1 of them pawl's own");
    assertThat(originTip("main")).isEqualTo(before);
    assertThat(machines.git.run(fork, "rev-parse", "main")).isEqualTo(machines.head(HERE));
    Run again = machines.fix(HERE, "--remote").exits(0);
    assertThat(again.findings()).isEmpty();
    assertThat(again.upstream()).isEqualTo("ahead 2 0");
  }

  @Test
  @DisplayName("N17 what somebody else put on the fork is not overwritten, and the reason is said")
  void forkMovedOn() {
    Path fork = machines.git.bare("fork");
    git(THERE, "push", "-q", fork.toString(), "main");
    note(THERE, "theirs.txt");
    git(THERE, "push", "-q", fork.toString(), "main");
    String theirs = machines.git.run(fork, "rev-parse", "main");
    git(THERE, "reset", "-q", "--hard", "origin/main");
    git(HERE, "remote", "add", "fork", fork.toString());
    git(HERE, "config", "remote.pushDefault", "fork");
    machines.report(HERE, "done", "T01");
    assertThat(machines.fix(HERE, "--remote").exits(1).message("C-17"))
        .contains("refs/heads/main of fork holds commits that are not here; git fetch fork");
    assertThat(machines.git.run(fork, "rev-parse", "main")).isEqualTo(theirs);
  }

  @Test
  @DisplayName(
      "N17 N06 what went to a fork was delivered: it is not set aside when upstream moves on")
  void pushedToForkIsNotSetAside() {
    Path fork = machines.git.bare("fork");
    git(HERE, "remote", "add", "fork", fork.toString());
    git(HERE, "config", "remote.pushDefault", "fork");
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    String mine = machines.head(HERE);
    theySendSomething();
    assertThat(machines.fix(HERE, "--remote").findings()).contains("C-14 warn - none");
    assertThat(machines.head(HERE)).isEqualTo(mine);
  }

  @Test
  @DisplayName("N17 a commit of pawl's that a person amended is the person's, message or not")
  void amended() {
    machines.report(HERE, "done", "T02");
    machines.run(HERE, "task", "reopen", "T02", "--reason", "again").exits(0);
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    machines.edit(HERE, "T02", "todo", "done");
    git(HERE, "commit", "-q", "-a", "--amend", "--no-edit");
    String mine = machines.head(HERE);
    theySendSomething();
    Run fix = machines.fix(HERE, "--remote");
    assertThat(fix.findings()).contains("C-14 warn - none").doesNotContain("C-17 warn - none");
    assertThat(String.valueOf(fix.repo().get("notes"))).doesNotContain("aside");
    assertThat(machines.head(HERE)).isEqualTo(mine);
    assertThat(machines.written(HERE)).containsExactly("done", "done", "todo");
  }

  @Test
  @DisplayName("N06 N18 a hook that changes the message hides no commit of pawl's from it")
  void messageChangedByHook() throws Exception {
    messageHook(HERE, "sed -i '1s/^/[NET-42] /' \"$1\"");
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    assertThat(git(HERE, "log", "-1", "--format=%s")).startsWith("[NET-42] chore(consistency)");
    assertThat(machines.check(HERE).message("C-17")).startsWith("1 commit that pawl made");
    theySendSomething();
    Run fix = machines.fix(HERE, "--remote").exits(0);
    assertThat(String.valueOf(fix.repo().get("notes")))
        .contains("set 1 of pawl's own commits aside");
    assertThat(originTip("main")).isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName("N06 a rebased commit is pawl's while its message lists exactly what it changes")
  void rebased() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    theySendSomething();
    git(HERE, "pull", "-q", "--rebase");
    assertThat(machines.check(HERE).message("C-17")).startsWith("1 commit that pawl made");
    theySendSomething();
    machines.fix(HERE, "--remote").exits(0);
    assertThat(originTip("main")).isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName("N17 a message that lists more, or less, than its diff makes no commit pawl's")
  void forged() {
    machines.report(HERE, "done", "T01", "T02");
    machines.edit(HERE, "T01", "todo", "done");
    git(
        HERE,
        "commit",
        "-q",
        "-a",
        "-m",
        Machines.SUBJECT,
        "-m",
        "Updated by fix-consistency on 2026-03-22:\n- T01: todo → done\n- T02: todo → done");
    assertThat(machines.check(HERE).findings()).doesNotContain("C-17 warn - none");
  }

  @Test
  @DisplayName(
      "N06 N18 what undo committed is counted by C-17, delivered, and set aside like the rest")
  void undone() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.run(HERE, "undo", "--yes").exits(0);
    assertThat(machines.check(HERE).message("C-17")).startsWith("1 commit that pawl made");
    machines.run(HERE, "undo", "--yes").exits(0);
    theySendSomething();
    machines.fix(HERE, "--remote").exits(0);
    assertThat(originTip("main")).isEqualTo(machines.head(HERE));
    assertThat(machines.written(HERE)).containsExactly("todo", "todo", "todo");
    theySendSomething();
    assertThat(machines.fix(HERE, "--remote").exits(0).upstream()).isEqualTo("current 0 0");
  }

  @Test
  @DisplayName(
      "N02 a writeback that was undone while its report stands is not made again by stealth")
  void undoneCommitAlone() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.run(HERE, "undo", "--yes").exits(0);
    String undone = machines.head(HERE);
    theySendSomething();
    machines.fix(HERE, "--remote");
    assertThat(machines.head(HERE)).isEqualTo(undone);
    assertThat(machines.written(HERE)).containsExactly("todo", "todo", "todo");
  }

  @Test
  @DisplayName("N14 own commits are known in every worktree, and what is remembered is bounded")
  void worktrees() throws Exception {
    machines.report(HERE, "done", "T01");
    git(HERE, "worktree", "add", "-q", "-b", "side", "../side");
    git(HERE, "switch", "-q", "--detach");
    Path side = machines.git.root().resolve("side");
    machines.git.run(side, "switch", "-q", "main");
    machines.in(side, HERE, "fix-consistency", "--no-fetch", "--format", "json").exits(0);
    Path noted = machines.at(HERE).resolve(".git/pawl/commits");
    assertThat(noted).content().isEqualTo(machines.git.head(side).hex() + "\n");
    machines.git.run(side, "switch", "-q", "side");
    git(HERE, "switch", "-q", "main");
    machines.fix(HERE, "--remote").exits(0);
    assertThat(originTip("main")).isEqualTo(machines.head(HERE));
    Files.writeString(noted, "rubbish\n0123456789abcdef0123456789abcdef01234567\n");
    machines.report(HERE, "done", "T02");
    machines.fix(HERE, "--remote").exits(0);
    assertThat(noted).content().endsWith(machines.head(HERE) + "\n").hasLineCount(2);
  }

  @Test
  @DisplayName(
      "N05 N18 a branch that was renamed on the server: said, nothing written, not made anew")
  void upstreamGone() {
    machines.git.run(machines.origin(), "branch", "-m", "main", "trunk");
    machines.git.run(machines.origin(), "symbolic-ref", "HEAD", "refs/heads/trunk");
    String before = machines.head(HERE);
    Run check = machines.check(HERE).exits(0);
    assertThat(check.upstream()).isEqualTo("gone 0 0");
    assertThat(check.message("C-14"))
        .contains("follows origin/main, which is gone from the remote");
    assertThat(machines.run(HERE, "check").out()).contains("upstream gone");
    machines.report(HERE, "done", "T01");
    for (String option : new String[] {"--remote", "--push"}) {
      Run fix = machines.fix(HERE, option).exits(1);
      assertThat(fix.findings()).containsExactly("C-14 warn - none", "C-13 warn T01 skipped");
    }
    assertThat(machines.fix(HERE, "--no-fetch").exits(0).commits()).isEmpty();
    assertThat(machines.head(HERE)).isEqualTo(before);
    assertThat(machines.git.run(machines.origin(), "branch", "--format=%(refname:short)"))
        .isEqualTo("trunk");
    git(HERE, "fetch", "-q", "--prune");
    assertThat(machines.check(HERE).upstream()).isEqualTo("gone 0 0");
    git(HERE, "branch", "-q", "-m", "trunk");
    git(HERE, "branch", "-q", "--set-upstream-to", "origin/trunk");
    git(HERE, "remote", "set-head", "origin", "trunk");
    machines.fix(HERE, "--remote").exits(0);
    assertThat(originTip("trunk")).isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName(
      "N06 what pawl committed before the upstream went is C-17 and exit 1, not a new branch")
  void upstreamGoneBeforeThePush() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    machines.git.run(machines.origin(), "branch", "-m", "main", "trunk");
    assertThat(machines.fix(HERE, "--remote").exits(1).message("C-17"))
        .startsWith("1 commit that pawl made is not pushed")
        .contains("its branch is gone from origin");
    assertThat(machines.git.run(machines.origin(), "branch", "--format=%(refname:short)"))
        .isEqualTo("trunk");
  }

  @Test
  @DisplayName("a plan's branch that was deleted on the server is no home: the default branch is")
  void ghostOfAPlansBranch() {
    git(HERE, "push", "-q", "origin", "main:plan/NET-WP-1");
    git(THERE, "fetch", "-q");
    git(HERE, "push", "-q", "origin", ":plan/NET-WP-1");
    machines.report(THERE, "done", "T01");
    Run fix = machines.fix(THERE, "--remote").exits(0);
    assertThat(fix.findings()).containsExactly("C-13 warn T01 written-back");
    assertThat(originTip("main")).isEqualTo(machines.head(THERE));
    assertThat(git(THERE, "for-each-ref", "--format=%(refname)", "refs/remotes/origin/plan"))
        .isEqualTo("refs/remotes/origin/plan/NET-WP-1");
    git(HERE, "pull", "-q", "--ff-only");
    git(HERE, "push", "-q", "origin", "main:plan/NET-WP-1");
    machines.report(THERE, "done", "T02");
    assertThat(machines.fix(THERE, "--remote").findings())
        .contains("C-16 info - none", "C-13 warn T02 skipped");
  }

  @Test
  @DisplayName(
      "N18 --remote that a foreign divergence or uncommitted work keeps from writing exits 1")
  void hindered() {
    machines.report(HERE, "done", "T01");
    note(HERE, "mine.txt");
    theySendSomething();
    machines.fix(HERE, "--remote").exits(1);
    machines.fix(HERE).exits(0);
    git(HERE, "pull", "-q", "--rebase");
    machines.edit(HERE, "T03", "todo", "done");
    machines.fix(HERE, "--remote").exits(1);
    git(HERE, "checkout", "-q", "--", Machines.PLAN);
    machines.fix(HERE, "--remote").exits(0);
  }

  @Test
  @DisplayName("N18 N03 task done --write that wrote nothing exits 1 and says why")
  void unwritten() {
    machines.edit(HERE, "T03", "todo", "done");
    Run dirty = machines.run(HERE, "task", "done", "T01", "--write").exits(1);
    assertThat(dirty.err())
        .contains(
            "T01 is recorded as done, and not written to plans/net.md: workplan has uncommitted");
    git(HERE, "checkout", "-q", "--", Machines.PLAN);
    git(HERE, "switch", "-q", "-c", "side");
    Run elsewhere = machines.run(HERE, "task", "done", "T01", "--write").exits(1);
    assertThat(elsewhere.err()).contains("this plan is written back on branch 'main', not here");
    git(HERE, "switch", "-q", "main");
    assertThat(machines.run(HERE, "task", "done", "T01", "--write").exits(0).err())
        .doesNotContain("not written");
    assertThat(machines.written(HERE)).containsExactly("done", "todo", "todo");
  }

  @Test
  @DisplayName("N18 task --write that exits 1 for something else names that in its JSON, too")
  void failsElsewhere() {
    String bad = Machines.plan("NET-WP-2", "T09").replace("status: todo", "status: [");
    machines.git.write(machines.at(HERE), "plans/bad.md", bad);
    git(HERE, "add", "-A");
    git(HERE, "commit", "-qm", "a block that cannot be read");
    Run done = machines.run(HERE, "task", "done", "T01", "--write", "--format", "json").exits(1);
    assertThat(Run.objects(done.json().get("findings")))
        .anySatisfy(finding ->
            assertThat(finding)
                .containsEntry("severity", "fail")
                .containsEntry("file", "plans/bad.md"));
    assertThat(machines.written(HERE)).containsExactly("done", "todo", "todo");
  }

  @Test
  @DisplayName("N06 a plan's own status is committed again upon the upstream, and delivered")
  void planStatusCommittedAgain() {
    completed();
    String mine = machines.head(HERE);
    assertThat(git(HERE, "log", "-1", "--format=%s")).isEqualTo("chore(plan): complete NET-WP-1");
    theySendSomething();
    Run fix = machines.fix(HERE, "--remote").exits(0);
    assertThat(fix.findings()).isEmpty();
    assertThat(String.valueOf(fix.repo().get("notes")))
        .contains("set 1 of pawl's own commits aside", "committed 1 of them again");
    assertThat(originTip("main")).isEqualTo(machines.head(HERE)).isNotEqualTo(mine);
    assertThat(git(HERE, "log", "-1", "--format=%s")).isEqualTo("chore(plan): complete NET-WP-1");
    assertThat(machines.git.read(machines.at(HERE), Machines.PLAN)).contains("\nstatus: done\n---");
  }

  private void completed() {
    machines.report(HERE, "done", "T01", "T02", "T03");
    machines.fix(HERE, "--remote").exits(0);
    machines.run(HERE, "plan", "complete", "NET-WP-1").exits(0);
  }

  @Test
  @DisplayName("N17 a plan's status that somebody else changed meanwhile is a person's to settle")
  void planStatusContested() {
    completed();
    String mine = machines.head(HERE);
    git(THERE, "pull", "-q", "--ff-only");
    String text = machines.git.read(machines.at(THERE), Machines.PLAN);
    machines.git.write(
        machines.at(THERE), Machines.PLAN, text.replace("status: active", "status: blocked"));
    machines.git.commitAll(machines.at(THERE), "plan: blocked");
    machines.push(THERE);
    assertThat(machines.fix(HERE, "--remote").exits(1).findings())
        .contains("C-14 warn - none", "C-17 warn - none");
    assertThat(machines.head(HERE)).isEqualTo(mine);
  }
}
