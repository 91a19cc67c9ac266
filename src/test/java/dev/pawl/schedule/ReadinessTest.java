package dev.pawl.schedule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.Plan;
import dev.pawl.plan.Task;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.document.PlanDocument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static Plan plan(String id, String status, String dependsOn, String tasks) {
    String text =
        "---\nid: %s\ntype: plan\ntitle: x\nstatus: %s\ndepends_on: %s\n---\n%s"
            .formatted(id, status, dependsOn, tasks);
    return requireNonNull(
        PlanDocument.parse(
                text.getBytes(StandardCharsets.UTF_8), Vocabulary.tasks(), Vocabulary.plans())
            .plan());
  }

  private static String task(String id, String phase, String status) {
    return "\n```task\nid: %s\nphase: %s\nstatus: %s\n```\n".formatted(id, phase, status);
  }

  /** What the first waits for. */
  private static List<String> waits(Plan... plans) {
    Readiness readiness = Readiness.of(Arrays.asList(plans), Vocabulary.plans(), Task::status);
    return readiness.waits(plans[0]).stream().map(Readiness.Wait::toString).toList();
  }

  @Test
  @DisplayName("a plan waits for others to be settled, or to get as far as it says, or further")
  void statuses() {
    Plan b = plan("B", "ready", "B0", "");
    assertThat(waits(plan("B", "ready", "[]", ""))).isEmpty();
    assertThat(waits(b)).containsExactly("B0: done (there is no such plan)");
    for (String over : List.of("done", "finished", "completed", "cancelled", "archived")) {
      assertThat(waits(b, plan("B0", over, "[]", ""))).as(over).isEmpty();
    }
    assertThat(waits(b, plan("B0", "active", "[]", ""))).containsExactly("B0: done (active)");
    Plan active = plan("C", "ready", "[{plan: B0, status: active}]", "");
    assertThat(waits(active, plan("B0", "ready", "[]", ""))).containsExactly("B0: active (ready)");
    for (String reached : List.of("active", "done", "cancelled")) {
      assertThat(waits(active, plan("B0", reached, "[]", ""))).as(reached).isEmpty();
    }
    Plan completed = plan("C", "ready", "[{plan: B0, status: completed}]", "");
    assertThat(waits(completed, plan("B0", "finished", "[]", ""))).isEmpty();
    assertThat(waits(completed, plan("B0", "archived", "[]", ""))).isEmpty();
    assertThat(waits(completed, plan("B0", "cancelled", "[]", "")))
        .containsExactly("B0: completed (cancelled)");
  }

  @Test
  @DisplayName("a phase is reached when all its tasks are settled, whatever the plan's status says")
  void phases() {
    Plan b = plan("B", "ready", "[{plan: A, phase: 1}]", "");
    String both = task("A1", "1", "done") + task("A2", "1", "%s") + task("A3", "2", "todo");
    assertThat(waits(b, plan("A", "active", "[]", both.formatted("in_progress"))))
        .containsExactly("A: phase 1 (1 of 2 done)");
    assertThat(waits(b, plan("A", "active", "[]", both.formatted("cancelled")))).isEmpty();
    assertThat(waits(b, plan("A", "active", "[]", task("A1", "2", "done"))))
        .containsExactly("A: phase 1 (no task belongs to it)");
    assertThat(waits(b)).containsExactly("A: phase 1 (there is no such plan)");
  }

  @Test
  @DisplayName("a task waits for tasks of any plan; one that does not exist is never settled")
  void tasks() {
    Readiness readiness =
        Readiness.of(
            List.of(
                plan("A", "active", "[]", task("A1", "1", "done") + task("A2", "1", "todo")),
                plan("B", "active", "[]", task("B1", "1", "cancelled"))),
            Vocabulary.plans(),
            Task::status);
    assertThat(readiness.holds(List.of("A1", "B1"))).isTrue();
    assertThat(readiness.holds(List.of("A1", "A2"))).isFalse();
    assertThat(readiness.holds(List.of("X"))).isFalse();
  }
}
