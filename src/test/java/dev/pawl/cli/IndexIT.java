package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged pawl and its index, as processes.
 *
 * <pre>
 * plans/many.md    M0 to M39, all todo
 * </pre>
 */
final class IndexIT {
  private static final int TASKS = 40;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private Machines machines;

  private Path here = Path.of("here");
  private Map<String, String> variables = Map.of();

  @BeforeEach
  void plan() {
    machines = Machines.one(folder);
    here = machines.at(HERE);
    variables = machines.variables(HERE);
    String[] tasks = IntStream.range(0, TASKS).mapToObj(i -> "M" + i).toArray(String[]::new);
    machines.git.write(here, "plans/many.md", Machines.plan("MANY", tasks));
    machines.git.commitAll(here, "many");
  }

  @Test
  @DisplayName("N15 six processes report at once through one index: no report is lost or misread")
  void atOnce() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<Process> processes = new ArrayList<>();
      List<String> reported = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String task = "M" + (6 * round + i);
        reported.add(task);
        Path log = machines.git.root().resolve("log" + i);
        processes.add(Packaged.packaged().start(here, variables, log, "task", "done", task));
      }
      for (int i = 0; i < 6; i++) {
        Packaged.ended(processes.get(i), machines.git.root().resolve("log" + i)).exits(0);
      }
      assertThat(list()).isEqualTo(withoutIndex()).containsAll(reported);
    }
  }

  @Test
  @DisplayName("N14 killed at any instant, the index agrees with the files")
  void killed() throws Exception {
    long seed = Long.getLong("pawl.kill.seed", System.nanoTime());
    int rounds = Integer.getInteger("pawl.kill.rounds", 9);
    SplittableRandom random = new SplittableRandom(seed);
    Path log = machines.git.root().resolve("log");
    long start = System.nanoTime();
    Packaged.ended(Packaged.packaged().start(here, variables, log, "task", "done", "M0"), log);
    long usual = System.nanoTime() - start;
    for (int round = 1; round <= rounds; round++) {
      if (round % 3 == 0) {
        Files.deleteIfExists(here.resolve(".git/pawl/index.db"));
      }
      Process process =
          Packaged.packaged().start(here, variables, log, "task", "done", "M" + round);
      TimeUnit.NANOSECONDS.sleep(random.nextLong(usual / 3, usual));
      process.destroyForcibly().waitFor();
      assertThat(list()).as("seed %d, round %d", seed, round).isEqualTo(withoutIndex());
    }
  }

  /** The tasks that are done. */
  private List<String> list() {
    Run run = Packaged.packaged().run(here, variables, "task", "list", "--format", "json");
    return Run.objects(run.exits(0).json().get("tasks")).stream()
        .filter(task -> "done".equals(task.get("status")))
        .map(task -> String.valueOf(task.get("id")))
        .toList();
  }

  private List<String> withoutIndex() throws Exception {
    Path index = here.resolve(".git/pawl/index.db");
    Path aside = Files.move(index, index.resolveSibling("aside.db"));
    List<String> tasks = list();
    Files.move(aside, index, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return tasks;
  }
}
