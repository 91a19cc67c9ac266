package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pawl task list} and what it leaves out. */
final class TaskListTest {
  private static final String SHOP =
      """
      ---
      id: SHOP
      type: plan
      title: A shop
      status: active
      ---

      # A shop

      ## Paint the front

      ```task
      id: SHOP-T01
      status: done
      phase: Build
      ```

      ## Order shelves

      They come from the joiner.

      ```task
      id: SHOP-T02
      status: todo
      priority: low
      phase: build
      ```

      ## Hang the lamps

      ```task
      id: SHOP-T03
      status: todo
      priority: critical
      depends_on: [SHOP-T02]
      ```

      Mind the *ladder*.

      ## Buy flour

      ```task
      id: SHOP-T04
      status: blocked
      phase: stock
      ```
      """;

  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    machines.git.write(machines.at(HERE), Machines.PLAN, SHOP);
    machines.git.commitAll(machines.at(HERE), "plan: the shop");
  }

  private List<String> listed(String... options) {
    String[] line = new String[options.length + 4];
    System.arraycopy(new String[] {"task", "list", "--format", "json"}, 0, line, 0, 4);
    System.arraycopy(options, 0, line, 4, options.length);
    return Run.objects(machines.run(HERE, line).exits(0).json().get("tasks")).stream()
        .map(task -> String.valueOf(task.get("id")).replace("SHOP-", ""))
        .toList();
  }

  @Test
  @DisplayName("what waits for an open task says so, as text and as JSON, until that is settled")
  void waits() {
    assertThat(machines.run(HERE, "task", "list", "--status", "todo").exits(0).out())
        .isEqualTo(
            """
            SHOP-T02  · todo                        low       Order shelves
            SHOP-T03  · todo  (waits for SHOP-T02)  critical  Hang the lamps
            """);
    assertThat(waitsFor("SHOP-T03")).isEqualTo(List.of("SHOP-T02"));
    machines.report(HERE, "start", "SHOP-T03");
    assertThat(waitsFor("SHOP-T03")).as("somebody began it all the same").isEqualTo(List.of());
    machines.report(HERE, "block", "SHOP-T03");
    assertThat(waitsFor("SHOP-T03")).isEqualTo(List.of("SHOP-T02"));
    machines.report(HERE, "done", "SHOP-T02");
    assertThat(waitsFor("SHOP-T03")).isEqualTo(List.of());
  }

  private @Nullable Object waitsFor(String task) {
    Run run = machines.run(HERE, "task", "list", "--search", task, "--format", "json").exits(0);
    return Run.objects(run.json().get("tasks")).getFirst().get("waits_for");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "--open | T02 T03 T04",
        "--ready | T02",
        "--status todo,blocked | T02 T03 T04",
        "--open --status done | -",
        "--priority low,critical | T02 T03",
        "--priority LOW | T02",
        "--priority none | T01 T04",
        "--phase build | T01 T02",
        "--phase build --open | T02",
        "--search LAMPS | T03",
        "--search joiner | T02",
        "--search ladder | T03",
        "--search shop-t04 | T04",
        "--search nothing | -",
        "--sort priority | T03 T01 T04 T02",
        "--sort status | T02 T03 T04 T01",
        "--sort title | T04 T03 T02 T01",
        "--sort phase | T03 T01 T02 T04",
        "--sort place -n 2 | T01 T02",
        "--sort id --open -n 1 | T02",
      })
  @DisplayName("each option leaves out what it says, and together they leave out more")
  void filters(String options, @Nullable String ids) {
    assertThat(listed(options.split(" ")))
        .isEqualTo(ids == null ? List.of() : List.of(ids.split(" ")));
  }

  @Test
  @DisplayName("--mine: what this actor reported last")
  void mine() {
    Map<String, String> ann = new TreeMap<>(machines.variables(HERE));
    ann.put("PAWL_ACTOR", "ann");
    machines.report(HERE, "start", "SHOP-T02", "SHOP-T03");
    assertThat(listed("--mine")).containsExactly("T02", "T03");
    machines
        .in(machines.at(HERE), ann, HERE, "task", "block", "SHOP-T03", "--reason", "no ladder")
        .exits(0);
    assertThat(listed("--mine")).containsExactly("T02");
  }

  @Test
  @DisplayName("JSON has all that is known of a task")
  void json() {
    machines.report(HERE, "start", "SHOP-T02");
    Map<String, @Nullable Object> task =
        Run.objects(
                machines.run(HERE, "task", "list", "--format", "json").exits(0).json().get("tasks"))
            .get(1);
    assertThat(task)
        .containsEntry("id", "SHOP-T02")
        .containsEntry("priority", "low")
        .containsEntry("phase", "build")
        .containsEntry("actor", "human:zoe")
        .containsEntry("host", "here");
  }

  @Test
  @DisplayName("task show: the text below the heading, the reports and the commits; in JSON too")
  void show() {
    machines.report(HERE, "start", "SHOP-T02");
    String commit = machines.head(HERE);
    Run shown = machines.run(HERE, "task", "show", "t2").exits(0);
    assertThat(shown.out())
        .contains("SHOP-T02  Order shelves", "They come from the joiner.", "build")
        .contains("in_progress", "reported", "human:zoe@here")
        .contains(commit.substring(0, 10), "plan: the shop")
        .doesNotContain("```", "Hang the lamps");
    Map<String, @Nullable Object> task =
        Run.objects(
                machines
                    .run(HERE, "task", "show", "t2", "--format", "json")
                    .exits(0)
                    .json()
                    .get("tasks"))
            .getFirst();
    assertThat(task).containsEntry("text", "They come from the joiner.");
    assertThat(Run.objects(task.get("changes")))
        .extracting(change -> change.get("kind") + " " + change.get("to"))
        .containsExactly("report in_progress", "commit todo");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task list -n 0",
        "task list -n -3",
        "task next -n 0",
        "task next --max 0",
        "task next --start -n 2",
        "log -n 0",
        "git --wait -1 -- status",
        "task list -n 99999999999",
        "task list -n many",
        "task list --sort colour",
        "plan claim SHOP --executor e --lease 0s",
      })
  @DisplayName("a number below the least one, and what is no number, is wrong usage")
  void least(String line) {
    Run run = machines.run(HERE, line.split(" ")).exits(2);
    assertThat(run.err()).startsWith("pawl: ").doesNotContain("bug");
    assertThat(run.out()).isEmpty();
  }
}
