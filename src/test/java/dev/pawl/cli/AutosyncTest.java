package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.app.autosync.Autosync;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.plan.settings.AutosyncSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AutosyncTest {
  @TempDir Path folder;
  private Machines machines;
  private final List<String> told = new ArrayList<>();

  /** What people do meanwhile, by the second in which they do it. */
  private final Script script = new Script();

  /** A clock whose seconds are what somebody does in them. */
  private static final class Script implements Autosync.Clock {
    private final List<Runnable> seconds = new ArrayList<>();
    private int second;

    /** Nothing for so long, then this. */
    void after(int quiet, Runnable what) {
      for (int i = 0; i < quiet; i++) {
        seconds.add(() -> {});
      }
      seconds.add(what);
    }

    @Override
    public Duration now() {
      return Duration.ofSeconds(second);
    }

    @Override
    public boolean pause() {
      if (second == seconds.size()) {
        return false;
      }
      seconds.get(second).run();
      second++;
      return true;
    }
  }

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  private AutosyncSettings settings(@Nullable String config, String... after) {
    return new AutosyncSettings(
        Duration.ofSeconds(5), Duration.ofSeconds(60), config, List.of(after));
  }

  private Autosync autosync(AutosyncSettings settings) {
    Surroundings here =
        new Surroundings(
            machines.at(HERE),
            machines.variables(HERE),
            InstantSource.system(),
            new Random(3),
            step -> {});
    return new Autosync(here, settings, "1.0", script, told::add);
  }

  private Path files() {
    return machines.at(HERE).resolve(".git/pawl/autosync");
  }

  @Test
  @DisplayName("five quiet seconds after a report it is there; a minute later what came is here")
  void exchanges() throws Exception {
    script.after(1, () -> machines.report(HERE, "start", "T01"));
    script.after(3, () -> assertThat(seenThere("T01")).isEqualTo("todo"));
    script.after(4, () -> assertThat(seenThere("T01")).isEqualTo("in_progress"));
    script.after(0, () -> machines.report(THERE, "done", "T02"));
    script.after(0, () -> machines.run(THERE, "sync").exits(0));
    script.after(61, () -> assertThat(machines.counts(HERE, "T02")).isEqualTo("done"));
    autosync(settings(null)).run();
    assertThat(told)
        .contains("exchanged with origin: 0 received, 1 sent")
        .contains("exchanged with origin: 1 received, 0 sent")
        .endsWith("autosync ends");
    assertThat(hosts()).as("N42 it said goodbye").contains("\"state\" : \"gone\"");
  }

  /** What hosts said of themselves on the remote. */
  private String hosts() {
    StringBuilder records = new StringBuilder();
    Path origin = machines.origin();
    for (String ref :
        machines
            .git
            .run(origin, "for-each-ref", "--format=%(refname)", "refs/pawl/hosts")
            .lines()
            .toList()) {
      records.append(machines.git.run(origin, "show", ref + ":host.json"));
    }
    return records.toString();
  }

  private String seenThere(String task) {
    machines.run(THERE, "sync").exits(0);
    return machines.counts(THERE, task);
  }

  @Test
  @DisplayName("offline it waits longer and longer, says so once, and goes on when it is answered")
  void offline() throws Exception {
    Path away = machines.git.root().resolve("away.git");
    script.after(0, () -> move(machines.origin(), away));
    script.after(1, () -> machines.report(HERE, "start", "T01"));
    script.after(
        20,
        () -> {
          Map<String, @Nullable Object> status =
              machines.run(HERE, "autosync", "--status", "--format", "json").exits(0).json();
          assertThat(status).containsEntry("running", true).containsEntry("state", "retrying");
          assertThat(String.valueOf(status.get("failures"))).isEqualTo("3");
        });
    script.after(0, () -> move(away, machines.origin()));
    script.after(30, () -> assertThat(seenThere("T01")).isEqualTo("in_progress"));
    autosync(settings(null)).run();
    assertThat(told.stream().filter(line -> line.startsWith("not exchanged"))).hasSize(1);
    assertThat(told).contains("exchanging again");
  }

  @Test
  @DisplayName("one peer that is away keeps nobody from the others")
  void onePeerAway() throws Exception {
    String settings = "repo: net\nexchange: on\npeers: [stick]\n";
    machines.git.run(machines.at(HERE), "remote", "add", "stick", "../stick.git");
    machines.git.write(machines.at(HERE), ".pawl.yaml", settings);
    script.after(1, () -> machines.report(HERE, "start", "T01"));
    script.after(
        8,
        () -> {
          assertThat(seenThere("T01")).isEqualTo("in_progress");
          String status = machines.run(HERE, "autosync", "--status").exits(0).out();
          assertThat(status).startsWith("watching").contains("not reached: stick: ");
        });
    autosync(settings(null)).run();
    assertThat(told).filteredOn(line -> line.startsWith("not exchanged with")).hasSize(1);
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("N40 N44 one runs in a clone; it leaves its log behind, and nothing of it is shared")
  void alone() throws Exception {
    script.after(
        0,
        () -> {
          assertThatThrownBy(() -> autosync(settings(null)).run())
              .isInstanceOf(Failure.class)
              .hasMessageContaining("runs in this clone already");
          machines.run(HERE, "task", "done", "T01").exits(0);
        });
    script.after(9, () -> {});
    autosync(settings(null)).run();
    assertThat(machines.run(HERE, "autosync", "--status").exits(0).out())
        .isEqualTo("no autosync runs in this clone\n");
    try (Stream<Path> left = Files.list(files())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lock", "log");
    }
    assertThat(Files.readString(files().resolve("log"))).contains("  autosync begins in ");
    assertThat(machines.git.run(machines.origin(), "for-each-ref", "--format=%(refname)"))
        .doesNotContain("autosync");
  }

  @Test
  @DisplayName("what can never work is said at once: exchange: off, no remote, no repository")
  void cannotBegin() throws Exception {
    machines.git.write(machines.at(HERE), ".pawl.yaml", "repo: net\nexchange: off\n");
    assertThatThrownBy(() -> autosync(settings(null)).run())
        .isInstanceOf(Failure.class)
        .hasMessageContaining("exchange: off");
    assertThat(files().resolve("status")).doesNotExist();
  }

  @Test
  @DisplayName("the configuration repository: PUSHED, SYNCED, DIVERGED, OFFLINE, ERROR")
  void configuration() throws Exception {
    Path remote = machines.git.bare("config");
    Path config = machines.git.clone(remote, "mine");
    Path other = machines.git.clone(remote, "other");
    machines.git.write(config, "x", "1\n");
    machines.git.commitAll(config, "one");
    machines.git.run(config, "push", "-q", "-u", "origin", "main");
    machines.git.write(config, "x", "2\n");
    machines.git.commitAll(config, "two");
    script.after(
        1,
        () -> {
          machines.git.run(other, "pull", "-q", "origin", "main");
          assertThat(machines.git.read(other, "x")).isEqualTo("2\n");
          machines.git.write(other, "x", "3\n");
          machines.git.commitAll(other, "three");
          machines.git.run(other, "push", "-q", "origin", "HEAD:main");
        });
    script.after(60, () -> assertThat(machines.git.read(config, "x")).isEqualTo("3\n"));
    script.after(
        0,
        () -> {
          machines.git.write(other, "y", "4\n");
          machines.git.commitAll(other, "four");
          machines.git.run(other, "push", "-q", "origin", "HEAD:main");
          machines.git.write(config, "x", "not committed\n");
          machines.git.write(config, "z", "5\n");
          machines.git.run(config, "add", "z");
          machines.git.run(config, "commit", "-q", "-m", "five");
        });
    script.after(61, () -> assertThat(machines.git.read(config, "x")).startsWith("not"));
    script.after(0, () -> move(remote, folder.resolve("away-config.git")));
    script.after(61, () -> {});
    autosync(settings(config.toString())).run();
    assertThat(told.stream().filter(line -> line.startsWith("configuration")))
        .satisfiesExactly(
            pushed -> assertThat(pushed).isEqualTo("configuration PUSHED"),
            synced -> assertThat(synced).isEqualTo("configuration SYNCED"),
            diverged -> assertThat(diverged).startsWith("configuration DIVERGED: 1 here, 1 there"),
            offline -> assertThat(offline).startsWith("configuration OFFLINE: "));
    told.clear();
    autosync(settings(folder.resolve("nowhere").toString())).run();
    assertThat(told).anyMatch(line -> line.startsWith("configuration ERROR: "));
  }

  @Test
  @DisplayName(
      "N54 the user's command runs after each exchange, without a shell; what fails is said")
  void after() throws Exception {
    Path mark = folder.resolve("ran");
    script.after(61, () -> {});
    autosync(settings(null, "touch", mark + " $(id)")).run();
    assertThat(folder.resolve("ran $(id)")).exists();
    autosync(settings(null, "sh", "-c", "echo no such thing; exit 7")).run();
    assertThat(told).contains("sh failed with 7: no such thing");
    autosync(settings(null, "/no/such/program")).run();
    assertThat(told).anyMatch(line -> line.startsWith("/no/such/program could not be run"));
  }

  private Process child() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.pawl.cli.Main",
            "-C",
            machines.at(HERE).toString(),
            "autosync");
    builder.environment().putAll(machines.variables(HERE));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String first = process.inputReader().readLine();
    assertThat(first).startsWith("autosync begins");
    return process;
  }

  @Test
  @DisplayName("N24 N40 --stop returns when it has ended; of a killed one nothing is believed")
  void stop() throws Exception {
    Process running = child();
    try {
      assertThat(machines.run(HERE, "autosync", "--stop").exits(0).out())
          .isEqualTo("autosync ended\n");
      assertThat(files().resolve("status")).doesNotExist();
      assertThat(running.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      running.destroyForcibly();
    }
    Process killed = child();
    killed.destroyForcibly();
    assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(files().resolve("status")).exists();
    assertThat(machines.run(HERE, "autosync", "--stop").exits(0).out())
        .isEqualTo("no autosync runs in this clone\n");
    autosync(settings(null)).run();
    assertThat(files().resolve("status")).doesNotExist();
  }

  @Test
  @DisplayName("N43 a status that cannot be read is an error, not the absence of an autosync")
  void damaged() throws Exception {
    script.after(
        0,
        () -> {
          machines.git.write(machines.at(HERE), ".git/pawl/autosync/status", "{");
          Run status = machines.run(HERE, "autosync", "--status").exits(3);
          assertThat(status.err()).contains("cannot be read");
        });
    autosync(settings(null)).run();
  }
}
