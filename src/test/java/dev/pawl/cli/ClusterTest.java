package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.beat.Beat;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.remote.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one sees of other machines: which are alive, and what runs where. */
final class ClusterTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void machines() {
    machines = Machines.two(folder);
  }

  /** There a plan is owned, and a task begun; the remote knows. */
  private void workThere() {
    machines.run(THERE, "plan", "claim", "NET-WP-1").exits(0);
    machines.report(THERE, "start", "T01");
    machines.run(THERE, "sync").exits(0);
  }

  private Map<String, @Nullable Object> where(String machine) {
    Run run = machines.run(machine, "where", "--format", "json").exits(0);
    assertThat(run.json()).containsEntry("schema", "pawl.where/1");
    return Run.objects(run.json().get("plans")).getFirst();
  }

  private String liveness(String machine) {
    return String.valueOf(where(machine).get("liveness"));
  }

  private Map<String, @Nullable Object> host(String machine, String name) {
    return Run.objects(
            machines
                .run(machine, "cluster-status", "--format", "json")
                .exits(0)
                .json()
                .get("hosts"))
        .stream()
        .filter(row -> name.equals(row.get("host")))
        .findFirst()
        .orElseThrow();
  }

  private void settings(String machine, String yaml) {
    machines.git.write(machines.git.root().resolve("pawl-" + machine), "settings.yaml", yaml);
  }

  @Test
  @DisplayName("a plan is LOCAL where it is worked on, and ALIVE elsewhere; nowhere before that")
  void whereItIs() {
    assertThat(where(HERE)).containsEntry("host", null).containsEntry("liveness", null);
    assertThat(machines.run(HERE, "where").exits(0).out()).contains("NET-WP-1", "nowhere");
    workThere();

    assertThat(where(THERE)).containsEntry("host", THERE).containsEntry("liveness", "LOCAL");
    assertThat(where(HERE))
        .containsEntry("plan", "NET-WP-1")
        .containsEntry("host", THERE)
        .containsEntry("liveness", "ALIVE")
        .containsEntry("branch", "main")
        .containsEntry("worktree", null)
        .containsEntry("owned", true)
        .hasEntrySatisfying(
            "since", since -> assertThat(since).asString().startsWith("2026-03-22T"));
    assertThat(machines.run(HERE, "where", "NET-WP-1").exits(0).out())
        .contains("@there", "ALIVE", "first seen");
  }

  @Test
  @DisplayName("the tasks in progress and the progress of plans are seen from any machine")
  void everywhere() {
    workThere();
    machines.report(HERE, "done", "T02");

    Run tasks = machines.run(HERE, "cluster-tasks", "--format", "json").exits(0);
    assertThat(tasks.json()).containsEntry("schema", "pawl.tasks/1");
    assertThat(Run.objects(tasks.json().get("tasks")))
        .singleElement()
        .satisfies(task ->
            assertThat(task)
                .containsEntry("id", "T01")
                .containsEntry("host", THERE)
                .containsEntry("liveness", "ALIVE"));
    assertThat(machines.run(HERE, "cluster-tasks").exits(0).out())
        .contains("T01", "there", "ALIVE", "human:zoe");
    assertThat(machines.run(HERE, "cluster-status").exits(0).out())
        .contains("here   LOCAL", "working  T01", "1/3", "@there");
    assertThat(machines.run(HERE, "cluster-status", "--board").exits(0).out())
        .contains("active 1", "@there ALIVE");
  }

  @Test
  @DisplayName("N05 where the remote cannot be reached, that is said, and what is known is shown")
  void offline() throws Exception {
    workThere();
    assertThat(liveness(HERE)).isEqualTo("ALIVE");
    Files.move(machines.origin(), machines.origin().resolveSibling("away.git"));

    Run where = machines.run(HERE, "where").exits(0);

    assertThat(where.err()).contains("the remote could not be reached", "what is known here");
    assertThat(where.out()).contains("@there", "ALIVE");
  }

  @Test
  @DisplayName("N23 clocks hours apart make nobody dead, and nobody alive")
  void clocks() {
    for (Duration wrong : List.of(Duration.ofHours(-9), Duration.ofHours(9))) {
      machines.skew(THERE, wrong);
      machines.run(THERE, "plan", "claim", "NET-WP-1").exits(0);
      machines.run(THERE, "sync").exits(0);
      assertThat(liveness(HERE)).as("%s", wrong).isEqualTo("ALIVE");
    }
  }

  @Test
  @DisplayName("N23 a host that was killed goes STALE, and is ALIVE again with its next beat")
  void killed() throws Exception {
    settings(HERE, "machines:\n  alive: 1s\n");
    workThere();
    where(HERE);
    Thread.sleep(1200);

    assertThat(liveness(HERE)).isEqualTo("STALE");
    assertThat(host(HERE, THERE)).containsEntry("state", null);
    machines.run(THERE, "sync").exits(0);
    assertThat(liveness(HERE)).isEqualTo("ALIVE");
    assertThat(machines.run(HERE, "where").exits(0).out()).containsPattern("beat \\d s ago");
  }

  @Test
  @DisplayName(
      "N23 after a week away and a restart others are STALE, and one's own old beat is none")
  void week() throws Exception {
    workThere();
    assertThat(liveness(HERE)).isEqualTo("ALIVE");
    restarted();
    machines.skew(HERE, WEEK);

    assertThat(liveness(HERE)).isEqualTo("STALE");
    assertThat(machines.run(HERE, "where").exits(0).out()).contains("7 days ago");
    machines.run(THERE, "sync").exits(0);
    assertThat(liveness(HERE)).isEqualTo("ALIVE");

    restarted();
    machines.skew(HERE, Duration.ZERO);
    assertThat(liveness(HERE)).as("a clock that was set back takes nothing").isEqualTo("ALIVE");
  }

  /** As if the machine here had been started anew since it saw the others. */
  private void restarted() throws Exception {
    Path book = machines.at(HERE).resolve(".git/pawl/hosts");
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    assertThat(book).content().contains(boot);
    Files.writeString(book, Files.readString(book).replace(boot, "before"));
  }

  @Test
  @DisplayName("N23 N43 what was noted of others may be lost or damaged: they are seen anew")
  void lostBook() throws Exception {
    workThere();
    where(HERE);
    Path book = machines.at(HERE).resolve(".git/pawl/hosts");
    Files.writeString(book, "rubbish\n" + Files.readString(book).substring(3));

    assertThat(liveness(HERE)).isEqualTo("ALIVE");
    assertThat(machines.run(HERE, "where").exits(0).out()).contains("first seen");
  }

  @Test
  @DisplayName("a host that said goodbye is STALE at once")
  void goodbye() throws Exception {
    workThere();
    beat(new Beat.Word("autosync", null, /* last= */ true));

    assertThat(liveness(HERE)).isEqualTo("STALE");
    assertThat(host(HERE, THERE)).containsEntry("state", "gone").containsEntry("task", null);
  }

  private void beat(Beat.Word word) throws Exception {
    Surroundings there =
        new Surroundings(
            machines.at(THERE),
            machines.variables(THERE),
            () -> Instant.parse("2026-03-22T10:30:00Z"),
            new Random(7),
            step -> {});
    try (Workspace workspace = Workspace.open(there)) {
      Beat.Outcome outcome = new Beat(workspace).run("origin", word, "test", /* fetched= */ false);
      assertThat(outcome.said()).as(outcome.reason()).isTrue();
    }
  }

  @Test
  @DisplayName("N42 alive, idle, working and stuck are four things")
  void fourThings() throws Exception {
    settings(THERE, "machines:\n  stuck: 1s\n");
    workThere();
    Thread.sleep(1200);
    machines.run(THERE, "sync").exits(0);
    assertThat(host(HERE, THERE)).as("a person may think").containsEntry("state", "working");
    byAgent("done", "T01");
    byAgent("reopen", "T01");
    byAgent("start", "T01");
    machines.run(THERE, "sync").exits(0);
    assertThat(host(HERE, THERE))
        .containsEntry("liveness", "ALIVE")
        .containsEntry("state", "working")
        .containsEntry("task", "T01");
    Thread.sleep(1200);
    machines.run(THERE, "sync").exits(0);
    assertThat(host(HERE, THERE))
        .containsEntry("liveness", "ALIVE")
        .containsEntry("state", "stuck");
    assertThat(machines.run(HERE, "cluster-status").out()).contains("stuck  T01  no progress for");

    byAgent("start", "T02");
    machines.run(THERE, "sync").exits(0);
    assertThat(host(HERE, THERE)).containsEntry("state", "working");
    machines.report(THERE, "done", "T01", "T02");
    machines.run(THERE, "sync").exits(0);
    Thread.sleep(1200);
    machines.run(THERE, "sync").exits(0);
    assertThat(host(HERE, THERE)).containsEntry("liveness", "ALIVE").containsEntry("state", "idle");
  }

  @Test
  @DisplayName(
      "N20 N22 a plan of a dead host is taken over by a person, and its late report is fenced")
  void takenOver() {
    workThere();
    assertThat(liveness(HERE)).isEqualTo("ALIVE");
    machines.run(HERE, "plan", "claim", "NET-WP-1").exits(1);
    machines
        .run(HERE, "plan", "claim", "NET-WP-1", "--force", "--reason", "there is gone")
        .exits(0);

    machines.run(THERE, "task", "done", "T01");
    assertThat(liveness(HERE)).isEqualTo("LOCAL");
    machines.run(THERE, "sync");
    assertThat(where(THERE)).containsEntry("host", HERE).containsEntry("owned", true);
    machines.run(HERE, "sync").exits(0);
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");
  }

  @Test
  @DisplayName("N04 what two machines see of the others is the same, in whatever order they beat")
  void sameEverywhere() {
    machines.clone("third");
    workThere();
    machines.report("third", "start", "T02");
    machines.run("third", "sync").exits(0);
    machines.run(HERE, "sync").exits(0);

    assertThat(seen(HERE, THERE)).isEqualTo(seen("third", THERE));
    assertThat(seen(HERE, "third")).isEqualTo(seen(THERE, "third"));
  }

  private void byAgent(String kind, String task) {
    Map<String, String> variables = new TreeMap<>(machines.variables(THERE));
    variables.put("PAWL_ACTOR", "agent:beacon-1");
    String[] words =
        kind.equals("reopen")
            ? new String[] {"task", kind, task, "--reason", "again"}
            : new String[] {"task", kind, task};
    machines.in(machines.at(THERE), variables, THERE, words).exits(0);
  }

  private Map<String, @Nullable Object> seen(String machine, String name) {
    Map<String, @Nullable Object> row = new TreeMap<>(host(machine, name));
    row.remove("seen_seconds_ago");
    row.remove("beating");
    return row;
  }

  @Test
  @DisplayName(
      "N50 a record with escapes in it steers no terminal, and one too strange is passed over")
  void hostile() {
    workThere();
    String ref =
        machines.git.run(
            machines.origin(), "for-each-ref", "--format=%(refname)", "refs/pawl/hosts");
    String text = machines.git.run(machines.origin(), "show", ref + ":host.json");
    rewrite(
        ref,
        text.replace("\"T01\"", "\"\\u001b[2J\"")
            .replace("\"sequence\" : 1,", "\"sequence\" : 2,"));
    assertThat(machines.run(HERE, "cluster-status").exits(0).out())
        .contains("ALIVE")
        .doesNotContain("\u001b");
    rewrite(
        ref,
        text.replace("\"there\"", "\"../x\"").replace("\"sequence\" : 1,", "\"sequence\" : 3,"));
    Run after = machines.run(HERE, "cluster-status").exits(0);
    assertThat(after.err()).contains("its host is no name of a machine");
    assertThat(after.out()).contains("there").doesNotContain("../x");
  }

  private void rewrite(String ref, String text) {
    Path clone = machines.at(HERE);
    machines.git.write(clone, ".git/host.json", text);
    String blob = machines.git.run(clone, "hash-object", "-w", ".git/host.json");
    machines.git.run(
        clone, "update-index", "--add", "--cacheinfo", "100644," + blob + ",host.json");
    String tree = machines.git.run(clone, "write-tree");
    machines.git.run(clone, "rm", "-q", "--cached", "host.json");
    String only =
        machines
            .git
            .run(clone, "ls-tree", tree)
            .lines()
            .filter(line -> line.endsWith("\thost.json"))
            .findFirst()
            .orElseThrow();
    machines.git.write(clone, ".git/tree", only + "\n");
    String alone =
        machines.git.run(
            clone, "-c", "alias.mk=!git mktree < \"$(git rev-parse --git-dir)/tree\"", "mk");
    String commit = machines.git.run(clone, "commit-tree", "-m", "x", alone);
    machines.git.run(clone, "push", "-q", "-f", "origin", commit + ":" + ref);
  }

  @Test
  @DisplayName("N50 N54 an address that could be an option is refused, and no repository gives one")
  void addresses() {
    workThere();
    settings(HERE, "machines:\n  ssh:\n    there: -oProxyCommand=touch x\n");
    assertThat(machines.run(HERE, "where").exits(2).err()).contains("is no address for ssh");
    settings(HERE, "");
    machines.git.write(
        machines.at(HERE),
        ".pawl.yaml",
        "repo: net\nexchange: on\nmachines:\n  ssh:\n    there: x\n");
    assertThat(machines.run(HERE, "remote-status", THERE).exits(3).err())
        .contains("the user's settings do not say how to reach it");
  }

  @Test
  @DisplayName(
      "a host is asked by ssh: its answer, else what is known; and UNREACHABLE is not STALE")
  void ssh() throws Exception {
    settings(HERE, "machines:\n  alive: 1s\n  ssh:\n    there: git@there-by-ssh:work/it's net\n");
    workThere();
    where(HERE);
    Thread.sleep(1200);
    Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
    try (SshHost server = SshHost.start(folder)) {
      variables.put("PATH", programs(server) + ":" + variables.get("PATH"));
      assertThat(as(variables, "where").exits(0).out()).contains("@there  STALE");
      Run answer = as(variables, "remote-status", THERE).exits(0);
      assertThat(answer.out().strip())
          .isEqualTo("asked: -C work/it's net cluster-status --no-fetch");
    }
    assertThat(as(variables, "where").exits(0).out()).contains("@there  UNREACHABLE");
    Run known = as(variables, "remote-status", THERE).exits(3);
    assertThat(known.err()).contains("there was not asked");
    assertThat(known.out()).contains("there", "STALE", " s ago");
    assertThat(as(variables, "where", "--no-fetch").exits(0).out()).contains("@there  STALE");
    assertThat(machines.run(HERE, "remote-status", "nobody").exits(1).err()).contains("known: ");
  }

  private Run as(Map<String, String> variables, String... arguments) {
    return machines.in(machines.at(HERE), variables, HERE, arguments);
  }

  /** An ssh that knows the server by the name in the settings, and a pawl that the server has. */
  private Path programs(SshHost server) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String port = server.url(Path.of("/")).replaceAll(".*:(\\d+)/", "$1");
    program(
        bin.resolve("ssh"),
        """
        while [ "$1" != -- ]; do shift; done
        [ "$2" = git@there-by-ssh ] || exit 255
        exec %s -o BatchMode=yes -p %s git@127.0.0.1 "PATH=%s:\\$PATH; $3"
        """
            .formatted(server.command(), port, bin.resolve("there")));
    Files.createDirectories(bin.resolve("there"));
    program(bin.resolve("there/pawl"), "echo \"asked: $*\"\n");
    return bin;
  }

  private static void program(Path file, String text) throws Exception {
    Files.writeString(file, "#!/bin/sh\n" + text.replace("exec ssh", "exec /usr/bin/ssh"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
