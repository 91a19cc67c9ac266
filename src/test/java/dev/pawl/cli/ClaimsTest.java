package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** One plan, two machines: who owns it, who does not, and what that means for reports. */
@Execution(CONCURRENT)
final class ClaimsTest {
  private static final String REF = "refs/pawl/claims/NET-WP-1";

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  private Run claim(String machine, String... options) {
    return run(machine, "claim", options);
  }

  private Run run(String machine, String command, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "plan";
    all[1] = command;
    all[2] = "NET-WP-1";
    System.arraycopy(options, 0, all, 3, options.length);
    return machines.run(machine, all);
  }

  /** As an executor. */
  private Run by(String machine, String executor, String... arguments) {
    Map<String, String> variables = machines.variables(machine);
    variables.put("PAWL_EXECUTOR", executor);
    return machines.in(machines.at(machine), variables, machine, arguments);
  }

  private void offline() throws IOException {
    Files.move(machines.origin(), machines.origin().resolveSibling("away.git"));
  }

  private void online() throws IOException {
    Files.move(machines.origin().resolveSibling("away.git"), machines.origin());
  }

  private String remote() {
    return machines.git.run(machines.origin(), "show", REF + ":claim.json");
  }

  /** "host epoch state", or null. */
  private @Nullable String shown(String machine) {
    Run list = machines.run(machine, "plan", "list", "--format", "json").exits(0);
    Object claim = Run.objects(list.json().get("plans")).getFirst().get("claim");
    if (claim == null) {
      return null;
    }
    Map<String, @Nullable Object> row = Run.object(claim);
    return row.get("host") + " " + row.get("epoch") + " " + row.get("state");
  }

  @Test
  @DisplayName("N20 what one machine owns, another one cannot claim or release")
  void owned() {
    assertThat(claim(HERE).exits(0).out()).contains("NET-WP-1 is claimed by this clone (epoch 1)");
    assertThat(claim(HERE).exits(0).out())
        .contains("NET-WP-1 is already claimed by this clone (epoch 1)");
    Run refused = claim(THERE).exits(1);
    assertThat(refused.err()).contains("NET-WP-1 is owned by here, human:zoe, since epoch 1");
    assertThat(run(THERE, "release").exits(1).err()).contains("owned by here");
    assertThat(shown(HERE)).isEqualTo("here 1 held");
    assertThat(shown(THERE)).isEqualTo("here 1 held");
    assertThat(run(HERE, "release").exits(0).out()).contains("NET-WP-1 is released");
    assertThat(shown(HERE)).isNull();
    Run nobody = run(HERE, "release").exits(0);
    assertThat(nobody.err()).contains("nobody had claimed NET-WP-1");
    assertThat(claim(THERE).exits(0).out()).contains("(epoch 2)");
    machines.check(HERE).exits(0);
    assertThat(shown(HERE)).isEqualTo("there 2 held");
    assertThat(machines.git.run(machines.origin(), "rev-list", "--count", REF)).isEqualTo("3");
    machines.sound();
  }

  @Test
  @DisplayName(
      "--for hands a plan to a machine: no other can claim it, and it is withdrawn by release")
  void handed() {
    claim(HERE).exits(0);
    assertThat(claim(HERE, "--for", "There.local").exits(0).out()).contains("offered to there");
    assertThat(claim(HERE).exits(1).err()).contains("offered to there by here");
    Path third = machines.clone("third");
    assertThat(machines.in(third, "third", "plan", "claim").exits(1).err())
        .contains("offered to there");
    assertThat(claim(THERE).exits(0).out()).contains("(epoch 2)");
    assertThat(run(THERE, "release", "--for", "third").exits(0).out()).contains("offered to third");
    assertThat(run(HERE, "release").exits(1).err()).contains("offered to third by there");
    run(THERE, "release").exits(0);
    claim(HERE).exits(0);
    assertThat(shown(HERE)).isEqualTo("here 3 held");
    assertThat(claim("third").exits(1).err()).contains("owned by here");
  }

  @Test
  @DisplayName("without a remote the repository itself decides, for all of its work trees")
  void local() {
    machines.git.run(machines.at(HERE), "remote", "remove", "origin");
    by(HERE, "beacon-1", "plan", "claim").exits(0);
    assertThat(by(HERE, "beacon-2", "plan", "claim").exits(1).err())
        .contains("owned by here (beacon-1)");
    assertThat(by(HERE, "beacon-2", "plan", "release").exits(1).err()).contains("beacon-1");
    by(HERE, "beacon-1", "plan", "release").exits(0);
    by(HERE, "beacon-2", "plan", "claim").exits(0);
    assertThat(machines.git.run(machines.at(HERE), "rev-list", "--count", REF)).isEqualTo("3");
  }

  @Test
  @DisplayName("several remotes and nothing that says which: no guess is made")
  void ambiguous() {
    machines.git.run(machines.at(HERE), "remote", "add", "fork", folder.toString());
    machines.git.run(machines.at(HERE), "branch", "--unset-upstream");
    assertThat(claim(HERE).exits(2).err()).contains("several remotes").contains("remote: NAME");
  }

  @Test
  @DisplayName(
      "N21 a report by a machine that does not own the plan counts, and takes nothing over")
  void reported() {
    claim(HERE).exits(0);
    String before = machines.git.run(machines.origin(), "rev-parse", REF);
    machines.report(THERE, "done", "T01");
    machines.fix(THERE, "--remote").exits(0);
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.git.run(machines.origin(), "rev-parse", REF)).isEqualTo(before);
    assertThat(shown(THERE)).isEqualTo("here 1 held");
    assertThat(claim(HERE).exits(0).out()).contains("already");
    machines.fix(HERE, "--remote").exits(0);
    assertThat(machines.written(HERE)).containsExactly("done", "todo", "todo");
  }

  @Test
  @DisplayName(
      "N22 what is reported under a claim that was taken over does not count, anywhere; C-18")
  void fenced() throws IOException {
    claim(HERE).exits(0);
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    // Cut off, HERE goes on without knowing.
    claim(THERE, "--force", "--reason", "here is on fire").exits(0);
    machines.report(HERE, "done", "T02");
    assertThat(machines.run(HERE, "sync").exits(0).err()).contains("no longer owns NET-WP-1");
    machines.run(THERE, "sync").exits(0);
    for (String machine : List.of(HERE, THERE)) {
      assertThat(machines.counts(machine, "T01")).isEqualTo("done");
      assertThat(machines.counts(machine, "T02")).isEqualTo("todo");
      Run check = machines.check(machine).exits(0);
      assertThat(check.findings()).contains("C-18 warn T02 none");
    }
    Run late = machines.run(HERE, "task", "done", "T03").exits(1);
    assertThat(late.err()).contains("owned by there").contains("would come too late");
    assertThat(machines.counts(HERE, "T03")).isEqualTo("todo");
    // Whoever is in the right says it again, and the warning is gone.
    machines.report(THERE, "done", "T02");
    assertThat(machines.check(THERE).findings()).doesNotContain("C-18 warn T02 none");
    // A person takes note, and reports as anyone may.
    assertThat(run(HERE, "release").exits(0).out()).contains("this clone no longer owns NET-WP-1");
    machines.report(HERE, "done", "T03");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.counts(THERE, "T03")).isEqualTo("done");
    assertThat(remote()).contains("\"host\" : \"there\"");
  }

  @Test
  @DisplayName("C-18 a status that was already committed stands, and it is said so")
  void committed() {
    claim(HERE).exits(0);
    claim(THERE, "--force", "--reason", "here is gone").exits(0);
    machines.report(HERE, "done", "T02");
    machines.fix(HERE, "--no-fetch").exits(0);
    machines.push(HERE);
    machines.run(HERE, "sync").exits(0);
    machines.pull(THERE);
    machines.run(THERE, "sync").exits(0);
    Run check = machines.check(THERE).exits(0);
    assertThat(check.message("C-18")).contains("committed").contains("stands");
    assertThat(machines.written(THERE)).containsExactly("todo", "done", "todo");
    machines.fix(THERE).exits(0);
    assertThat(machines.written(THERE)).containsExactly("todo", "done", "todo");
    assertThat(machines.counts(THERE, "T02")).isEqualTo("done");
  }

  @Test
  @DisplayName(
      "N22 in one clone, too: the executor that was followed by another reports nothing more")
  void followed() {
    by(HERE, "beacon-1", "plan", "claim").exits(0);
    assertThat(by(HERE, "beacon-2", "plan", "claim", "--force", "--reason", "stuck").exits(0).out())
        .contains("claimed by beacon-2 (epoch 2");
    assertThat(by(HERE, "beacon-1", "task", "done", "T01").exits(1).err()).contains("beacon-2");
    by(HERE, "beacon-2", "task", "done", "T01").exits(0);
    machines.report(HERE, "done", "T02");
    assertThat(Run.array(machines.run(HERE, "log", "--format", "json").json().get("takeovers")))
        .hasSize(1);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
    assertThat(machines.counts(HERE, "T02")).isEqualTo("done");
  }

  @Test
  @DisplayName(
      "offline: refused with a next step; provisional where asked for, and settled as the remote says")
  void provisional() throws IOException {
    offline();
    Run refused = claim(HERE).exits(1);
    assertThat(refused.err()).contains("cannot be decided").contains("--offline");
    assertThat(shown(HERE)).isNull();
    for (String machine : List.of(HERE, THERE)) {
      assertThat(claim(machine, "--offline").exits(0).err()).contains("claimed provisionally");
      assertThat(shown(machine)).isEqualTo(machine + " 1 provisional");
    }
    machines.report(HERE, "done", "T01");
    machines.report(THERE, "done", "T02");
    assertThat(run(HERE, "release").exits(0).out())
        .contains("the provisional claim of NET-WP-1 is dropped");
    claim(HERE, "--offline").exits(0);
    online();
    assertThat(machines.run(THERE, "sync").exits(0).err())
        .contains("NET-WP-1 is claimed by this clone (epoch 1)");
    assertThat(machines.run(HERE, "fix", "--remote").exits(0).out())
        .contains("the provisional claim of this clone is dropped");
    assertThat(shown(HERE)).isEqualTo("there 1 held");
    assertThat(machines.run(HERE, "task", "done", "T03").exits(1).err()).contains("owned by there");
    machines.run(THERE, "sync").exits(0);
    // What was reported while nothing was decided is anyone's report.
    for (String machine : List.of(HERE, THERE)) {
      assertThat(machines.counts(machine, "T01")).isEqualTo("done");
      assertThat(machines.counts(machine, "T02")).isEqualTo("done");
    }
  }

  @Test
  @DisplayName(
      "offline, one's own stays one's own and is said to be unconfirmed; another's is refused")
  void offlineOwned() throws IOException {
    claim(HERE).exits(0);
    machines.check(THERE).exits(0);
    offline();
    assertThat(claim(HERE).exits(1).err()).contains("cannot be decided");
    assertThat(claim(HERE, "--offline").exits(0).err()).contains("as far as is known (epoch 1)");
    assertThat(claim(THERE, "--offline").exits(1).err()).contains("owned by here");
    assertThat(run(HERE, "release").exits(1).err()).contains("could not be reached");
    online();
    assertThat(claim(HERE).exits(0).out()).contains("already claimed by this clone (epoch 1)");
  }

  @Test
  @DisplayName("a remote that was wiped gets back what is known, and no epoch is given twice")
  void wiped() {
    claim(HERE).exits(0);
    run(HERE, "release").exits(0);
    claim(HERE).exits(0);
    machines.git.run(machines.origin(), "update-ref", "-d", REF);
    assertThat(claim(HERE).exits(0).out()).contains("already claimed by this clone (epoch 2)");
    assertThat(claim(THERE).exits(1).err()).contains("owned by here");
    machines.git.run(machines.origin(), "update-ref", REF, REF + "~1");
    Run again = claim(HERE).exits(0);
    assertThat(again.err()).contains("does not follow from what it was");
    assertThat(again.out()).contains("(epoch 3)");
  }

  @Test
  @DisplayName("N50 a claim that anyone may have written is refused as a whole, and left as it is")
  void hostile() throws IOException {
    for (String text :
        List.of(
            "",
            "[]",
            "{\"v\":1}",
            "{\"v\":2}",
            "{\"v\":1,\"v\":1}",
            "{".repeat(10_000),
            "{\"v\":1,\"plan\":\"OTHER\",\"state\":\"held\"}")) {
      Path clone = machines.at(HERE);
      Path file = Files.writeString(folder.resolve("claim"), text);
      String blob = machines.git.run(clone, "hash-object", "-w", file.toString());
      Path index = folder.resolve("tree");
      Files.writeString(index, "100644 blob " + blob + "\tclaim.json\n");
      String tree = tree(clone, blob);
      String commit = machines.git.run(clone, "commit-tree", "-m", "x", tree);
      machines.git.run(clone, "push", "-q", "-f", "origin", commit + ":" + REF);
      Run run = claim(THERE).exits(1);
      assertThat(run.err()).contains("the claim of NET-WP-1 cannot be understood");
      assertThat(machines.git.run(machines.origin(), "rev-parse", REF)).isEqualTo(commit);
      assertThat(machines.run(THERE, "task", "list").exit()).isZero();
    }
  }

  private String tree(Path clone, String blob) {
    machines.git.set("GIT_INDEX_FILE", folder.resolve("own-index").toString());
    machines.git.run(
        clone, "update-index", "--add", "--cacheinfo", "100644," + blob + ",claim.json");
    String tree = machines.git.run(clone, "write-tree");
    machines.git.set("GIT_INDEX_FILE", clone.resolve(".git/index").toString());
    return tree;
  }

  @Test
  @DisplayName(
      "C-10 what an executor started is named once no live one holds the plan; a person's is not")
  void abandoned() {
    by(HERE, "beacon-1", "plan", "claim").exits(0);
    by(HERE, "beacon-1", "task", "start", "T01").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(machines.check(THERE).findings()).containsExactly("C-13 warn T01 none");
    by(HERE, "beacon-1", "plan", "release").exits(0);
    for (String machine : List.of(HERE, THERE)) {
      Run check = machines.check(machine);
      assertThat(check.message("C-10"))
          .contains("started by beacon-1 on here")
          .contains("the plan was released");
    }
    by(THERE, "beacon-2", "plan", "claim").exits(0);
    assertThat(machines.check(HERE).findings()).containsExactly("C-13 warn T01 none");
    by(THERE, "beacon-2", "plan", "release").exits(0);
    by(THERE, "beacon-2", "task", "done", "T01").exits(0);
    claim(THERE).exits(0);
    machines.report(THERE, "start", "T02");
    run(THERE, "release").exits(0);
    assertThat(machines.check(THERE).findings()).noneMatch(found -> found.startsWith("C-10"));
  }

  @Test
  @DisplayName("C-10 once its lease is over, as this machine saw it itself")
  void outlived() throws InterruptedException {
    by(HERE, "beacon-1", "plan", "claim", "--lease", "1s").exits(0);
    by(HERE, "beacon-1", "task", "start", "T01").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(machines.check(THERE).findings()).containsExactly("C-13 warn T01 none");
    TimeUnit.MILLISECONDS.sleep(1100);
    assertThat(machines.check(THERE, "--no-fetch").findings()).hasSize(1);
    assertThat(machines.check(THERE).message("C-10")).contains("its lease ran out");
  }

  @Test
  @DisplayName(
      "a finished plan is not claimed nor offered, and says why; a claim that is left is released")
  void finished() {
    claim(HERE).exits(0);
    for (String status : List.of("done", "cancelled", "archived")) {
      String text = machines.git.read(machines.at(HERE), Machines.PLAN);
      machines.git.write(
          machines.at(HERE),
          Machines.PLAN,
          text.replaceFirst("\nstatus: \\w+", "\nstatus: " + status));
      machines.git.commitAll(machines.at(HERE), status);
      assertThat(claim(HERE).exits(1).err())
          .contains("NET-WP-1 is " + status + ": there is nothing to claim", Machines.PLAN);
      claim(HERE, "--for", THERE).exits(1);
    }
    run(HERE, "release").exits(0);
  }

  @Test
  @DisplayName("wrong usage says what is missing")
  void usage() {
    assertThat(claim(HERE, "--force").exits(2).err()).contains("--reason");
    assertThat(claim(HERE, "--lease", "5m").exits(2).err()).contains("--executor");
    assertThat(by(HERE, "x", "plan", "claim", "--lease", "soon").exits(2).err()).contains("10m");
    assertThat(machines.run(HERE, "plan", "claim", "NOPE").exits(1).err()).contains("no plan");
  }
}
