package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was reported travels, and comes to the same everywhere: two machines and a remote. */
final class JournalsTest {
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

  private void sync(String... names) {
    for (String machine : names) {
      machines.run(machine, "sync").exits(0);
    }
  }

  private static List<Path> segments(Path clone) throws IOException {
    try (Stream<Path> files = Files.walk(clone.resolve(".git/pawl/journal"))) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    }
  }

  @Test
  @DisplayName("a fresh clone takes the journals of the remote")
  void freshClone() {
    machines.report(HERE, "done", "T01");
    sync(HERE);
    machines.clone("third");
    assertThat(machines.counts("third", "T01")).isEqualTo("todo");
    assertThat(machines.check("third").exits(0).findings()).containsExactly("C-13 warn T01 none");
    assertThat(machines.counts("third", "T01")).isEqualTo("done");
  }

  @Test
  @DisplayName("a fresh clone of a repository that does not exchange has its files, and no refs")
  void freshCloneWithoutExchange() {
    machines.git.write(machines.at(HERE), ".pawl.yaml", "repo: net\nexchange: off\n");
    machines.git.commitAll(machines.at(HERE), "settings");
    machines.push(HERE);
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--no-writeback").exits(0);
    assertThat(machines.git.run(machines.origin(), "for-each-ref", "refs/pawl")).isEmpty();
    machines.clone("third");
    assertThat(machines.check("third").exits(0).findings()).isEmpty();
    Run refused = machines.run(HERE, "sync").exits(1);
    assertThat(refused.err()).contains("exchange: off");
  }

  @Test
  @DisplayName("check publishes nothing; a clone without events publishes nothing with a fix")
  void checkPublishesNothing() {
    machines.report(HERE, "done", "T01");
    machines.check(HERE).exits(0);
    machines.fix(THERE).exits(0);
    machines.run(HERE, "fix", "--dry-run").exits(0);
    assertThat(machines.git.run(machines.origin(), "for-each-ref", "refs/pawl")).isEmpty();
  }

  @Test
  @DisplayName("which remote: never a guess between a fork and its origin")
  void whichRemote() {
    Path here = machines.at(HERE);
    Path fork = machines.git.bare("fork");
    machines.git.run(here, "remote", "add", "fork", fork.toString());
    machines.report(HERE, "done", "T01");
    sync(HERE);
    assertThat(machines.git.run(fork, "for-each-ref")).isEmpty();
    machines.git.run(here, "config", "--unset", "branch.main.remote");
    machines.git.run(here, "config", "--unset", "branch.main.merge");
    Run unclear = machines.run(HERE, "sync").exits(2);
    assertThat(unclear.err()).contains("pawl sync REMOTE").contains("'remote' in .pawl.yaml");
    machines.git.write(here, ".pawl.yaml", "repo: net\nexchange: on\nremote: fork\n");
    machines.git.commitAll(here, "settings: the fork");
    sync(HERE);
    assertThat(machines.git.run(fork, "for-each-ref", "--format=%(refname)", "refs/pawl/journal"))
        .startsWith("refs/pawl/journal/");
  }

  @Test
  @DisplayName("a settings file that names a remote which is not here: exit 2, with the choices")
  void unknownRemote() {
    Path here = machines.at(HERE);
    machines.git.write(here, ".pawl.yaml", "repo: net\nremote: upstream\n");
    machines.git.commitAll(here, "settings");
    Run run = machines.run(HERE, "check").exits(2);
    assertThat(run.err()).contains("remote 'upstream'").contains("origin");
    assertThat(run.out()).isEmpty();
  }

  @Test
  @DisplayName("cp -r of a clone: the copy takes a new id, and no report is lost")
  void copied() throws Exception {
    machines.report(HERE, "start", "T01");
    sync(HERE);
    Path copy = machines.at("copy");
    assertThat(
            new ProcessBuilder("cp", "-r", machines.at(HERE).toString(), copy.toString())
                .start()
                .waitFor())
        .isZero();
    machines.in(copy, HERE, "task", "done", "T02").exits(0);
    machines.report(HERE, "done", "T03");
    machines.in(copy, HERE, "sync").exits(0);
    sync(HERE, THERE);
    for (String task : List.of("T02", "T03")) {
      assertThat(machines.counts(THERE, task)).isEqualTo("done");
    }
    assertThat(machines.git.run(machines.origin(), "for-each-ref", "refs/pawl/journal").lines())
        .hasSize(2);
  }

  @Test
  @DisplayName("clocks hours apart: no verdict changes, and a far stamp moves no clock for long")
  void clocksApart() {
    machines.skew(HERE, Duration.ofHours(-9));
    machines.report(THERE, "start", "T01");
    sync(THERE, HERE);
    machines.report(HERE, "done", "T01");
    machines.report(HERE, "block", "T02");
    sync(HERE, THERE);
    assertThat(machines.counts(THERE, "T01")).isEqualTo("done");
    machines.report(THERE, "start", "T02");
    sync(THERE, HERE);
    assertThat(machines.counts(HERE, "T02")).isEqualTo("in_progress");
    machines.report(HERE, "reopen", "T01");
    sync(HERE, THERE);
    assertThat(machines.counts(THERE, "T01")).isEqualTo("todo");
    machines.skew(HERE, Duration.ofDays(4000));
    machines.report(HERE, "start", "T03");
    sync(HERE, THERE);
    machines.skew(HERE, Duration.ZERO);
    machines.report(THERE, "block", "T03");
    sync(THERE, HERE);
    assertThat(machines.counts(HERE, "T03")).isEqualTo("blocked");
  }

  @Test
  @DisplayName("N43 a damaged journal: C-23 names the place, what is whole counts, nothing is lost")
  void damaged() throws Exception {
    machines.report(HERE, "done", "T01");
    machines.report(HERE, "done", "T02");
    Path segment = segments(machines.at(HERE)).getFirst();
    String text = Files.readString(segment);
    List<String> lines = text.lines().toList();
    Files.writeString(
        segment, lines.get(0).replace("done", "d\u0001ne") + "\n" + lines.get(1) + "\n");
    byte[] damaged = Files.readAllBytes(segment);
    Run check = machines.check(HERE).exits(0);
    assertThat(check.findings()).containsExactly("C-23 warn - none", "C-13 warn T02 none");
    assertThat(check.message("C-23")).contains(segment.getFileName().toString()).contains("1");
    machines.report(HERE, "start", "T03");
    assertThat(Files.readString(segment))
        .startsWith(new String(damaged, java.nio.charset.StandardCharsets.UTF_8));
    machines.run(HERE, "doctor").exits(1);
    sync(HERE, THERE);
    assertThat(machines.counts(THERE, "T02")).isEqualTo("done");
    assertThat(machines.counts(THERE, "T01")).isEqualTo("todo");
  }

  @Test
  @DisplayName("a report for a task that is not here yet: kept, and counts when the block appears")
  void notHereYet() {
    String text = machines.git.read(machines.at(HERE), PLAN);
    machines.git.write(machines.at(HERE), PLAN, text + Machines.block("T04", "todo"));
    machines.git.commitAll(machines.at(HERE), "plan: T04");
    machines.report(HERE, "done", "T04");
    sync(HERE);
    Run check = machines.check(THERE).exits(0);
    assertThat(check.findings()).containsExactly("C-09 info T04 none");
    machines.push(HERE);
    machines.pull(THERE);
    assertThat(machines.fix(THERE).exits(0).findings()).contains("C-13 warn T04 written-back");
  }

  @Test
  @DisplayName("a shallow clone: C-13 says that history is too short, and nothing is written")
  void shallow() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE).exits(0);
    machines.set(HERE, "T01", "done", "todo");
    machines.push(HERE);
    sync(HERE);
    Path shallow = machines.at("shallow");
    machines.git.run(
        machines.git.root(),
        "clone",
        "-q",
        "--depth=1",
        "file://" + machines.origin(),
        shallow.toString());
    Run fix = machines.in(shallow, "shallow", "fix", "--format", "json").exits(0);
    assertThat(fix.findings()).containsExactly("C-13 warn T01 skipped");
    assertThat(fix.message("C-13")).contains("history here is too short to tell");
    assertThat(machines.git.run(shallow, "status", "--porcelain")).isEmpty();
    machines.git.run(shallow, "fetch", "-q", "--unshallow");
    Run whole = machines.in(shallow, "shallow", "fix", "--format", "json").exits(0);
    assertThat(whole.findings()).containsExactly("C-15 warn T01 none");
  }

  @Test
  @DisplayName("reported without knowing of each other: one counts everywhere, and C-22 says so")
  void concurrent() {
    machines.report(HERE, "done", "T01");
    machines.report(THERE, "cancel", "T01");
    sync(HERE, THERE, HERE);
    assertThat(machines.counts(HERE, "T01")).isEqualTo(machines.counts(THERE, "T01"));
    assertThat(machines.check(HERE).findings()).contains("C-22 warn T01 none");
    Run show = machines.run(HERE, "task", "show", "T01");
    assertThat(show.out()).contains("human:zoe@here", "human:zoe@there");
    machines.fix(HERE, "--remote").exits(0);
    machines.fix(THERE, "--remote").exits(0);
    Run fixed = machines.check(THERE).exits(0);
    assertThat(fixed.findings()).containsExactly("C-22 warn T01 none");
    String counts = machines.counts(THERE, "T01");
    assertThat(fixed.message("C-22"))
        .contains("'" + counts + "' counts", "say so again (pawl task ");
    machines.report(THERE, counts.equals("done") ? "done" : "cancel", "T01");
    assertThat(machines.check(THERE).exits(0).findings()).isEmpty();
    sync(THERE, HERE);
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
    machines.report(HERE, counts.equals("done") ? "done" : "cancel", "T01");
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("who notes what a file says has not said which of two reports is right")
  void observedSince() {
    machines.report(HERE, "start", "T01");
    machines.report(THERE, "block", "T01");
    sync(HERE, THERE, HERE);
    machines.fix(HERE, "--remote").exits(0);
    machines.set(HERE, "T01", machines.counts(HERE, "T01"), "done");
    machines.push(HERE);
    assertThat(machines.fix(HERE).exits(0).findings()).contains("C-11 info T01 recorded");
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
  }

  @Test
  @DisplayName("N02 a reopen and a done that did not know of each other: the reopen wins")
  void reopenAndDone() {
    machines.report(HERE, "done", "T01");
    sync(HERE, THERE);
    machines.report(HERE, "reopen", "T01");
    machines.report(THERE, "start", "T02");
    machines.set(THERE, "T01", "todo", "done");
    sync(THERE, HERE, THERE);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("todo");
    machines.fix(THERE).exits(0);
    sync(THERE, HERE);
    assertThat(machines.counts(HERE, "T01")).isEqualTo(machines.counts(THERE, "T01"));
  }

  @Test
  @DisplayName("N02 a start that did not know of a reopen: C-22 says so until it is said again")
  void startAfterUnknownReopen() {
    machines.report(HERE, "done", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.pull(THERE);
    machines.report(THERE, "start", "T01");
    Run fix = machines.fix(THERE, "--remote").exits(0);
    assertThat(fix.findings()).containsExactly("C-22 info T01 none");
    assertThat(fix.message("C-22"))
        .contains("reported as in_progress by there", "'todo' counts", "pawl task show T01");
    assertThat(machines.check(HERE, "--strict").exits(0).findings())
        .containsExactly("C-22 info T01 none");
    machines.report(THERE, "start", "T01");
    assertThat(machines.fix(THERE, "--remote").exits(0).findings())
        .containsExactly("C-13 warn T01 written-back");
    machines.pull(HERE);
    assertThat(machines.check(HERE).exits(0).findings()).isEmpty();
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("N02 a report that knew the file is not overruled by who only saw the file later")
  void reportAndObservation() {
    machines.report(HERE, "start", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.report(HERE, "reopen", "T01");
    machines.fix(HERE, "--remote").exits(0);
    machines.set(HERE, "T01", "todo", "in_progress");
    machines.push(HERE);
    machines.report(HERE, "block", "T01");
    machines.pull(THERE);
    assertThat(machines.fix(THERE, "--remote").exits(0).findings())
        .containsExactly("C-11 info T01 recorded");
    assertThat(machines.fix(HERE, "--remote").exits(0).findings())
        .contains("C-13 warn T01 written-back");
    machines.fix(THERE, "--remote").exits(0);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("blocked");
    assertThat(machines.counts(THERE, "T01")).isEqualTo("blocked");
    assertThat(machines.written(THERE)).containsExactly("blocked", "todo", "todo");
  }

  @Test
  @DisplayName("N44 nothing of pawl's own is in the work tree, and pulls never conflict on it")
  void nothingInTheWorkTree() {
    machines.run(HERE, "init").exits(0);
    machines.git.commitAll(machines.at(HERE), "settings");
    machines.push(HERE);
    machines.report(HERE, "done", "T01");
    machines.report(THERE, "done", "T02");
    machines.fix(HERE, "--remote").exits(0);
    machines.report(THERE, "start", "T03");
    machines.fix(THERE, "--remote").exits(0);
    machines.pull(HERE);
    for (String machine : List.of(HERE, THERE)) {
      assertThat(machines.git.run(machines.at(machine), "ls-files"))
          .isEqualTo(".gitattributes\n.pawl.yaml\nplans/net.md");
      assertThat(machines.git.run(machines.at(machine), "status", "--porcelain", "--ignored"))
          .isEmpty();
    }
    String published = machines.git.run(machines.origin(), "for-each-ref", "--format=%(refname)");
    for (String ref : published.lines().filter(name -> name.startsWith("refs/pawl")).toList()) {
      String blobs = machines.git.run(machines.origin(), "grep", "-h", "", ref);
      assertThat(blobs).doesNotContain(machines.git.root().toString()).doesNotContain("\"pid\"");
    }
  }
}
