package dev.pawl.schedule;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.Plan;
import dev.pawl.plan.Task;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.schedule.ResourceLocks.Collision;
import dev.pawl.schedule.ResourceLocks.Lock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ResourceLocksTest {
  private static Plan plan(String id, String status, String files, String... tasks) {
    String text =
        "---\nid: %s\ntype: plan\ntitle: x\nstatus: %s\nfiles: %s\n---\n%s"
            .formatted(id, status, files, String.join("", tasks));
    return requireNonNull(
        PlanDocument.parse(
                text.getBytes(StandardCharsets.UTF_8), Vocabulary.tasks(), Vocabulary.plans())
            .plan());
  }

  private static String task(String id, String phase, String status, String files) {
    return "\n```task\nid: %s\nphase: %s\nstatus: %s\nfiles: %s\n```\n"
        .formatted(id, phase, status, files);
  }

  private static ResourceLocks locks(Plan... plans) {
    return ResourceLocks.of(Arrays.asList(plans), _ -> false, Task::status);
  }

  /** Seed 002, pattern 3: phase 1 of A and phase 2 of B need the same file. */
  private static Plan a(String one, String two) {
    return plan(
        "plan-a",
        "active",
        "[]",
        task("A1", "phase-1", one, "src/api.ts"),
        task("A2", "phase-2", two, "docs/"));
  }

  private static Plan b(String one, String two) {
    return plan(
        "plan-b",
        "ready",
        "[]",
        task("B1", "phase-1", one, "tests/"),
        task("B2", "phase-2", two, "src/api.ts"));
  }

  @Test
  @DisplayName(
      "seed 002, pattern 3: A holds src/api.ts until its phase 1 is over; B's phase 1 runs beside it")
  void phases() {
    Plan a = a("in_progress", "todo");
    assertThat(locks(a, b("todo", "todo")).locks())
        .containsExactly(new Lock("src/api.ts", "plan-a", "phase-1"));
    assertThat(locks(a).collisions(b("todo", "todo")))
        .containsExactly(
            new Collision("plan-a", List.of("src/api.ts"), "phase-1", "phase-2", false));
    assertThat(locks(a).collisions(b("done", "todo")))
        .containsExactly(
            new Collision("plan-a", List.of("src/api.ts"), "phase-1", "phase-2", true));
    assertThat(locks(a("done", "in_progress")).collisions(b("done", "todo"))).isEmpty();
    assertThat(locks(a("done", "in_progress")).locks())
        .containsExactly(new Lock("docs/", "plan-a", "phase-2"));
  }

  @Test
  @DisplayName("who is not in progress holds nothing; who is owned holds its next phase")
  void progress() {
    assertThat(locks(a("todo", "todo")).locks()).isEmpty();
    assertThat(locks(a("done", "todo")).locks()).isEmpty();
    ResourceLocks owned =
        ResourceLocks.of(
            List.of(a("done", "todo")), id -> id.value().equals("plan-a"), Task::status);
    assertThat(owned.locks()).containsExactly(new Lock("docs/", "plan-a", "phase-2"));
    assertThat(owned.collisions(a("done", "todo"))).as("not with itself").isEmpty();
    Plan over = plan("X", "done", "src/", task("X1", "1", "in_progress", "src/"));
    assertThat(locks(over).locks()).isEmpty();
  }

  @Test
  @DisplayName("without files of tasks the plan's own count, without phases until its end")
  void coarse() {
    Plan plan = plan("X", "active", "[src/**]", task("X1", "~", "in_progress", "[]"));
    assertThat(locks(plan).locks()).containsExactly(new Lock("src/**", "X", null));
    assertThat(locks(plan).collisions(plan("Y", "ready", "src/utils.ts")))
        .containsExactly(new Collision("X", List.of("src/utils.ts"), null, null, true));
    assertThat(locks(plan).collisions(plan("Y", "ready", "docs/"))).isEmpty();
  }

  @Test
  @DisplayName("of two plans that both have begun with one file, one always goes on")
  void oneGoesOn() {
    for (String one : List.of("todo", "in_progress", "blocked", "done")) {
      for (String other : List.of("todo", "in_progress", "blocked", "done")) {
        Plan a =
            plan("a", "active", "[f]", task("A1", "p", one, "[]"), task("A2", "p", "todo", "[]"));
        Plan b =
            plan("b", "active", "[f]", task("B1", "p", other, "[]"), task("B2", "p", "todo", "[]"));
        ResourceLocks locks = ResourceLocks.of(List.of(a, b), _ -> true, Task::status);
        List<Collision> ofA = locks.ahead(a, a.tasks().get(1));
        List<Collision> ofB = locks.ahead(b, b.tasks().get(1));
        assertThat(ofA.isEmpty() || ofB.isEmpty()).as("%s and %s", one, other).isTrue();
        assertThat(ofA.isEmpty() && ofB.isEmpty())
            .as("%s and %s", one, other)
            .isEqualTo(one.equals("todo") && other.equals("todo"));
      }
    }
  }
}
