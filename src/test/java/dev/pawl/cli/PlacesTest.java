package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a plan may be, and what shape a checkout may be in: one machine and its remote. */
final class PlacesTest {
  @TempDir Path folder;
  private Machines machines;
  private Path here;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
  }

  private String git(String... arguments) {
    return machines.git.run(here, arguments);
  }

  /** A fix that writes nothing at all, for this reason. */
  private Run blocked(String code) {
    String before = git("for-each-ref", "refs/heads") + git("status", "--porcelain");
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).contains(code + " warn - none", "C-13 warn T01 skipped");
    assertThat(run.commits()).isEmpty();
    assertThat(git("for-each-ref", "refs/heads") + git("status", "--porcelain")).isEqualTo(before);
    return run;
  }

  @AfterEach
  void whole() {
    machines.git.run(here, "fsck", "--strict", "--no-dangling");
  }

  @Test
  @DisplayName("a renamed file, an archived one: a task is its id")
  void renamed() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    Path archive = here.resolve("plans/archive");
    assertThat(archive.toFile().mkdir()).isTrue();
    git("mv", PLAN, "plans/archive/old.md");
    machines.git.commitAll(here, "plan: archived");
    assertThat(machines.fix(HERE).exits(0).findings()).containsExactly("C-17 warn - none");
    machines.report(HERE, "reopen", "T01");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    assertThat(git("diff", "--name-only", "HEAD^", "HEAD")).isEqualTo("plans/archive/old.md");
    machines.sound();
  }

  @Test
  @DisplayName("a block moved to another plan: history goes with it")
  void movedBlock() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    String text = machines.git.read(here, PLAN);
    machines.git.write(here, PLAN, text.replace(Machines.block("T01", "done"), ""));
    machines.git.write(here, "plans/two.md", Machines.plan("WP-2") + Machines.block("T01", "done"));
    machines.git.commitAll(here, "plan: T01 moved");
    assertThat(machines.fix(HERE).exits(0).findings()).doesNotContain("C-13 warn T01 skipped");
    String moved = machines.git.read(here, "plans/two.md");
    machines.git.write(here, "plans/two.md", moved.replace("status: done", "status: todo"));
    machines.git.commitAll(here, "plan: T01 back");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-15 warn T01 none");
  }

  @Test
  @DisplayName("one id in two blocks: C-03, neither is touched, and a report is refused")
  void twice() {
    machines.report(HERE, "done", "T01");
    machines.git.write(here, "plans/two.md", Machines.plan("WP-2", "T01", "T09"));
    machines.git.commitAll(here, "plan: the same id again");
    String head = machines.head(HERE);
    Run fix = machines.fix(HERE).exits(1);
    assertThat(fix.findings()).containsExactly("C-03 fail T01 none");
    assertThat(fix.finding("C-03")).containsEntry("file", "plans/two.md");
    assertThat(machines.head(HERE)).isEqualTo(head);
    Run report = machines.run(HERE, "task", "start", "T01").exits(1);
    assertThat(report.err()).contains("plans/net.md:", "plans/two.md:");
    machines.sound();
  }

  @Test
  @DisplayName("one id in two blocks of one file: C-03, neither is touched")
  void twiceInOneFile() {
    machines.report(HERE, "done", "T01");
    String text = machines.git.read(here, PLAN);
    machines.git.write(here, PLAN, text + Machines.block("T01", "todo"));
    machines.git.commitAll(here, "plan: the same id again");
    String head = machines.head(HERE);
    assertThat(machines.fix(HERE).exits(1).findings()).containsExactly("C-03 fail T01 none");
    assertThat(machines.head(HERE)).isEqualTo(head);
  }

  @Test
  @DisplayName("on another branch: C-16, written on the default one only")
  void elsewhere() {
    git("checkout", "-q", "-b", "feature");
    machines.report(HERE, "done", "T01");
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).containsExactly("C-16 info - none", "C-13 warn T01 skipped");
    assertThat(run.message("C-16")).contains("'main'");
    git("checkout", "-q", "main");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    machines.sound();
  }

  @Test
  @DisplayName("what another branch says is never recorded")
  void otherBranchIsNotRecorded() {
    machines.report(HERE, "start", "T01");
    git("checkout", "-q", "-b", "feature");
    machines.set(HERE, "T01", "todo", "done");
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).containsExactly("C-16 info - none", "C-13 warn T01 skipped");
    assertThat(run.finding("C-13")).containsEntry("written", "todo");
    git("checkout", "-q", "main");
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("writeback.on: current writes wherever one is")
  void current() {
    machines.git.write(here, ".pawl.yaml", "repo: net\nwriteback:\n  on: current\n");
    machines.git.commitAll(here, "settings");
    git("checkout", "-q", "-b", "feature");
    machines.report(HERE, "done", "T01");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    assertThat(git("log", "-1", "--format=%s", "feature")).isEqualTo(Machines.SUBJECT);
    machines.sound();
  }

  @Test
  @DisplayName("plan/<id> here: only there, and what it says is W")
  void planBranch() {
    machines.report(HERE, "done", "T01");
    git("branch", "plan/NET-WP-1");
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).containsExactly("C-16 info - none", "C-13 warn T01 skipped");
    assertThat(run.message("C-16")).contains("'plan/NET-WP-1'");
    git("checkout", "-q", "plan/NET-WP-1");
    assertThat(machines.fix(HERE).exits(0).findings())
        .containsExactly("C-13 warn T01 written-back");
    git("checkout", "-q", "main");
    assertThat(machines.fix(HERE).exits(0).findings()).isEmpty();
    assertThat(machines.written(HERE)).startsWith("todo");
    machines.sound();
  }

  @Test
  @DisplayName("plan/<id> only on the remote: C-16 here, and what it says there is W")
  void planBranchOnRemote() {
    machines.clone(THERE);
    machines.git.run(machines.at(THERE), "checkout", "-q", "-b", "plan/NET-WP-1");
    machines.set(THERE, "T02", "todo", "done");
    machines.git.run(machines.at(THERE), "push", "-q", "origin", "plan/NET-WP-1");
    machines.report(HERE, "done", "T01", "T02");
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).containsExactly("C-16 info - none", "C-13 warn T01 skipped");
    machines.sound();
  }

  @Test
  @DisplayName("a linked work tree on plan/<id> is where it is written, with one journal for both")
  void linkedWorkTree() {
    Path linked = machines.git.root().resolve("linked");
    git("worktree", "add", "-q", linked.toString(), "-b", "plan/NET-WP-1");
    machines.report(HERE, "done", "T01");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-16 info - none");
    Run run = machines.in(linked, HERE, "fix", "--format", "json").exits(0);
    assertThat(run.findings()).containsExactly("C-13 warn T01 written-back");
    assertThat(machines.git.read(linked, PLAN)).contains("id: T01\nstatus: done ");
    assertThat(machines.git.run(linked, "status", "--porcelain")).isEmpty();
    machines.in(linked, HERE, "task", "start", "T02").exits(0);
    assertThat(machines.counts(HERE, "T02")).isEqualTo("in_progress");
    assertThat(Files.exists(here.resolve(".git/worktrees/linked/pawl/journal"))).isFalse();
    machines.sound();
  }

  @Test
  @DisplayName("detached HEAD: C-20")
  void detached() {
    machines.report(HERE, "done", "T01");
    git("checkout", "-q", "--detach");
    Run run = machines.fix(HERE).exits(0);
    assertThat(run.findings()).contains("C-20 warn - none", "C-13 warn T01 skipped");
    assertThat(run.repo()).containsEntry("branch", null);
    assertThat(run.commits()).isEmpty();
  }

  @Test
  @DisplayName("a bare repository: C-20, read and reported")
  void bare() {
    Run run = machines.in(machines.origin(), HERE, "fix", "--format", "json").exits(0);
    assertThat(run.findings()).contains("C-20 warn - none");
    machines.in(machines.origin(), HERE, "check", "--format", "json").exits(0);
    machines.in(machines.origin(), HERE, "task", "list").exits(0);
  }

  @Test
  @DisplayName("no commit yet: C-20; reports and lists work")
  void unborn() {
    Path fresh = machines.git.repo("fresh");
    machines.git.write(fresh, PLAN, Machines.plan("WP", "T01", "T02"));
    machines.in(fresh, HERE, "init").exits(0);
    machines.in(fresh, HERE, "task", "done", "T01").exits(0);
    Run run = machines.in(fresh, HERE, "fix", "--format", "json").exits(0);
    assertThat(run.findings()).contains("C-20 warn - none");
    assertThat(run.repo()).containsEntry("head", null).containsEntry("branch", "main");
    assertThat(run.upstream()).isEqualTo("none 0 0");
    machines.git.commitAll(fresh, "start");
    Run later = machines.in(fresh, HERE, "fix", "--format", "json").exits(0);
    assertThat(later.findings()).containsExactly("C-13 warn T01 written-back");
    assertThat(machines.git.run(fresh, "status", "--porcelain")).isEmpty();
  }

  /** main and side both change x.txt, so that every way to join them stops half way. */
  private void conflicting() {
    machines.git.write(here, "x.txt", "base\n");
    machines.git.commitAll(here, "x: base");
    git("checkout", "-q", "-b", "side");
    machines.git.write(here, "x.txt", "side\n");
    machines.git.commitAll(here, "x: side");
    git("checkout", "-q", "main");
    machines.git.write(here, "x.txt", "main\n");
    machines.git.commitAll(here, "x: main");
    machines.report(HERE, "done", "T01");
  }

  @ParameterizedTest(name = "N16 {0} in progress: C-20, nothing is written, and it can go on")
  @ValueSource(strings = {"merge side", "rebase side", "cherry-pick side", "revert HEAD~1"})
  void inProgress(String command) {
    conflicting();
    assertThat(machines.git.attempt(here, command.split(" ", -1)).exit()).isNotZero();
    blocked("C-20");
    machines.run(HERE, "task", "done", "T02", "--write").exits(1);
    assertThat(machines.git.read(here, PLAN)).contains("id: T02\nstatus: todo ");
    git(command.split(" ", -1)[0], "--abort");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
    machines.sound();
  }

  @Test
  @DisplayName("N16 bisect in progress: C-20, nothing is written")
  void bisect() {
    conflicting();
    git("bisect", "start");
    blocked("C-20");
    git("bisect", "reset");
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
  }

  @Test
  @DisplayName("N16 a feature that pawl does not know: C-20, nothing is written")
  void unknownFeature() {
    machines.report(HERE, "done", "T01");
    git("sparse-checkout", "set", "--no-cone", "/*", "!/x.txt");
    blocked("C-20");
  }

  @Test
  @DisplayName("N13 uncommitted work in the plan: C-14, that file is skipped, staged or not")
  void uncommitted() {
    machines.report(HERE, "done", "T01");
    machines.edit(HERE, "T02", "todo", "blocked");
    String work = machines.git.read(here, PLAN);
    Run run = blocked("C-14");
    assertThat(run.message("C-14"))
        .isEqualTo("workplan has uncommitted changes — skipping writeback");
    assertThat(machines.check(HERE).findings()).contains("C-14 info - none");
    git("add", PLAN);
    blocked("C-14");
    machines.run(HERE, "task", "done", "T03", "--write").exits(1);
    assertThat(machines.git.read(here, PLAN)).isEqualTo(work);
    assertThat(git("stash", "list")).isEmpty();
  }

  @Test
  @DisplayName("N13 an uncommitted status is shown and never recorded")
  void uncommittedStatus() {
    machines.report(HERE, "start", "T01");
    machines.edit(HERE, "T01", "todo", "done");
    machines.fix(HERE).exits(0);
    machines.git.run(here, "checkout", "-q", "--", PLAN);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("no remote, no upstream: upstream none, all else works")
  void noRemote() {
    git("remote", "remove", "origin");
    machines.report(HERE, "done", "T01");
    Run run = machines.fix(HERE, "--push").exits(0);
    assertThat(run.upstream()).isEqualTo("none 0 0");
    assertThat(run.findings()).containsExactly("C-13 warn T01 written-back");
    machines.sound();
  }
}
