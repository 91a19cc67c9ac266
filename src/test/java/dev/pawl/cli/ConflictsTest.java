package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictsTest {
  @TempDir Path temp;
  private Machines machines;
  private Path clone;

  @BeforeEach
  void oneClone() {
    machines = Machines.one(temp);
    clone = machines.at(Machines.HERE);
  }

  private void plan(String id, String files) {
    machines.git.write(
        clone,
        "plans/" + id + ".md",
        Machines.plan(id, id + "-T1").replace("type: plan", "files: " + files + "\ntype: plan"));
  }

  /** A branch of a plan, made from main, that writes these files. */
  private void branch(String id, String... pathsAndTexts) {
    machines.git.run(clone, "checkout", "-q", "-b", "plan/" + id, "main");
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      machines.git.write(clone, pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    machines.git.commitAll(clone, "work on " + id);
    machines.git.run(clone, "checkout", "-q", "main");
  }

  private Map<String, @Nullable Object> conflicts(String... plans) {
    String[] all = new String[plans.length + 3];
    System.arraycopy(plans, 0, all, 3, plans.length);
    all[0] = "conflicts";
    all[1] = "--format";
    all[2] = "json";
    return machines.run(Machines.HERE, all).exits(0).json();
  }

  @Test
  @DisplayName("seed 002, scenario 2: two plans that change src/utils.ts, one that does not")
  void scenario() {
    plan("PA", "[src/**]");
    plan("PB", "[src/utils.ts]");
    plan("PC", "[docs/api-documentation/]");
    machines.git.write(clone, "src/utils.ts", "export {}\n");
    machines.git.commitAll(clone, "three plans");
    branch("PA", "src/utils.ts", "export const helper = 1\n", "src/new.ts", "1\n");
    branch("PB", "src/utils.ts", "export const refactored = 2\n");
    branch("PC", "docs/api-documentation/index.md", "# API\n");

    Map<String, @Nullable Object> found = conflicts();
    assertThat(found).containsEntry("schema", "pawl.conflicts/1").containsEntry("engine", "native");
    assertThat(Run.objects(found.get("pairs")))
        .singleElement()
        .isEqualTo(
            Map.of(
                "a", "PA",
                "b", "PB",
                "declared", List.of("src/utils.ts"),
                "changed", List.of("src/utils.ts"),
                "conflicting", List.of("src/utils.ts")));
    assertThat(found.get("order")).isEqualTo(List.of("PA", "PB", "PC"));
    assertThat(Run.objects(conflicts("PC").get("pairs"))).isEmpty();
    assertThat(Run.objects(conflicts("PB", "PC").get("pairs"))).isEmpty();
    assertThat(conflicts("PB", "PC").get("order")).isEqualTo(List.of("PB", "PC"));
    assertThat(Run.objects(conflicts("plans/PB.md").get("pairs"))).hasSize(1);
    assertThat(machines.run(Machines.HERE, "conflicts").exits(0).out())
        .contains("PA and PB", "conflict in  src/utils.ts", "merge in this order: PA, PB, PC");
    assertThat(
            Run.objects(
                machines
                    .run(Machines.HERE, "-v", "conflicts", "--format", "json")
                    .json()
                    .get("pairs")))
        .as("all pairs of four open plans")
        .hasSize(6);
    machines.run(Machines.HERE, "conflicts", "NO-SUCH").exits(1);
    machines.sound();
  }

  @Test
  @DisplayName("both changed one file in different places: changed, and no conflict")
  void apart() {
    plan("PA", "[]");
    plan("PB", "[]");
    machines.git.write(clone, "list", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    machines.git.commitAll(clone, "two plans");
    branch("PA", "list", "one\n2\n3\n4\n5\n6\n7\n8\n9\n");
    branch("PB", "list", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
    assertThat(Run.objects(conflicts().get("pairs")))
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.get("changed")).isEqualTo(List.of("list"));
          assertThat(pair.get("conflicting")).isEqualTo(List.of());
        });
  }

  @Test
  @DisplayName(
      "plans merge as the merge driver merges them: other statuses are no conflict, other text is")
  void plansThemselves() {
    plan("PA", "[]");
    plan("PB", "[]");
    machines.git.commitAll(clone, "two plans");
    machines.run(Machines.HERE, "init").exits(0);
    machines.git.commitAll(clone, "merge driver");
    String text = machines.git.read(clone, Machines.PLAN);
    String started = text.replace("id: T01\nstatus: todo", "id: T01\nstatus: in_progress");
    String done = text.replace("id: T01\nstatus: todo", "id: T01\nstatus: done");
    branch("PA", Machines.PLAN, started);
    branch("PB", Machines.PLAN, done);
    assertThat(Run.objects(conflicts().get("pairs")))
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.get("changed")).isEqualTo(List.of(Machines.PLAN));
          assertThat(pair.get("conflicting")).isEqualTo(List.of());
        });
    branch("PC", Machines.PLAN, started.replace("## Task T01", "## Another title"));
    branch("PD", Machines.PLAN, done.replace("## Task T01", "## A third title"));
    assertThat(Run.objects(conflicts("PC", "PD").get("pairs")))
        .as("plans of which only the branch is here")
        .singleElement()
        .satisfies(pair -> assertThat(pair.get("conflicting")).isEqualTo(List.of(Machines.PLAN)));
  }

  @Test
  @DisplayName(
      "a branch that is merged, also by squash, has nothing left to merge; one behind says so")
  void merged() {
    plan("PA", "[]");
    plan("PB", "[]");
    machines.git.write(clone, "f", "0\n");
    machines.git.commitAll(clone, "two plans");
    branch("PA", "f", "a\n");
    branch("PB", "f", "b\n");
    assertThat(conflicts().get("order")).isEqualTo(List.of("PA", "PB"));
    machines.git.run(clone, "merge", "-q", "--squash", "plan/PA");
    machines.git.commitAll(clone, "squashed");
    Map<String, @Nullable Object> found = conflicts();
    assertThat(found.get("order")).isEqualTo(List.of("PB"));
    assertThat(Run.objects(found.get("pairs"))).isEmpty();
    assertThat(Run.objects(found.get("with_target")))
        .containsExactly(Map.of("plan", "PB", "conflicting", List.of("f")));
    assertThat(machines.run(Machines.HERE, "conflicts").out()).contains("PB and main");
  }

  @Test
  @DisplayName("locks of plans in progress are shown as seed 002's table has them")
  void locks() {
    plan("PA", "[src/api.ts]");
    machines.git.commitAll(clone, "a plan");
    assertThat(Run.objects(conflicts().get("locks"))).isEmpty();
    machines.report(Machines.HERE, "start", "PA-T1");
    Map<String, @Nullable Object> lock = Run.objects(conflicts().get("locks")).getFirst();
    assertThat(lock)
        .containsEntry("resource", "src/api.ts")
        .containsEntry("plan", "PA")
        .containsEntry("until", null);
  }

  @Test
  @DisplayName(
      "a branch that is only on the remote counts; before the first commit there is nothing")
  void places() {
    plan("PA", "[]");
    plan("PB", "[]");
    machines.git.write(clone, "f", "0\n");
    machines.git.commitAll(clone, "two plans");
    machines.push(Machines.HERE);
    branch("PA", "f", "a\n");
    branch("PB", "f", "b\n");
    machines.git.run(clone, "push", "-q", "origin", "plan/PB");
    machines.git.run(clone, "branch", "-D", "plan/PB");
    assertThat(Run.objects(conflicts().get("pairs"))).hasSize(1);
    Path empty = machines.git.repo("empty");
    assertThat(machines.in(empty, Machines.HERE, "conflicts").exits(0).out())
        .contains("no conflicts");
  }

  /** Another machine's work on a file, pushed to a branch and fetched here; main is checked out. */
  private void pushed(String branch, String text) {
    Path there = machines.git.clone(machines.origin(), "there-" + branch.replace('/', '-'));
    machines.git.run(there, "switch", "-q", branch);
    machines.git.write(there, "f", text);
    machines.git.commitAll(there, "work of somebody else");
    machines.git.run(there, "push", "-q", "origin", branch);
    machines.git.run(clone, "fetch", "-q");
  }

  private List<Object> conflicting(String field, Map<String, @Nullable Object> found) {
    return Run.objects(found.get(field)).stream()
        .map(row -> Objects.requireNonNull(row.get("conflicting")))
        .toList();
  }

  private void twoPlans() {
    plan("PA", "[]");
    plan("PB", "[]");
    machines.git.write(clone, "f", "0\n");
    machines.git.write(clone, "g", "0\n");
    machines.git.commitAll(clone, "two plans");
    machines.push(Machines.HERE);
    branch("PA", "g", "a\n");
    machines.git.run(clone, "push", "-q", "origin", "plan/PA");
    branch("PB", "f", "b\n");
  }

  @Test
  @DisplayName("where the remote's branch of a plan is further than the local one, that one counts")
  void staleBranch() {
    twoPlans();
    assertThat(conflicting("pairs", conflicts("-v"))).containsOnly(List.of());
    pushed("plan/PA", "a\n");
    assertThat(conflicting("pairs", conflicts())).containsExactly(List.of("f"));
  }

  @Test
  @DisplayName("where both branches of a plan have what the other has not, both are looked at")
  void branchesThatDiffer() {
    twoPlans();
    pushed("plan/PA", "a\n");
    machines.git.run(clone, "checkout", "-q", "plan/PB");
    machines.git.write(clone, "g", "b\n");
    machines.git.commitAll(clone, "work on both");
    machines.git.run(clone, "checkout", "-q", "plan/PA");
    machines.git.write(clone, "g", "other\n");
    machines.git.commitAll(clone, "work only here");
    machines.git.run(clone, "checkout", "-q", "main");
    assertThat(conflicting("pairs", conflicts()).getFirst())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactlyInAnyOrder("f", "g");
  }

  @Test
  @DisplayName("a default branch that is further on the remote, or differs there, counts as well")
  void staleTarget() {
    twoPlans();
    assertThat(conflicting("with_target", conflicts())).isEmpty();
    pushed("main", "m\n");
    assertThat(conflicting("with_target", conflicts())).containsExactly(List.of("f"));
    machines.git.write(clone, "g", "m\n");
    machines.git.commitAll(clone, "only here");
    assertThat(conflicting("with_target", conflicts()))
        .containsExactlyInAnyOrder(List.of("f"), List.of("g"));
  }
}
