package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.PLAN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged pawl, killed at random instants of a fix. */
final class KilledIT {
  private static final List<String> CYCLE = List.of("start", "done", "reopen");

  @TempDir Path folder;

  @Test
  @DisplayName("N14 killed at any instant, nothing is torn, and the next fix comes to the same")
  void killed() throws Exception {
    long seed = Long.getLong("pawl.kill.seed", System.nanoTime());
    int rounds = Integer.getInteger("pawl.kill.rounds", 9);
    SplittableRandom random = new SplittableRandom(seed);
    Machines machines = Machines.one(folder);
    Map<String, String> variables = machines.variables(HERE);
    Path here = machines.at(HERE);
    Path log = machines.git.root().resolve("log");
    long usual = usual(machines, variables, log);
    String before = machines.git.read(here, PLAN);
    for (int round = 0; round < rounds; round++) {
      String what = "seed " + seed + ", round " + round;
      machines.report(HERE, CYCLE.get(round % CYCLE.size()), "T01", "T02", "T03");
      Process process =
          Packaged.packaged().start(here, variables, log, "fix", "--push", "--format", "json");
      TimeUnit.NANOSECONDS.sleep(random.nextLong(usual / 4, usual));
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly().waitFor();
      for (ProcessHandle child : children) {
        child.onExit().get(30, TimeUnit.SECONDS);
      }
      String after = before.replaceAll("status: [a-z_]+ ", "status: " + word(round) + " ");
      assertThat(machines.git.read(here, PLAN)).as(what).isIn(before, after);
      Run fix = machines.fix(HERE, "--push").exits(0);
      assertThat(fix.findings()).as(what).noneMatch(finding -> finding.matches("C-(1[4579]|2).*"));
      assertThat(machines.git.read(here, PLAN)).as(what).isEqualTo(after);
      assertThat(Files.exists(here.resolve(".git/index.lock"))).as(what).isFalse();
      assertThat(machines.git.run(here, "rev-list", "--count", "HEAD"))
          .as(what)
          .isEqualTo(String.valueOf(round + 3));
      assertThat(machines.git.run(machines.origin(), "rev-parse", "main"))
          .as(what)
          .isEqualTo(machines.head(HERE));
      machines.sound();
      before = after;
    }
  }

  private static String word(int round) {
    return List.of("in_progress", "done", "todo").get(round % 3);
  }

  /** How long a whole fix takes here and now, in nanoseconds. */
  private static long usual(Machines machines, Map<String, String> variables, Path log) {
    machines.git.commitAll(machines.at(HERE), "an empty one");
    machines.push(HERE);
    long start = System.nanoTime();
    Process process = Packaged.packaged().start(machines.at(HERE), variables, log, "fix", "--push");
    Packaged.ended(process, log, "fix").exits(0);
    return System.nanoTime() - start;
  }
}
