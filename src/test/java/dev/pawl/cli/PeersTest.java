package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.remote.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals are exchanged with any git repository: another clone, a bare one, one over ssh. */
final class PeersTest {
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

  private void alone(String... names) {
    for (String machine : names) {
      machines.git.run(machines.at(machine), "remote", "remove", "origin");
    }
  }

  private String counts(String machine, String task) {
    return machines.counts(machine, task);
  }

  @Test
  @DisplayName(
      "two clones that know only each other: what one pushes, the other's next command has")
  void eachOther() {
    alone(HERE, THERE);
    machines.report(HERE, "done", "T01");
    assertThat(machines.run(HERE, "sync", "../there").exits(0).out())
        .contains("exchanged with " + machines.at(THERE))
        .contains("1 journal sent");
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    machines.report(THERE, "start", "T02");
    machines.run(THERE, "sync", "../here").exits(0);
    assertThat(counts(HERE, "T02")).isEqualTo("in_progress");
    assertThat(machines.run(HERE, "task", "list").out())
        .isEqualTo(machines.run(THERE, "task", "list").out());
  }

  @Test
  @DisplayName("what a clone recorded can be fetched from it once it has exchanged with anyone")
  void offers() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.report(HERE, "done", "T02");
    Path bare = machines.git.bare("stick");
    machines.run(HERE, "sync", "--pull", bare.toString()).exits(0);
    assertThat(machines.git.run(bare, "for-each-ref")).isEmpty();
    machines.run(THERE, "sync", "--pull", "../here").exits(0);
    assertThat(counts(THERE, "T02")).isEqualTo("done");
  }

  @Test
  @DisplayName("a relative path is taken from where the user stands")
  void relative() throws Exception {
    Path below = Files.createDirectories(machines.at(HERE).resolve("deep/er"));
    machines.report(HERE, "done", "T01");
    machines.in(below, HERE, "sync", "../../../there").exits(0);
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    assertThat(machines.in(below, HERE, "sync", "..").exits(2).err()).contains("this clone itself");
  }

  @Test
  @DisplayName("three in a chain: what the first reports comes to the last through the second")
  void chain() {
    machines.clone("far");
    alone(HERE, THERE, "far");
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync", "../there").exits(0);
    machines.run(THERE, "sync", "../far").exits(0);
    assertThat(counts("far", "T01")).isEqualTo("done");
    machines.report("far", "reopen", "T01", "--reason", "it broke");
    machines.run(THERE, "sync", "../far").exits(0);
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    machines.run("far", "sync", "../there").exits(0);
    machines.run(HERE, "sync", "../there").exits(0);
    for (String machine : new String[] {HERE, THERE, "far"}) {
      assertThat(counts(machine, "T01")).as(machine).isEqualTo("todo");
    }
  }

  @Test
  @DisplayName("over ssh, as git's own ssh reaches it")
  void ssh() throws Exception {
    try (SshHost host = SshHost.start(folder)) {
      Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
      variables.put("GIT_SSH_COMMAND", host.command());
      machines.report(HERE, "done", "T01");
      String url = host.url(machines.at(THERE));
      machines.in(machines.at(HERE), variables, HERE, "sync", url).exits(0);
      assertThat(counts(THERE, "T01")).isEqualTo("done");
      Run missing =
          machines.in(machines.at(HERE), variables, HERE, "sync", host.url(folder.resolve("none")));
      assertThat(missing.exits(3).err()).contains("not all was exchanged with ssh://");
    }
  }

  @Test
  @DisplayName("N05 of several peers one that fails is named, and does not stop the rest")
  void oneFails() {
    machines.report(HERE, "done", "T01");
    Run run =
        machines.run(
            HERE, "sync", "https://ann:hush@127.0.0.1:1/net.git", "../none", "../there", "origin");
    assertThat(run.exits(3).err())
        .contains("not all was exchanged with https://127.0.0.1:1/net.git")
        .contains("not all was exchanged with " + machines.at("none"))
        .doesNotContain("hush");
    assertThat(run.out()).contains("exchanged with " + machines.at(THERE)).contains("origin");
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    assertThat(machines.run(HERE, "sync", "--format", "json", "../none", "origin").exits(3).out())
        .contains("\"schema\": \"pawl.sync/1\"")
        .contains("\"complete\": false")
        .contains("\"peer\": \"origin\"");
    assertThat(machines.run(HERE, "sync", "origin", "nonsense").exits(2).err())
        .contains("neither a remote of this clone nor the URL of a repository");
  }

  @Test
  @DisplayName("peers of the settings are names, in order, after the remote; each clone says where")
  void settings() {
    Path here = machines.at(HERE);
    Path stick = machines.git.bare("stick");
    machines.git.write(here, ".pawl.yaml", "repo: net\nexchange: on\npeers: [stick, desk]\n");
    machines.git.run(here, "remote", "add", "stick", stick.toString());
    machines.report(HERE, "done", "T01");
    Run run = machines.run(HERE, "sync").exits(0);
    assertThat(run.out()).containsSubsequence("with origin", "with stick");
    assertThat(run.err()).contains("'desk'").contains("git remote add desk URL");
    assertThat(machines.git.run(stick, "for-each-ref")).contains("refs/pawl/journal/");
    machines.git.write(here, ".pawl.yaml", "repo: net\npeers: [ssh://desk/net]\n");
    assertThat(machines.run(HERE, "sync").exits(2).err()).contains("lists names of remotes");
    machines.git.run(here, "checkout", "-q", "--", ".pawl.yaml");
  }

  @Test
  @DisplayName("--dry-run counts, and moves nothing anywhere")
  void dryRun() throws Exception {
    machines.report(HERE, "start", "T01");
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.report(THERE, "done", "T02");
    String refs = machines.git.run(machines.at(THERE), "for-each-ref");
    String remote = machines.git.run(machines.origin(), "for-each-ref");
    Run run = machines.run(THERE, "sync", "--dry-run").exits(0);
    assertThat(run.out()).contains("2 events would come, 1 event would go");
    assertThat(machines.git.run(machines.at(THERE), "for-each-ref")).isEqualTo(refs);
    assertThat(machines.git.run(machines.origin(), "for-each-ref")).isEqualTo(remote);
    try (var replicas = Files.list(machines.at(THERE).resolve(".git/pawl/journal"))) {
      assertThat(replicas).hasSize(1);
    }
  }

  @Test
  @DisplayName("--pull publishes nothing, --push takes nothing in, and both together are both")
  void oneWay() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.report(THERE, "done", "T02");
    String remote = machines.git.run(machines.origin(), "for-each-ref");
    machines.run(THERE, "sync", "--pull").exits(0);
    assertThat(machines.git.run(machines.origin(), "for-each-ref")).isEqualTo(remote);
    machines.run(THERE, "sync", "--push").exits(0);
    machines.report(HERE, "start", "T03");
    machines.run(HERE, "sync", "--push").exits(0);
    machines.check(HERE, "--no-fetch");
    assertThat(counts(HERE, "T02")).isEqualTo("todo");
    machines.run(HERE, "sync", "--push", "--pull").exits(0);
    assertThat(counts(HERE, "T02")).isEqualTo("done");
  }

  @Test
  @DisplayName("N14 a journal folder that is gone comes back from what the clone itself offers")
  void fromOwnRefs() throws Exception {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.git.run(machines.at(HERE), "remote", "remove", "origin");
    Path journal = machines.at(HERE).resolve(".git/pawl/journal");
    Files.move(journal, folder.resolve("lost"));
    assertThat(counts(HERE, "T01")).isEqualTo("done");
  }

  @Test
  @DisplayName("N50 rubbish that is pushed into a clone is named once, and takes nothing away")
  void rubbish() {
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync", "../there").exits(0);
    Path there = machines.at(THERE);
    String blob = machines.git.run(there, "hash-object", "-w", ".pawl.yaml").strip();
    machines.git.run(there, "update-ref", "refs/pawl/journal/aaaaaaaaaaaaaaaaaaaa", blob);
    Run seen = machines.run(THERE, "check", "--no-fetch").exits(0);
    assertThat(seen.out() + seen.err()).contains("is not a whole commit");
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    machines.git.run(there, "update-ref", "-d", "refs/pawl/journal/aaaaaaaaaaaaaaaaaaaa");
  }

  @Test
  @DisplayName(
      "N04 a remote's ref that was set back, or shrank, is filled again; nothing goes away")
  void setBack() {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    String ref =
        machines.git.run(
            machines.origin(), "for-each-ref", "--format=%(refname)", "refs/pawl/journal");
    String old = machines.git.run(machines.origin(), "rev-parse", ref.strip()).strip();
    machines.report(HERE, "done", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.git.run(machines.origin(), "update-ref", ref.strip(), old);
    machines.run(THERE, "sync").exits(0);
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    Path third = machines.clone("third");
    assertThat(third).exists();
    machines.run("third", "sync").exits(0);
    assertThat(counts("third", "T01")).isEqualTo("done");
    machines.git.run(machines.origin(), "update-ref", "-d", ref.strip());
    assertThat(machines.run(HERE, "sync").exits(0).out()).contains("1 journal sent");
  }

  @Test
  @DisplayName("without the index, and without the note of arrivals, an exchange comes to the same")
  void forgotten() throws Exception {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.report(HERE, "done", "T01");
    Path pawl = machines.at(THERE).resolve(".git/pawl");
    Files.deleteIfExists(pawl.resolve("index.db"));
    Files.deleteIfExists(pawl.resolve("arrivals"));
    machines.run(HERE, "sync").exits(0);
    assertThat(machines.run(THERE, "sync").exits(0).out()).contains("1 event received");
    Files.deleteIfExists(pawl.resolve("index.db"));
    assertThat(machines.run(THERE, "sync").exits(0).out())
        .contains("0 events received, 0 journals sent");
    assertThat(counts(THERE, "T01")).isEqualTo("done");
  }

  @Test
  @DisplayName("N14 a clone that came back from a backup gets back what it had sent")
  void backup() throws Exception {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    Path pawl = machines.at(HERE).resolve(".git/pawl");
    Path backup = folder.resolve("backup");
    copy(pawl, backup);
    machines.report(HERE, "done", "T01", "T02");
    machines.run(HERE, "sync").exits(0);
    Files.move(pawl, folder.resolve("gone"));
    copy(backup, pawl);
    machines.run(HERE, "sync").exits(0);
    assertThat(counts(HERE, "T01")).isEqualTo("done");
    machines.report(HERE, "done", "T03");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    for (String task : new String[] {"T01", "T02", "T03"}) {
      assertThat(counts(THERE, task)).isEqualTo("done");
    }
  }

  @Test
  @DisplayName("N14 N05 a connection that is cut at any moment: said, nothing lost, made up for")
  void cut() throws Exception {
    Path ssh = folder.resolve("cut.sh");
    Files.writeString(
        ssh,
        """
        #!/bin/sh
        for last; do :; done
        exec timeout -s KILL "$CUT" sh -c "$last"
        """);
    assertThat(ssh.toFile().setExecutable(true)).isTrue();
    String url = "ssh://anvil" + machines.at(THERE);
    int cuts = 0;
    for (String seconds : List.of("0.001", "0.004", "0.008", "0.016", "0.03", "0.06", "30")) {
      String kind = cuts++ % 2 == 0 ? "done" : "reopen";
      machines.run(HERE, "task", kind, "T01", "--reason", "cut").exits(0);
      Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
      variables.put("GIT_SSH_COMMAND", ssh.toString());
      variables.put("GIT_SSH_VARIANT", "ssh");
      variables.put("CUT", seconds);
      Run run = machines.in(machines.at(HERE), variables, HERE, "sync", url);
      assertThat(counts(HERE, "T01")).isEqualTo(kind.equals("done") ? "done" : "todo");
      if (run.exit() != 0) {
        assertThat(run.exits(3).err())
            .contains("not all was exchanged")
            .contains("nothing is lost");
        machines.check(THERE, "--no-fetch");
      }
    }
    machines.run(HERE, "sync", "../there").exits(0);
    assertThat(counts(THERE, "T01")).isEqualTo("done");
    assertThat(machines.run(HERE, "log", "T01", "--format", "json").exits(0).out())
        .isEqualTo(machines.run(THERE, "log", "T01", "--format", "json").exits(0).out());
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
