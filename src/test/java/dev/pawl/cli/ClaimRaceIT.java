package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.remote.SshHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sixteen processes of the packaged pawl want one plan at once. */
final class ClaimRaceIT {
  private static final int ROUNDS = Integer.getInteger("pawl.claim.rounds", 2);
  private static final int PROCESSES = 16;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"file", "ssh"})
  @DisplayName("N20 sixteen processes, two clones, one remote: exactly one owner in every round")
  void race(String way) throws Exception {
    Machines machines = Machines.two(folder);
    try (SshHost host = SshHost.start(machines.git.root())) {
      machines.git.set("GIT_SSH_COMMAND", host.command());
      String url = way.equals("ssh") ? host.url(machines.origin()) : "file://" + machines.origin();
      for (String machine : List.of(HERE, THERE)) {
        machines.git.run(machines.at(machine), "remote", "set-url", "origin", url);
      }
      for (int round = 1; round <= ROUNDS; round++) {
        round(machines, round);
      }
      machines.sound();
    }
  }

  private void round(Machines machines, int round) {
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      started.add(start(machines, i, "claim"));
    }
    List<Integer> winners = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      Run run = Packaged.ended(started.get(i), log(i), "plan", "claim");
      assertThat(run.exit()).as("%s%s", run.out(), run.err()).isIn(0, 1);
      if (run.exit() == 0) {
        winners.add(i);
      } else {
        assertThat(run.err()).contains("is owned by");
      }
    }
    assertThat(winners).as("round %s", round).hasSize(1);
    int winner = winners.getFirst();
    assertThat(machines.git.run(machines.origin(), "show", "refs/pawl/claims/NET-WP-1:claim.json"))
        .contains("\"executor\" : \"x" + winner + "\"", "\"epoch\" : " + round + ",");
    Packaged.ended(start(machines, winner, "release"), log(winner), "plan", "release").exits(0);
  }

  private Path log(int number) {
    return folder.resolve("log-" + number);
  }

  private Process start(Machines machines, int number, String command) {
    String machine = number % 2 == 0 ? HERE : THERE;
    Map<String, String> variables = machines.variables(machine);
    variables.put("PAWL_EXECUTOR", "x" + number);
    return Packaged.packaged()
        .start(machines.at(machine), variables, log(number), "plan", command, "NET-WP-1");
  }
}
