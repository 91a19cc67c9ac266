package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pawl close}: what would be lost is said, and 0 means that nothing would be. */
final class CloseTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  private String git(String... arguments) {
    return machines.git.run(machines.at(HERE), arguments);
  }

  private Run close(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "close";
    words[1] = "--format";
    words[2] = "json";
    System.arraycopy(options, 0, words, 3, options.length);
    return machines.run(HERE, words);
  }

  /** {@code kind what | cure} of all that is left. */
  private static List<String> left(Run close) {
    return Run.objects(close.json().get("left")).stream()
        .map(each -> each.get("kind") + " " + each.get("what") + " | " + each.get("cure"))
        .toList();
  }

  private void delivered() {
    Run close = close().exits(0);
    assertThat(close.json()).containsEntry("schema", "pawl.close/1");
    assertThat(close.json()).containsEntry("delivered", true);
    assertThat(left(close)).isEmpty();
  }

  @Test
  @DisplayName("a clean clone is delivered, and so is a report: it is written, and pushed")
  void delivers() {
    delivered();
    machines.report(HERE, "done", "T01");
    delivered();
    assertThat(machines.git.run(machines.origin(), "show", "main:" + Machines.PLAN))
        .contains("status: done");
    assertThat(machines.run(HERE, "close").exits(0).out()).endsWith("delivered\n");
  }

  @Test
  @DisplayName("work in no commit, in a new file and in a plan, is named, and is left alone")
  void dirty() {
    machines.edit(HERE, "T02", "todo", "blocked");
    machines.git.write(machines.at(HERE), "new.txt", "mine\n");
    machines.report(HERE, "done", "T01");
    Run close = close().exits(1);
    assertThat(close.json()).containsEntry("delivered", false);
    assertThat(left(close))
        .containsExactly(
            "dirty not committed: "
                + Machines.PLAN
                + ", new.txt | git add -A && git commit -m \"…\"",
            "report T01 is recorded as done, and %1$s says todo | git add %1$s && git commit -m \"…\" %1$s, then pawl close"
                .formatted(Machines.PLAN));
    assertThat(machines.run(HERE, "close").exits(1).out())
        .endsWith("not delivered: 2 things are left\n");
    git("add", "-A");
    git("commit", "-qm", "work");
    machines.run(HERE, "close", "--push").exits(0);
    delivered();
  }

  @Test
  @DisplayName("a person's commits are pushed with --push alone, and named otherwise")
  void unpushed() {
    machines.git.write(machines.at(HERE), "code.txt", "mine\n");
    machines.git.commitAll(machines.at(HERE), "work");
    String before = machines.git.run(machines.origin(), "rev-parse", "main");
    assertThat(left(close().exits(1)))
        .containsExactly("unpushed main has 1 commit that no remote has | pawl close --push");
    assertThat(machines.git.run(machines.origin(), "rev-parse", "main")).isEqualTo(before);
    assertThat(left(close("--push").exits(0))).isEmpty();
    assertThat(machines.git.run(machines.origin(), "rev-parse", "main"))
        .isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName("what lies beneath a commit of pawl's goes along")
  void beneath() {
    machines.git.write(machines.at(HERE), "code.txt", "mine\n");
    machines.git.commitAll(machines.at(HERE), "work");
    machines.report(HERE, "done", "T01");
    delivered();
    assertThat(machines.git.run(machines.origin(), "rev-parse", "main"))
        .isEqualTo(machines.head(HERE));
  }

  @Test
  @DisplayName(
      "branches: one that follows nothing, one that was squashed, one in another work tree")
  void branches() {
    git("switch", "-qc", "idea");
    machines.git.write(machines.at(HERE), "idea.txt", "mine\n");
    machines.git.commitAll(machines.at(HERE), "idea");
    git("switch", "-q", "main");
    assertThat(left(close().exits(1)))
        .containsExactly(
            "no-upstream idea has 1 commit that no remote has, and follows no branch"
                + " | git push -u origin idea");
    git("merge", "-q", "--squash", "idea");
    git("commit", "-qm", "idea (#1)");
    git("push", "-q");
    delivered();
    Path other = folder.resolve("other");
    git("worktree", "add", "-q", "-b", "more", other.toString());
    machines.git.write(other, "more.txt", "mine\n");
    assertThat(left(close().exits(1)))
        .containsExactly(
            "dirty not committed in "
                + other
                + ": more.txt | git -C "
                + other
                + " add -A && git -C "
                + other
                + " commit -m \"…\"");
  }

  @Test
  @DisplayName("stashes count that were made since the last close")
  void stashes() {
    machines.git.write(machines.at(HERE), "code.txt", "one\n");
    machines.git.commitAll(machines.at(HERE), "code");
    machines.push(HERE);
    machines.git.write(machines.at(HERE), "code.txt", "two\n");
    git("stash", "push", "-qm", "later");
    assertThat(left(close().exits(1)))
        .containsExactly("stash stash@{0}: On main: later | git stash pop stash@{0}");
    git("stash", "pop", "-q");
    git("checkout", "-q", "code.txt");
    delivered();
  }

  @Test
  @DisplayName("a task in progress and a claim are handed on, or named")
  void held() {
    machines.run(HERE, "plan", "claim", "NET-WP-1").exits(0);
    machines.report(HERE, "start", "T01");
    assertThat(left(close().exits(1)))
        .anyMatch(line -> line.startsWith("in-progress T01 is in progress, by "))
        .contains(
            "claim NET-WP-1 is claimed by this clone"
                + " | pawl plan release NET-WP-1, or pawl plan complete NET-WP-1");
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "plan", "release", "NET-WP-1").exits(0);
    delivered();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "what was begun is put down by the line that close prints, and anybody may take it up")
  void putDown(boolean written) {
    machines.report(HERE, "start", "T01");
    if (written) {
      machines.fix(HERE, "--remote").exits(0);
    }
    String line =
        left(close().exits(1)).stream()
            .filter(each -> each.startsWith("in-progress T01 "))
            .findFirst()
            .orElseThrow();
    String typed =
        line.substring(line.indexOf("to put it down, ") + "to put it down, pawl ".length());
    machines.run(HERE, typed.replace("TEXT", "later").split(" ", -1)).exits(0);
    delivered();
    assertThat(machines.git.run(machines.origin(), "show", "main:" + Machines.PLAN))
        .contains("id: T01\nstatus: todo ");
    machines.run(THERE, "sync").exits(0);
    machines.report(THERE, "start", "T01");
  }

  @Test
  @DisplayName("another's task in progress is not this actor's to end")
  void others() {
    machines.report(THERE, "start", "T01");
    machines.fix(THERE, "--remote").exits(0);
    Map<String, String> agent = new TreeMap<>(machines.variables(HERE));
    agent.put("PAWL_ACTOR", "agent:beacon-1");
    machines.in(machines.at(HERE), agent, HERE, "task", "start", "T02", "--write").exits(0);
    delivered();
  }

  @Test
  @DisplayName("the remote away: said, and not delivered; a repository without one says so")
  void nowhere() throws Exception {
    machines.report(HERE, "done", "T01");
    Files.move(machines.origin(), folder.resolve("away.git"));
    assertThat(left(close().exits(1)))
        .singleElement()
        .asString()
        .startsWith(
            "unpushed main has 1 commit that no remote has: the remote could not be reached")
        .endsWith(" | pawl close, once it can be reached");
    Files.move(folder.resolve("away.git"), machines.origin());
    delivered();
    git("remote", "remove", "origin");
    assertThat(left(close().exits(1)))
        .containsExactly(
            "no-upstream this repository has no remote: nothing of it is anywhere else"
                + " | git remote add origin URL");
  }

  @Test
  @DisplayName("a question that only a person can answer keeps a session open")
  void asked() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.edit(HERE, "T01", "done", "todo");
    git("commit", "-qam", "not done after all");
    machines.push(HERE);
    assertThat(left(close().exits(1)))
        .singleElement()
        .asString()
        .startsWith("finding C-15 T01: ")
        .endsWith(" | one of the two commands, as a person decides");
    machines.report(HERE, "reopen", "T01");
    delivered();
  }
}
