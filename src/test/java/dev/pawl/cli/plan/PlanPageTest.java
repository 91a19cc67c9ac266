package dev.pawl.cli.plan;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.Machines;
import dev.pawl.cli.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page about a plan. */
final class PlanPageTest {
  private static final String TEXT =
      """
      ---
      id: WP-2
      type: plan
      title: A network
      status: active
      depends_on: [NET-WP-1]
      ---

      # A network

      - not this

      Cables first, then *routes*.
      Nothing else.

      Nor this.

      ## Dig
      ```task
      id: N01
      status: done
      phase: ground
      ```
      ## Lay
      ```task
      id: N02
      status: todo
      phase: ground
      depends_on: [N01]
      priority: low
      ```
      ## Route
      ```task
      id: N03
      status: todo
      phase: routes
      depends_on: [N02, N01, N99]
      ```
      ## Test
      ```task
      id: N04
      status: todo
      ```
      ## Label
      ```task
      id: N05
      status: todo
      ```
      """;

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    machines.git.write(machines.at(HERE), "plans/two.md", TEXT);
    machines.git.commitAll(machines.at(HERE), "a second plan");
    machines.report(HERE, "start", "N02");
    machines.report(HERE, "block", "N04", "--reason", "no meter");
  }

  @Test
  @DisplayName("show: what it is about, progress by phase, under way, waiting for what, each task")
  void show() {
    assertThat(machines.run(HERE, "plan", "show", "WP-2").exits(0).out())
        .isEqualTo(
            """
            WP-2  A network
              status    active
              progress  ██░░░░░░░░ 1/5  · 2 todo  ▸ 1 in_progress  ■ 1 blocked  ✓ 1 done
              file      plans/two.md
              branch    main

              Cables first, then *routes*. Nothing else.

            phases
              ground      █████░░░░░ 1/2
              routes      ░░░░░░░░░░ 0/1
              (no phase)  ░░░░░░░░░░ 0/2

            waits for
              NET-WP-1  done  now: active

            under way
              ▸ N02  Lay  on here

            waiting
              · N03  Route  for N02 (in_progress), N99 (nowhere)
              ■ N04  Test   no meter  on here

            ground
            N01  ✓ done                            Dig
            N02  ▸ in_progress  (file: todo)  low  Lay

            routes
            N03  · todo  (waits for N02 +1)  Route

            (no phase)
            N04  ■ blocked  (file: todo)  Test
            N05  · todo                   Label
            """);
  }

  @Test
  @DisplayName("status: the same without the tasks; what is ready once the other plan is done")
  void status() {
    machines.report(HERE, "done", "T01", "T02", "T03");
    String text = machines.git.read(machines.at(HERE), Machines.PLAN);
    machines.git.write(
        machines.at(HERE), Machines.PLAN, text.replace("status: active", "status: done"));
    String out = machines.run(HERE, "plan", "status", "WP-2").exits(0).out();
    assertThat(out).contains("ready\n  · N05  Label").doesNotContain("waits for", "Cables", "Dig");
  }

  @Test
  @DisplayName("as JSON: the fields of plan list, and what the page adds")
  void json() {
    Map<String, @Nullable Object> plan =
        Run.objects(
                machines
                    .run(HERE, "plan", "show", "WP-2", "--format", "json")
                    .exits(0)
                    .json()
                    .get("plans"))
            .getFirst();
    assertThat(plan)
        .containsEntry("id", "WP-2")
        .containsEntry("claim", null)
        .containsEntry("description", "Cables first, then *routes*. Nothing else.")
        .containsEntry("under_way", List.of("N02"))
        .containsEntry("ready", List.of())
        .containsEntry("waits_for", List.of("NET-WP-1"));
    assertThat(Run.objects(plan.get("waiting")))
        .anySatisfy(waiting ->
            assertThat(waiting)
                .containsEntry("task", "N04")
                .containsEntry("for", List.of())
                .containsEntry("reason", "no meter"));
    assertThat(Run.objects(plan.get("phases")).getLast())
        .containsEntry("name", null)
        .containsEntry("settled", 0L)
        .containsEntry("tasks", 2L);
  }

  @Test
  @DisplayName("N50 a description cannot steer the terminal, and a long one is cut")
  void hostile() {
    assertThat(PlanPagePrinter.wrapped("a \u001b[31m b", 88)).containsExactly("a <U+001B>[31m b");
    List<String> lines = PlanPagePrinter.wrapped("word ".repeat(500), 88);
    assertThat(lines).hasSize(6);
    assertThat(lines.getLast()).endsWith(" …");
    assertThat(lines).allMatch(line -> line.length() <= 90);
  }
}
