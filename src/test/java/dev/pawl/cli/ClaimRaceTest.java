package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.pawl.git.remote.SshHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sixteen executors in two clones want one plan at once, eight in each; {@code
 * -Dpawl.claim.rounds=300} plays more rounds, and a third of them over ssh. {@link ClaimRaceIT}
 * does it with processes.
 */
@Execution(CONCURRENT)
final class ClaimRaceTest {
  private static final int ROUNDS = Integer.getInteger("pawl.claim.rounds", 3);
  private static final int EACH = 8;
  private static final String REF = "refs/pawl/claims/NET-WP-1";

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  /** Runs this as sixteen executors at once; an executor's number is in its place. */
  private List<Run> together(String... arguments) throws Exception {
    return together(EACH, arguments);
  }

  private List<Run> together(int each, String... arguments) throws Exception {
    List<Callable<Run>> all = new ArrayList<>();
    for (int i = 0; i < 2 * each; i++) {
      String machine = i < each ? HERE : THERE;
      Map<String, String> variables = machines.variables(machine);
      variables.put("PAWL_EXECUTOR", "x" + i);
      all.add(() -> machines.in(machines.at(machine), variables, machine, arguments));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * EACH)) {
      List<Run> runs = new ArrayList<>();
      for (Future<Run> run : threads.invokeAll(all)) {
        runs.add(run.get());
      }
      return runs;
    }
  }

  private void oneWinner(int round) throws Exception {
    List<Run> runs = together("plan", "claim", "--format", "json");
    List<Integer> winners = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      assertThat(run.exit()).as("%s%s", run.out(), run.err()).isIn(0, 1);
      if (run.exit() == 0) {
        winners.add(i);
      } else {
        assertThat(run.err()).contains("is owned by");
      }
    }
    assertThat(winners).as("round %s", round).hasSize(1);
    int winner = winners.getFirst();
    String machine = winner < EACH ? HERE : THERE;
    assertThat(machines.git.run(machines.origin(), "show", REF + ":claim.json"))
        .contains("\"executor\" : \"x" + winner + "\"", "\"epoch\" : " + round + ",");
    Map<String, String> variables = machines.variables(machine);
    variables.put("PAWL_EXECUTOR", "x" + winner);
    machines.in(machines.at(machine), variables, machine, "plan", "release").exits(0);
    assertThat(machines.git.run(machines.origin(), "rev-list", "--count", REF))
        .isEqualTo(String.valueOf(2 * round));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "ssh"})
  @DisplayName("N20 sixteen at once, two clones, one remote: exactly one owner in every round")
  void remote(String way) throws Exception {
    try (SshHost host = SshHost.start(machines.git.root())) {
      boolean ssh = way.equals("ssh");
      machines.git.set("GIT_SSH_COMMAND", host.command());
      for (String machine : List.of(HERE, THERE)) {
        String url = ssh ? host.url(machines.origin()) : "file://" + machines.origin();
        machines.git.run(machines.at(machine), "remote", "set-url", "origin", url);
      }
      for (int round = 1; round <= (ssh ? (ROUNDS + 2) / 3 : ROUNDS); round++) {
        oneWinner(round);
      }
      machines.sound();
    }
  }

  @Test
  @DisplayName("N20 the same in one repository without a remote")
  void local() throws Exception {
    machines.git.run(machines.at(HERE), "remote", "remove", "origin");
    for (int round = 1; round <= ROUNDS; round++) {
      List<Run> runs = together("plan", "claim").subList(0, EACH);
      assertThat(runs.stream().filter(run -> run.exit() == 0)).hasSize(1);
      int winner = runs.stream().map(Run::exit).toList().indexOf(0);
      Map<String, String> variables = machines.variables(HERE);
      variables.put("PAWL_EXECUTOR", "x" + winner);
      machines.in(machines.at(HERE), variables, HERE, "plan", "release").exits(0);
    }
  }

  @Test
  @DisplayName(
      "N20 taken over by all of them at once: every epoch has one owner, each fenced off once")
  void forced() throws Exception {
    List<Run> runs = together(3, "plan", "claim", "--force", "--reason", "race");
    long won = runs.stream().filter(run -> run.exit() == 0).count();
    assertThat(won).isPositive();
    List<String> epochs =
        machines
            .git
            .run(machines.origin(), "log", "--reverse", "--format=%s", REF)
            .lines()
            .toList();
    assertThat(epochs).hasSize((int) won);
    for (int i = 0; i < epochs.size(); i++) {
      assertThat(epochs.get(i)).endsWith("epoch " + (i + 1));
    }
  }
}
