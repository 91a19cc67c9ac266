package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Being behind, diverged, offline, rejected: two machines and the remote between them. */
final class RemoteTest {
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

  private void offline() throws IOException {
    Files.move(machines.origin(), machines.origin().resolveSibling("away.git"));
  }

  private void online() throws IOException {
    Files.move(machines.origin().resolveSibling("away.git"), machines.origin());
  }

  private static void hook(Path gitDir, String name, String script) throws IOException {
    Path hook = gitDir.resolve("hooks").resolve(name);
    Files.createDirectories(gitDir.resolve("hooks"));
    Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String originTip() {
    return machines.git.run(machines.origin(), "rev-parse", "main");
  }

  @Test
  @DisplayName("N18 a branch that follows nothing: what pawl committed is undelivered, every time")
  void followsNothing() {
    machines.report(HERE, "done", "T01");
    git(HERE, "branch", "--unset-upstream");
    for (int i = 0; i < 2; i++) {
      Run fix = machines.fix(HERE, "--push").exits(1);
      assertThat(fix.message("C-17"))
          .startsWith("1 commit that pawl made is not pushed")
          .endsWith("git push -u origin main");
    }
  }

  @Test
  @DisplayName("N32 a plan's branch is published under its name, and no configuration is written")
  void branchOfAPlan() throws IOException {
    Path config = machines.at(HERE).resolve(".git/config");
    git(HERE, "switch", "-q", "--no-track", "-c", "plan/NET-WP-1");
    String before = Files.readString(config);
    machines.report(HERE, "done", "T01");
    Run first = machines.fix(HERE, "--remote").exits(0);
    assertThat(String.valueOf(first.repo().get("notes")))
        .contains("pushed 1 to origin as the new branch plan/NET-WP-1");
    assertThat(machines.git.run(machines.origin(), "rev-parse", "plan/NET-WP-1"))
        .isEqualTo(machines.head(HERE));
    git(THERE, "fetch", "-q");
    git(THERE, "switch", "-q", "plan/NET-WP-1");
    machines.report(THERE, "done", "T02");
    machines.fix(THERE, "--remote").exits(0);
    machines.fix(HERE, "--remote").exits(0);
    assertThat(machines.head(HERE)).isEqualTo(machines.head(THERE));
    assertThat(Files.readString(config)).isEqualTo(before);
  }

  @Test
  @DisplayName("a rehearsal with --remote says that it would have moved first, and moves nothing")
  void rehearsal() {
    machines.report(THERE, "done", "T01");
    machines.fix(THERE, "--remote").exits(0);
    machines.report(HERE, "done", "T02");
    String head = machines.head(HERE);
    Run dry = machines.fix(HERE, "--remote", "--dry-run").exits(0);
    assertThat(String.valueOf(dry.repo().get("notes")))
        .contains("would then have pushed to refs/heads/main of origin")
        .contains(
            "would first have fast-forwarded by 1, and then judged anew: what that changes is not");
    assertThat(machines.head(HERE)).isEqualTo(head);
  }

  @Test
  @DisplayName("behind: C-14, and nothing at all is written, recorded neither")
  void behind() {
    machines.report(HERE, "done", "T01");
    machines.report(HERE, "start", "T02");
    machines.set(HERE, "T02", "todo", "done");
    machines.push(HERE);
    note(THERE, "one.txt");
    git(THERE, "pull", "-q", "--rebase");
    machines.push(THERE);
    String head = machines.head(HERE);
    Run check = machines.check(HERE).exits(0);
    assertThat(check.findings()).contains("C-14 info - none");
    Run fix = machines.fix(HERE).exits(0);
    assertThat(fix.findings())
        .containsExactly("C-14 warn - none", "C-13 warn T01 skipped", "C-11 warn T02 skipped");
    assertThat(fix.message("C-14"))
        .isEqualTo(
            "Repo 'net' is behind remote — pull before fixing to avoid clobbering remote progress");
    assertThat(fix.upstream()).isEqualTo("behind 0 1");
    assertThat(machines.head(HERE)).isEqualTo(head);
    assertThat(machines.run(HERE, "task", "show", "T02").out()).doesNotContain("seen in");
  }

  @Test
  @DisplayName("N05 offline: C-19, the state says so, and the fix goes on with what is known")
  void unreachable() throws Exception {
    machines.report(HERE, "done", "T01");
    offline();
    Run fix = machines.fix(HERE).exits(0);
    assertThat(fix.findings())
        .containsExactly("C-19 info - none", "C-13 warn T01 written-back", "C-17 warn - none");
    assertThat(fix.upstream()).isEqualTo("unreachable 1 0");
    Run text = machines.run(HERE, "check");
    assertThat(text.out()).contains("remote unreachable").doesNotContain("up to date");
    String delivered = machines.run(HERE, "fix", "--remote").exits(1).out().replaceAll("\\s+", " ");
    assertThat(delivered)
        .containsOnlyOnce("does not appear to be a git repository")
        .doesNotContain("fatal:", "access rights");
    Run unasked = machines.check(HERE, "--no-fetch");
    assertThat(unasked.upstream()).isEqualTo("not-checked 1 0");
    assertThat(unasked.findings()).doesNotContain("C-19 info - none");
    online();
  }

  @Test
  @DisplayName(
      "known to be behind closes the gate even offline; --remote goes forward to what is known")
  void behindAndOffline() throws Exception {
    String theirs = note(THERE, "one.txt");
    machines.push(THERE);
    git(HERE, "fetch", "-q");
    machines.report(HERE, "done", "T01");
    String head = machines.head(HERE);
    offline();
    for (String option : List.of("--no-fetch", "--push")) {
      Run fix = machines.fix(HERE, option);
      assertThat(fix.findings()).contains("C-14 warn - none", "C-13 warn T01 skipped");
      assertThat(fix.commits()).isEmpty();
      assertThat(machines.head(HERE)).isEqualTo(head);
    }
    Run forward = machines.fix(HERE, "--remote").exits(1);
    assertThat(forward.findings()).contains("C-13 warn T01 written-back", "C-17 warn - none");
    machines.oneCommitOf(HERE, theirs, "T01: todo → done");
    online();
  }

  @Test
  @DisplayName("diverged by foreign commits: C-14 with --remote too, nothing is written or moved")
  void divergedByForeign() {
    note(THERE, "one.txt");
    machines.push(THERE);
    machines.report(HERE, "done", "T01");
    String mine = note(HERE, "two.txt");
    String there = originTip();
    Run fix = machines.fix(HERE, "--remote");
    assertThat(fix.findings()).contains("C-14 warn - none", "C-13 warn T01 skipped");
    assertThat(fix.upstream()).isEqualTo("diverged 1 1");
    assertThat(machines.head(HERE)).isEqualTo(mine);
    assertThat(originTip()).isEqualTo(there);
  }

  @Test
  @DisplayName("diverged by own and one foreign commit that only looks like one: nothing is moved")
  void divergedByForged() {
    note(THERE, "one.txt");
    machines.push(THERE);
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-fetch").exits(0);
    machines.git.write(machines.at(HERE), "two.txt", "mine\n");
    git(HERE, "add", "-A");
    git(HERE, "commit", "-q", "-m", Machines.SUBJECT);
    String mine = machines.head(HERE);
    assertThat(machines.fix(HERE, "--remote").findings()).contains("C-14 warn - none");
    assertThat(machines.head(HERE)).isEqualTo(mine);
  }

  @Test
  @DisplayName("N06 diverged by own commits only: set aside, fast-forwarded, fixed anew, pushed")
  void divergedByOwn() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.report(HERE, "done", "T02");
    machines.fix(HERE).exits(0);
    String theirs = note(THERE, "one.txt");
    machines.push(THERE);
    Run gated = machines.fix(HERE).exits(0);
    assertThat(gated.findings()).contains("C-14 warn - none", "C-17 warn - none");
    assertThat(gated.message("C-17")).startsWith("2 commits that pawl made are not pushed");
    Run fix = machines.fix(HERE, "--remote").exits(0);
    assertThat(fix.findings())
        .containsExactly("C-13 warn T01 written-back", "C-13 warn T02 written-back");
    assertThat(fix.upstream()).isEqualTo("current 0 0");
    assertThat(fix.commits()).containsExactly(machines.head(HERE));
    machines.oneCommitOf(HERE, theirs, "T01: todo → done", "T02: todo → done");
    assertThat(originTip()).isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName("--remote in one step: fast-forward, fix, push")
  void remote() {
    String theirs = note(THERE, "one.txt");
    machines.push(THERE);
    machines.report(HERE, "done", "T01");
    Run fix = machines.fix(HERE, "--remote").exits(0);
    assertThat(fix.findings()).containsExactly("C-13 warn T01 written-back");
    machines.oneCommitOf(HERE, theirs, "T01: todo → done");
    assertThat(originTip()).isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName("--remote beside somebody's uncommitted work: it stays as it was")
  void remoteBesideWork() {
    note(THERE, "one.txt");
    machines.push(THERE);
    machines.report(HERE, "done", "T01");
    machines.git.write(machines.at(HERE), "mine.txt", "mine\n");
    machines.git.write(machines.at(HERE), "staged.txt", "mine\n");
    git(HERE, "add", "staged.txt");
    machines.fix(HERE, "--remote").exits(0);
    assertThat(originTip()).isEqualTo(machines.head(HERE));
    assertThat(git(HERE, "status", "--porcelain")).isEqualTo("A  staged.txt\n?? mine.txt");
    git(HERE, "reset", "-q");
    assertThat(machines.at(HERE).resolve("mine.txt").toFile().delete()).isTrue();
    assertThat(machines.at(HERE).resolve("staged.txt").toFile().delete()).isTrue();
  }

  @Test
  @DisplayName("a push that lost a race: fetched, set aside, fixed anew, delivered")
  void rejectedAndRetried() throws Exception {
    machines.report(HERE, "start", "T02");
    machines.set(HERE, "T02", "todo", "done");
    machines.push(HERE);
    machines.pull(THERE);
    machines.report(HERE, "done", "T01");
    String theirs = note(THERE, "one.txt");
    hook(
        machines.at(HERE).resolve(".git"),
        "pre-push",
        """
        grep -q refs/heads/main || exit 0
        [ -e "%1$s/raced" ] && exit 0
        : > "%1$s/raced"
        unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX
        git -C "%1$s/there" push -q origin main\
        """
            .formatted(machines.git.root()));
    Run fix = machines.fix(HERE, "--remote").exits(0);
    assertThat(machines.git.root().resolve("raced")).exists();
    machines.oneCommitOf(HERE, theirs, "T01: todo → done");
    assertThat(originTip()).isEqualTo(machines.head(HERE));
    assertThat(fix.findings())
        .containsExactly("C-13 warn T01 written-back", "C-11 info T02 recorded");
    assertThat(fix.commits()).containsExactly(machines.head(HERE));
  }

  @Test
  @DisplayName("N03 an undelivered push is C-17 and exit 1, and a later one delivers")
  void undelivered() throws Exception {
    machines.report(HERE, "done", "T01");
    hook(machines.origin(), "pre-receive", "grep -q refs/heads && exit 1; exit 0");
    String before = originTip();
    Run fix = machines.fix(HERE, "--push").exits(1);
    assertThat(fix.findings()).containsExactly("C-13 warn T01 written-back", "C-17 warn - none");
    assertThat(fix.message("C-17")).contains("1 commit that pawl made is not pushed, the oldest");
    assertThat(originTip()).isEqualTo(before);
    Run without = machines.fix(HERE).exits(0);
    assertThat(without.findings()).containsExactly("C-17 warn - none");
    machines.fix(HERE, "--remote").exits(1);
    Files.delete(machines.origin().resolve("hooks/pre-receive"));
    Run delivered = machines.fix(HERE, "--push").exits(0);
    assertThat(delivered.findings()).isEmpty();
    assertThat(originTip()).isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName("a push asked for while offline: C-17 and exit 1")
  void undeliveredOffline() throws Exception {
    machines.report(HERE, "done", "T01");
    offline();
    Run fix = machines.fix(HERE, "--push").exits(1);
    assertThat(fix.findings())
        .containsExactly("C-19 info - none", "C-13 warn T01 written-back", "C-17 warn - none");
    online();
  }

  @Test
  @DisplayName("a commit refused by a hook: C-21 and exit 1, the file as before, the rest goes on")
  void refused() throws Exception {
    machines.report(HERE, "start", "T02");
    machines.set(HERE, "T02", "todo", "done");
    machines.push(HERE);
    machines.report(HERE, "done", "T01");
    hook(machines.at(HERE).resolve(".git"), "pre-commit", "echo not on a Friday >&2; exit 1");
    String head = machines.head(HERE);
    String text = machines.git.read(machines.at(HERE), PLAN);
    Run fix = machines.fix(HERE).exits(1);
    assertThat(fix.findings())
        .contains("C-21 fail - none", "C-13 warn T01 skipped", "C-11 info T02 recorded");
    assertThat(fix.message("C-21")).contains("not on a Friday");
    assertThat(machines.head(HERE)).isEqualTo(head);
    assertThat(machines.git.read(machines.at(HERE), PLAN)).isEqualTo(text);
    Files.delete(machines.at(HERE).resolve(".git/hooks/pre-commit"));
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-13 warn T01 written-back");
  }

  @Test
  @DisplayName("N06 two machines write the same: the second finds nothing left, nothing piles up")
  void bothWriteTheSame() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.fix(THERE, "--no-fetch").exits(0);
    machines.fix(HERE, "--remote").exits(0);
    Run second = machines.fix(THERE, "--remote").exits(0);
    assertThat(second.findings()).isEmpty();
    assertThat(second.commits()).isEmpty();
    assertThat(second.upstream()).isEqualTo("current 0 0");
    assertThat(machines.head(THERE)).isEqualTo(machines.head(HERE)).isEqualTo(originTip());
    for (int i = 0; i < 3; i++) {
      assertThat(machines.fix(HERE, "--remote").exits(0).commits()).isEmpty();
      assertThat(machines.fix(THERE, "--remote").exits(0).commits()).isEmpty();
    }
    assertThat(machines.git.run(machines.origin(), "rev-list", "--count", "main")).isEqualTo("2");
  }

  @Test
  @DisplayName("the story of the original: a stale clone never takes anything back")
  void staleClone() {
    machines.report(HERE, "done", "T01");
    machines.report(HERE, "start", "T02");
    machines.fix(HERE, "--remote").exits(0);
    Run stale = machines.fix(THERE).exits(0);
    assertThat(stale.findings())
        .containsExactly("C-14 warn - none", "C-13 warn T01 skipped", "C-13 warn T02 skipped");
    assertThat(machines.counts(THERE, "T01")).isEqualTo("done");
    machines.fix(THERE, "--remote").exits(0);
    assertThat(machines.written(THERE)).containsExactly("done", "in_progress", "todo");
    assertThat(machines.fix(HERE, "--remote").exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("C-17 on a branch that follows none says how many commits there are")
  void withoutUpstream() {
    machines.run(HERE, "plan", "start", "NET-WP-1").exits(0);
    machines.git.run(machines.origin(), "branch", "plan", "main");
    Path tree = machines.at(HERE).resolve("worktrees/plan-NET-WP-1");
    machines.in(tree, HERE, "task", "done", "T01").exits(0);
    Run fix = machines.in(tree, HERE, "fix-consistency", "--remote", "--format", "json").exits(1);
    assertThat(fix.message("C-17")).startsWith("1 commit that pawl made is not pushed, ");
  }
}
