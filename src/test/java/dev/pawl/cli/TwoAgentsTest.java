package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static dev.pawl.cli.Machines.THERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two who work in one repository do not take up one task. */
final class TwoAgentsTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.two(folder);
  }

  private Run as(String actor, String... line) {
    Map<String, String> variables = new TreeMap<>(machines.variables(HERE));
    variables.put("PAWL_ACTOR", actor);
    return machines.in(machines.at(HERE), variables, HERE, line);
  }

  @Test
  @DisplayName("what another actor has in progress is refused: who, where, and since when")
  void taken() {
    as("ann", "task", "start", "T01").exits(0);
    as("ann", "task", "start", "T01").exits(0);
    Run refused = as("bob", "task", "start", "T01", "T02").exits(1);
    assertThat(refused.err())
        .containsPattern(
            "T01 is in_progress: human:ann on here began it \\((just now|\\d+ minutes? ago)\\)")
        .contains("pawl task start T01 --take-over --reason");
    assertThat(machines.counts(HERE, "T02")).isEqualTo("todo");
    assertThat(as("bob", "task", "start", "T01", "--take-over").exits(2).err())
        .contains("--reason");
    as("bob", "task", "start", "T01", "--take-over", "--reason", "ann is on leave").exits(0);
    assertThat(as("ann", "task", "start", "T01").exits(1).err()).contains("human:bob on here");
    assertThat(as("ann", "log", "T01").exits(0).out()).contains("ann is on leave");
    as("ann", "task", "done", "T01").exits(0);
  }

  @Test
  @DisplayName("what another has in progress may be ended, and whoever ends it is told who has it")
  void ended() {
    as("ann", "task", "start", "T01", "T02").exits(0);
    for (String kind : List.of("block", "done")) {
      Run run = as("bob", "task", kind, "T01").exits(0);
      if (kind.equals("block")) {
        assertThat(run.err())
            .containsPattern(
                "T01 was in progress: human:ann on here began it \\((just now|\\d+ minutes? ago)\\)");
      } else {
        assertThat(run.err()).as("ann is at it no more").isEmpty();
      }
    }
    assertThat(as("bob", "task", "reopen", "T02").exits(0).err())
        .contains("human:ann on here began it");
    assertThat(as("ann", "task", "done", "T02").exits(0).err()).isEmpty();
    assertThat(machines.counts(HERE, "T01")).isEqualTo("done");
  }

  @Test
  @DisplayName("on another machine as well, once its report is here; a file by hand names nobody")
  void elsewhere() {
    Map<String, String> there = new TreeMap<>(machines.variables(THERE));
    there.put("PAWL_ACTOR", "eve");
    machines.in(machines.at(THERE), there, THERE, "task", "start", "T01").exits(0);
    machines.run(THERE, "sync").exits(0);
    machines.run(HERE, "sync").exits(0);
    assertThat(as("ann", "task", "start", "T01").exits(1).err()).contains("human:eve on there");
    machines.set(HERE, "T02", "todo", "in_progress");
    as("ann", "task", "start", "T02").exits(0);
  }

  @Test
  @DisplayName("N15 next --start: many who ask at once, of one name or of several, get one each")
  void next() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 10; i < 18; i++) {
      ids.add("M" + i);
    }
    machines.git.write(
        machines.at(HERE), "plans/many.md", Machines.plan("MANY", ids.toArray(String[]::new)));
    machines.git.commitAll(machines.at(HERE), "many");
    List<String> got = new ArrayList<>();
    try (ExecutorService agents = Executors.newFixedThreadPool(4)) {
      List<Future<Run>> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String actor = "agent:" + i / 2;
        runs.add(
            agents.submit(
                () -> as(actor, "task", "next", "--start", "--plan", "MANY", "--format", "json")));
      }
      for (Future<Run> run : runs) {
        Map<String, ?> task = Run.objects(run.get().exits(0).json().get("tasks")).getFirst();
        assertThat(task.get("status")).isEqualTo("in_progress");
        got.add(String.valueOf(task.get("id")));
      }
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(as("late", "task", "next", "--start", "--plan", "MANY").exits(1).err())
        .contains("nothing is ready to be started");
    as("late", "task", "next", "--start", "-n", "2").exits(2);
    as("late", "task", "next", "-n", "0").exits(2);
  }

  @Test
  @DisplayName("an open dependency, and a plan that another machine owns, are said")
  void said() {
    machines.git.write(
        machines.at(HERE),
        "plans/dep.md",
        Machines.plan("DEP", "D1")
            + "\n## Later\n\n```task\nid: D2\nstatus: todo\ndepends_on: [D1]\n```\n");
    machines.git.commitAll(machines.at(HERE), "dep");
    assertThat(as("ann", "task", "start", "D2").exits(0).err())
        .contains("D2 depends on D1, which is todo");
    machines.run(THERE, "plan", "claim", "NET-WP-1").exits(0);
    machines.run(HERE, "check").exits(0);
    assertThat(as("ann", "task", "start", "T02").exits(0).err())
        .contains("NET-WP-1 is claimed by there");
  }
}
