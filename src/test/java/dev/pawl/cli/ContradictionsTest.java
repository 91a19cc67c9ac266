package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be meant is refused before anything is done; what can be done is done. */
final class ContradictionsTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plan show NET-WP-1 --plan OPS | are two plans",
        "plan start NET-WP-1 --plan OPS | are two plans",
        "check --all --repo net | --all means every repository",
        "fix --remote --no-fetch | leave out one",
        "undo --report --commit | --report, --commit contradict each other",
        "trust --show --revoke | --show, --revoke contradict each other",
        "plan complete NET-WP-1 --merge --force --reason x | leave out one",
        "plan complete NET-WP-1 --force | say why",
        "task start T01 --take-over | say why",
        "task next --start -n 2 | leave out one",
      })
  @DisplayName("options that contradict each other are wrong usage")
  void contradicting(String line, String said) {
    assertThat(machines.run(HERE, line.split(" ")).exits(2).err()).contains(said);
  }

  @Test
  @DisplayName("a branch that does not exist is said not to exist")
  void branch() {
    assertThat(
            machines.run(HERE, "plan", "complete", "NET-WP-1", "--into", "nowhere").exits(1).err())
        .contains("there is no branch 'nowhere' here")
        .doesNotContain("switch");
  }

  private void unclaimed() {
    assertThat(
            Run.objects(
                machines
                    .run(HERE, "plan", "list", "--format", "json")
                    .exits(0)
                    .json()
                    .get("plans")))
        .allSatisfy(plan -> assertThat(plan).containsEntry("claim", null));
  }

  @Test
  @DisplayName("plan start: a status that cannot be edited is found before the plan is claimed")
  void notEditable() {
    machines.git.write(
        machines.at(HERE),
        PLAN,
        machines
            .git
            .read(machines.at(HERE), PLAN)
            .replace("status: active", "status: !!str ready"));
    machines.git.commitAll(machines.at(HERE), "plan: odd");
    assertThat(machines.run(HERE, "plan", "start", "NET-WP-1").exits(1).err())
        .contains("plans/net.md:5:9")
        .doesNotContain("is claimed");
    unclaimed();
  }

  @Test
  @DisplayName("plan start: so is that git does not know whom to name in the commit")
  void nobody() {
    Path here = machines.at(HERE);
    machines.git.run(here, "config", "user.useConfigOnly", "true");
    Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
    variables.keySet().removeIf(name -> name.matches("GIT_(AUTHOR|COMMITTER)_.*|EMAIL"));
    variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
    Run run = machines.in(here, variables, HERE, "plan", "start", "NET-WP-1");
    assertThat(run.exits(1).err()).contains("whom to name").doesNotContain("is claimed");
    unclaimed();
  }

  @Test
  @DisplayName("doctor outside of a repository, and rebuild in an empty one, do what can be done")
  void elsewhere() {
    Path outside = machines.git.root();
    Run doctor = machines.in(outside, HERE, "doctor", "--format", "json").exits(0);
    assertThat(Run.objects(doctor.json().get("items")))
        .extracting(item -> item.get("subject"))
        .contains("java", "host", "actor", "repository");
    assertThat(machines.in(outside, HERE, "rebuild").exits(2).err()).contains("git repository");
    Path empty = machines.git.repo("empty");
    assertThat(machines.in(empty, HERE, "rebuild", "--format", "json").exits(0).json())
        .containsEntry("index", null)
        .containsEntry("plans", 0L);
    assertThat(machines.in(empty, HERE, "doctor").exits(1).out()).contains("no commit yet");
  }

  @Test
  @DisplayName("did_you_mean has names, each for itself")
  void meant() {
    Map<String, ?> error = machines.run(HERE, "show", "x", "--format", "json").exits(2).json();
    assertThat(error.get("did_you_mean")).isEqualTo(List.of("pawl plan show", "pawl task show"));
    error =
        machines.run(HERE, "task", "list", "--status", "doen", "--format", "json").exits(2).json();
    assertThat(error.get("did_you_mean")).isEqualTo(List.of("done"));
    machines.git.write(machines.at(HERE), "plans/x.md", Machines.plan("X", "X-T9", "Y-T9"));
    error = machines.run(HERE, "task", "show", "t9", "--format", "json").exits(1).json();
    assertThat(error.get("did_you_mean")).isEqualTo(List.of("X-T9", "Y-T9"));
  }
}
