package dev.pawl.check;

import static dev.pawl.check.Known.plan;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.text.Position;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PlanRulesTest {
  private static List<String> codes(Known known) {
    return PlanRules.of(known.facts(), "").stream()
        .map(finding -> finding.code().id() + " " + finding.severity().word())
        .toList();
  }

  private static Known with(String text) {
    return new Known().file("plans/a.md", text);
  }

  @Test
  @DisplayName("C-01 no plan, and nothing to say about good ones")
  void noPlan() {
    assertThat(codes(new Known())).containsExactly("C-01 info");
    assertThat(codes(with(plan("A", "active", "T01", "todo")))).isEmpty();
  }

  @Test
  @DisplayName("N11 C-02, C-05, C-06: what cannot be read is said with its place")
  void unreadable() {
    assertThat(codes(with("---\nid: [\n---\n"))).containsExactly("C-02 fail");
    assertThat(codes(with(plan("A", "active", "T01", "inprogress")))).containsExactly("C-05 fail");
    assertThat(codes(with(plan("A", "active", "T01", "todo").replace("status: todo", "x: y"))))
        .containsExactly("C-06 fail");
    Finding finding =
        PlanRules.of(with(plan("A", "active", "T01", "inprogress")).facts(), "").getFirst();
    assertThat(finding.message()).contains("in_progress");
    assertThat(finding.at()).isNotNull();
  }

  @Test
  @DisplayName("C-04: a finished plan with open tasks fails; other contradictions warn")
  void contradiction() {
    assertThat(codes(with(plan("A", "done", "T01", "todo")))).containsExactly("C-04 fail");
    assertThat(codes(with(plan("A", "archived", "T01", "todo")))).containsExactly("C-04 fail");
    assertThat(codes(with(plan("A", "ready", "T01", "in_progress")))).containsExactly("C-04 warn");
    assertThat(codes(with(plan("A", "active", "T01", "done")))).containsExactly("C-04 warn");
    assertThat(
            PlanRules.of(with(plan("A", "ready", "T01", "done", "T02", "in_progress")).facts(), ""))
        .extracting(Finding::message)
        .containsExactly(
            "the plan is ready and 1 task is under way: pawl plan start A --here makes it active");
    assertThat(PlanRules.of(with(plan("A", "ready", "T01", "done", "T02", "todo")).facts(), ""))
        .extracting(Finding::message)
        .containsExactly(
            "the plan is ready and 1 task is settled already: pawl plan start A --here makes it"
                + " active");
    assertThat(PlanRules.of(with(plan("A", "ready", "T01", "done")).facts(), ""))
        .extracting(Finding::message)
        .containsExactly(
            "the plan is ready and 1 task is settled already: pawl plan complete A closes it");
    assertThat(codes(with(plan("A", "done", "T01", "done", "T02", "cancelled")))).isEmpty();
    assertThat(codes(with(plan("A", "cancelled", "T01", "todo")))).isEmpty();
  }

  @Test
  @DisplayName("C-04 judges by what counts, not by what a stale file says")
  void contradictionCountsReports() {
    Known known = with(plan("A", "done", "T01", "todo")).reported("T01", "done");
    assertThat(codes(known)).isEmpty();
  }

  @Test
  @DisplayName("C-07: unknown names and circles, of tasks and of plans")
  void dependencies() {
    String task = plan("A", "active", "T01", "todo", "T02", "todo");
    assertThat(codes(with(task.replace("id: T01\n", "id: T01\ndepends_on: [T09]\n"))))
        .containsExactly("C-07 fail");
    String circle =
        task.replace("id: T01\n", "id: T01\ndepends_on: [T02]\n")
            .replace("id: T02\n", "id: T02\ndepends_on: [T01]\n");
    assertThat(PlanRules.of(with(circle).facts(), ""))
        .extracting(Finding::message)
        .containsExactly("the dependencies of tasks go in a circle: T01 → T02 → T01");
    String plans = plan("A", "active").replace("type: plan", "depends_on: [A]\ntype: plan");
    assertThat(codes(with(plans))).containsExactly("C-07 fail");
  }

  private static List<String> places(Known known) {
    return PlanRules.of(known.facts(), "").stream()
        .map(finding -> {
          Position at = requireNonNull(finding.at());
          return "%s:%d:%d %s".formatted(finding.file(), at.line(), at.column(), finding.message());
        })
        .toList();
  }

  private static String waiting(String id, String dependencies, String... tasks) {
    return plan(id, "active", tasks)
        .replace("type: plan", "depends_on:\n" + dependencies + "type: plan");
  }

  @Test
  @DisplayName("C-07 between plans: each entry at its own place; a phase that nobody has")
  void dependenciesOfPlans() {
    Known known =
        with(waiting("A", "  - B\n  - {plan: C}\n  - {plan: B, phase: two}\n", "T1", "todo"))
            .file("plans/b.md", plan("B", "active", "T2", "todo"));
    assertThat(places(known))
        .containsExactly(
            "plans/a.md:5:5 depends on plan 'C', which does not exist here",
            "plans/a.md:6:5 depends on phase 'two' of plan 'B', which no task there belongs to");
  }

  @Test
  @DisplayName("C-07 a circle of plans names the entry; C-05 a status that no plan can reach")
  void circleOfPlans() {
    Known known =
        with(waiting("A", "  - {plan: B, status: active}\n"))
            .file("plans/b.md", waiting("B", "  - {plan: C, status: finnished}\n"))
            .file("plans/c.md", waiting("C", "  - A\n"));
    assertThat(places(known))
        .containsExactly(
            "plans/b.md:4:23 unknown status `finnished`; did you mean `done`? (known: proposed,"
                + " ready, active, blocked, done, cancelled, archived)",
            "plans/a.md:4:5 the dependencies of plans go in a circle: A → B → C → A");
  }

  @Test
  @DisplayName("C-07 a circle through plans and tasks, and none where only a phase is waited for")
  void circleThroughBoth() {
    String first = waiting("A", "  - {plan: B, phase: one}\n", "A1", "todo");
    String needsA1 =
        plan("B", "active", "B1", "todo")
            .replace("id: B1\n", "id: B1\nphase: one\ndepends_on: A1\n");
    assertThat(places(with(first).file("plans/b.md", needsA1)))
        .containsExactly(
            "plans/a.md:4:5 plans and tasks wait for each other in a circle: plan A → plan B, phase"
                + " one → task B1 → task A1 → plan A");
    String other =
        plan("B", "active", "B1", "todo", "B2", "todo")
            .replace("id: B1\n", "id: B1\nphase: one\n")
            .replace("id: B2\n", "id: B2\nphase: two\ndepends_on: A1\n");
    assertThat(places(with(first).file("plans/b.md", other))).isEmpty();
    assertThat(places(with(first).file("plans/b.md", needsA1.replace("todo", "done"))))
        .noneMatch(finding -> finding.contains("circle"));
  }

  @Test
  @DisplayName("N51 every task waits for the first and the one before: one circle, told shortly")
  void manyCircles() {
    StringBuilder text = new StringBuilder(plan("A", "active"));
    for (int i = 0; i < 5_000; i++) {
      text.append("\n```task\nid: T").append(i).append("\nstatus: todo\ndepends_on: [T");
      text.append((i + 1) % 5_000).append(", T0]\n```\n");
    }
    assertThat(places(with(text.toString())))
        .containsExactly("plans/a.md:8:1 the dependencies of tasks go in a circle: T0 → T0");
    assertThat(places(with(text.toString().replace(", T0]", "]"))).getFirst())
        .contains("T0 → T1 → T2", "… 4988 more … → T0")
        .hasSizeLessThan(300);
  }

  @Test
  @DisplayName("N51 a chain of 20,000 dependencies is only long")
  void longChain() {
    StringBuilder text = new StringBuilder(plan("A", "active"));
    for (int i = 0; i < 20_000; i++) {
      text.append("\n```task\nid: T").append(i).append("\nstatus: todo\ndepends_on: T");
      text.append(i + 1).append("\n```\n");
    }
    assertThat(codes(with(text.toString()))).containsExactly("C-07 fail");
  }

  @Test
  @DisplayName("C-08: a plan that names another repository")
  void otherRepository() {
    String text = plan("A", "active").replace("type: plan", "repo: other\ntype: plan");
    assertThat(codes(with(text))).containsExactly("C-08 warn");
    assertThat(codes(with(text.replace("repo: other", "repo: net")))).isEmpty();
  }

  @Test
  @DisplayName("C-03: one plan id in two files")
  void duplicatePlan() {
    Known known = with(plan("A", "active")).file("plans/b.md", plan("A", "active"));
    assertThat(codes(known)).containsExactly("C-03 fail");
  }
}
