package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts: who they are, and what they say about themselves. */
final class HostsTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void machines() {
    machines = Machines.two(folder);
  }

  @Test
  @DisplayName("N25 a host under a new name is the same host: its plan, its reports, everywhere")
  void renamed() {
    machines.run(HERE, "plan", "claim", "NET-WP-1").exits(0);
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);

    assertThat(renamed("task", "list", "--format", "json").out()).contains("\"host\": \"hall\"");
    assertThat(renamed("log", "T01").out()).contains("human:zoe@hall");
    assertThat(renamed("plan", "list").out()).contains("@hall").doesNotContain("@here");
    assertThat(renamed("plan", "claim", "NET-WP-1").out())
        .contains("already claimed by this clone");
    assertThat(renamed("plan", "claim", "NET-WP-1").out()).doesNotContain("here");
    renamed("sync").exits(0);

    machines.run(THERE, "sync").exits(0);
    assertThat(machines.run(THERE, "log", "T01").out()).contains("human:zoe@hall");
    assertThat(machines.run(THERE, "plan", "list").out()).contains("@hall");
    assertThat(machines.run(THERE, "plan", "claim", "NET-WP-1").exits(1).err())
        .contains("is owned by hall")
        .doesNotContain("in another clone");
  }

  @Test
  @DisplayName("N25 a plan that was offered to a host under its old name is still offered to it")
  void offeredUnderTheOldName() {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.run(THERE, "plan", "claim", "NET-WP-1").exits(0);
    machines.run(THERE, "plan", "release", "NET-WP-1", "--for", HERE).exits(0);

    machines.clone("other");
    Map<String, String> impostor = new TreeMap<>(machines.variables("other"));
    impostor.put("PAWL_HOST", HERE);
    assertThat(
            machines
                .in(machines.at("other"), impostor, "other", "plan", "claim", "NET-WP-1")
                .exits(1)
                .err())
        .contains("is offered to");
    assertThat(renamed("plan", "claim", "NET-WP-1").out()).contains("is claimed by this clone");
  }

  private Run renamed(String... arguments) {
    Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
    variables.put("PAWL_HOST", "Hall.local");
    return machines.in(machines.at(HERE), variables, HERE, arguments).exits(0);
  }

  @Test
  @DisplayName("N44 a beat leaves one commit without a parent, and nothing in any journal")
  void oneRecord() {
    machines.report(HERE, "start", "T01");
    for (int i = 0; i < 3; i++) {
      machines.run(HERE, "sync").exits(0);
    }
    List<String> hosts = hosts();
    assertThat(hosts).hasSize(1);
    String ref = hosts.getFirst();
    assertThat(machines.git.run(machines.origin(), "rev-list", "--count", ref)).isEqualTo("1");
    assertThat(machines.git.run(machines.origin(), "show", ref + ":host.json"))
        .contains("\"sequence\" : 3", "\"state\" : \"working\"", "\"task\" : \"T01\"");
    assertThat(machines.run(HERE, "sync").exits(0).out()).contains("0 journals sent");
    machines.sound();
  }

  @Test
  @DisplayName("N44 a clone that never reported or claimed anything leaves no trace")
  void noTrace() {
    machines.run(THERE, "sync").exits(0);
    assertThat(hosts()).isEmpty();
  }

  @Test
  @DisplayName(
      "N20 two machines that go by one id are noticed, and told what to do; nothing is lost")
  void copiedHome() throws Exception {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    copy(machines.git.root().resolve("pawl-" + HERE), machines.git.root().resolve("pawl-" + THERE));

    machines.report(THERE, "start", "T02");
    machines.run(THERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);

    assertThat(machines.run(HERE, "sync").exits(0).err())
        .contains("another machine goes by this host's id", "on the copy, move");
    machines.run(THERE, "sync").exits(0);
    assertThat(machines.counts(HERE, "T02")).isEqualTo("in_progress");
    assertThat(machines.counts(THERE, "T01")).isEqualTo("in_progress");

    Files.delete(machines.git.root().resolve("pawl-" + THERE).resolve("host-id"));
    machines.run(THERE, "sync").exits(0);
    assertThat(hosts()).hasSize(2);
    machines.run(HERE, "sync").exits(0);
    assertThat(machines.run(HERE, "sync").exits(0).err()).isEmpty();
  }

  @Test
  @DisplayName(
      "N25 a home folder from another machine: doctor says so, and goes by an id of its own")
  void homeOfAnother() throws Exception {
    machines.report(HERE, "start", "T01");
    Path file = machines.git.root().resolve("pawl-" + HERE).resolve("host-id");
    assumeThat(Files.readAllLines(file)).hasSize(2);
    String first = Files.readAllLines(file).getFirst();
    Files.writeString(file, first + "\nmachine " + "0".repeat(32) + "\n");

    assertThat(machines.run(HERE, "doctor").out())
        .contains("was made on another machine", "take the second line out of");
    machines.report(HERE, "start", "T02");
    Run sync = machines.run(HERE, "sync").exits(0);
    assertThat(sync.err()).contains("was made on another machine");
    assertThat(hosts()).hasSize(1).noneMatch(ref -> ref.endsWith(first));
    assertThat(machines.counts(HERE, "T01")).isEqualTo("in_progress");

    Files.writeString(file, first + "\n");
    assertThat(machines.run(HERE, "sync").exits(0).err()).isEmpty();
    assertThat(hosts()).anyMatch(ref -> ref.endsWith(first));
  }

  @Test
  @DisplayName("N04 an older record that comes by another way takes nothing back")
  void olderRecord() {
    Path other = machines.git.bare("other");
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync", other.toString()).exits(0);
    machines.run(HERE, "sync").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.run(THERE, "sync", "--pull", other.toString()).exits(0);

    String ref = hosts().getFirst();
    assertThat(machines.git.run(machines.at(THERE), "show", ref + ":host.json"))
        .contains("\"sequence\" : 2");
  }

  @Test
  @DisplayName("several peers hear each beat, whichever of them heard the last one")
  void severalPeers() {
    Path other = machines.git.bare("other");
    machines.report(HERE, "start", "T01");
    for (int i = 0; i < 3; i++) {
      assertThat(machines.run(HERE, "sync").exits(0).err()).isEmpty();
      assertThat(machines.run(HERE, "sync", other.toString()).exits(0).err()).isEmpty();
    }
    String ref = hosts().getFirst();
    assertThat(machines.git.run(machines.origin(), "show", ref + ":host.json"))
        .contains("\"sequence\" : 5");
    assertThat(machines.git.run(other, "show", ref + ":host.json")).contains("\"sequence\" : 6");
  }

  private static void copy(Path from, Path to) throws Exception {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  @DisplayName("N50 a host record that is none, or another's, is named and passed over")
  void hostile() {
    machines.report(HERE, "start", "T01");
    machines.run(HERE, "sync").exits(0);
    String good = hosts().getFirst();
    String id = good.substring(good.lastIndexOf('/') + 1);
    String other = "0".repeat(31) + "1";
    Path origin = machines.origin();
    machines.git.run(origin, "update-ref", "refs/pawl/hosts/" + other, "main");
    machines.git.run(origin, "update-ref", "refs/pawl/hosts/" + "0".repeat(32), good);

    Run sync = machines.run(THERE, "sync").exits(0);

    assertThat(sync.err())
        .contains("refs/pawl/hosts/" + other, "it holds no host.json", "it is of another host");
    assertThat(machines.git.run(machines.at(THERE), "for-each-ref", "refs/pawl/hosts"))
        .contains(id)
        .doesNotContain(other);
  }

  @Test
  @DisplayName("a remote that lets nothing be replaced hears the beats all the same")
  void noReplacement() {
    machines.git.run(machines.origin(), "config", "receive.denyNonFastForwards", "true");
    machines.report(HERE, "start", "T01");
    assertThat(machines.run(HERE, "sync").exits(0).err()).isEmpty();
    assertThat(machines.run(HERE, "sync").exits(0).err()).isEmpty();
    assertThat(machines.git.run(machines.origin(), "show", hosts().getFirst() + ":host.json"))
        .contains("\"sequence\" : 2");
  }

  private List<String> hosts() {
    return machines
        .git
        .run(machines.origin(), "for-each-ref", "--format=%(refname)", "refs/pawl/hosts")
        .lines()
        .toList();
  }
}
