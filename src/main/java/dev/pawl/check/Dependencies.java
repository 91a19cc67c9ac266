package dev.pawl.check;

import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * C-07: dependencies on what does not exist, and circles: among plans, among tasks, and through
 * both, because a task waits for what its plan waits for. Linear in plans, tasks and dependencies.
 */
final class Dependencies {
  /** Where something stands that depends on others. */
  private record Node(PlanFacts file, @Nullable TaskId task, Position at) {}

  private static final Set<String> SETTLED =
      Set.of("done", "completed", "finished", "cancelled", "archived");

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, PlanFacts> plans = new LinkedHashMap<>();
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Map<String, PlanFacts> homes = new LinkedHashMap<>();

  private Dependencies(Facts facts) {
    for (PlanFacts file : facts.plans()) {
      Plan plan = file.document().plan();
      if (plan != null) {
        plans.putIfAbsent(plan.id().value(), file);
      }
      for (Task task : file.document().tasks()) {
        if (tasks.putIfAbsent(task.id().value(), task) == null) {
          homes.put(task.id().value(), file);
        }
      }
    }
  }

  static List<Finding> of(Facts facts) {
    Dependencies rule = new Dependencies(facts);
    rule.plans.values().forEach(rule::unknownPlans);
    rule.tasks.forEach(rule::unknownTasks);
    Set<String> told = new HashSet<>();
    rule.circlesOfPlans(told);
    rule.circlesOfTasks(told);
    rule.circlesThroughBoth(told);
    return rule.findings;
  }

  private static Plan plan(PlanFacts file) {
    Plan plan = file.document().plan();
    if (plan == null) {
      throw new IllegalStateException(file.file() + " is no plan");
    }
    return plan;
  }

  private void unknownPlans(PlanFacts file) {
    for (PlanDependency wanted : plan(file).dependsOn()) {
      Node node = new Node(file, null, wanted.at());
      PlanFacts other = plans.get(wanted.plan());
      if (other == null) {
        report(node, "depends on plan '" + wanted.plan() + "', which does not exist here");
      } else if (wanted.phase() != null && !phases(other).contains(wanted.phase())) {
        report(
            node,
            "depends on phase '"
                + wanted.phase()
                + "' of plan '"
                + wanted.plan()
                + "', which no task there belongs to");
      }
    }
  }

  private static Set<String> phases(PlanFacts file) {
    Set<String> phases = new HashSet<>();
    for (Task task : file.document().tasks()) {
      if (task.phase() != null) {
        phases.add(task.phase());
      }
    }
    return phases;
  }

  private void unknownTasks(String name, Task task) {
    for (String other : task.dependsOn()) {
      if (!tasks.containsKey(other)) {
        report(node(name), "depends on task '" + other + "', which does not exist here");
      }
    }
  }

  private Node node(String task) {
    Task found = tasks.get(task);
    PlanFacts home = homes.get(task);
    if (found == null || home == null) {
      throw new IllegalStateException("no task " + task);
    }
    return new Node(home, found.id(), found.at());
  }

  private void circlesOfPlans(Set<String> told) {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    plans.forEach((name, file) ->
        edges.put(name, plan(file).dependsOn().stream().map(PlanDependency::plan).toList()));
    for (Circles.Circle circle : Circles.of(edges)) {
      circle.members().forEach(member -> told.add(Wait.plan(member)));
      report(
          entry(circle.shortest().getFirst(), wanted -> circle.members().contains(wanted.plan())),
          "the dependencies of plans go in a circle: " + circle.text());
    }
  }

  private void circlesOfTasks(Set<String> told) {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    tasks.forEach((name, task) -> edges.put(name, task.dependsOn()));
    for (Circles.Circle circle : Circles.of(edges)) {
      circle.members().forEach(member -> told.add(Wait.task(member)));
      report(
          node(circle.shortest().getFirst()),
          "the dependencies of tasks go in a circle: " + circle.text());
    }
  }

  /** The entry by which a plan is in a circle. */
  private Node entry(String plan, Predicate<PlanDependency> inCircle) {
    PlanFacts file = plans.get(plan);
    if (file == null) {
      throw new IllegalStateException("no plan " + plan);
    }
    Position at =
        plan(file).dependsOn().stream()
            .filter(inCircle)
            .map(PlanDependency::at)
            .findFirst()
            .orElse(plan(file).at());
    return new Node(file, null, at);
  }

  /** How what waits is called; a plan's id holds no comma, so no two are called alike. */
  private static final class Wait {
    static String plan(String id) {
      return "plan " + id;
    }

    static String end(String id) {
      return "plan " + id + ", its end";
    }

    static String phase(String id, String phase) {
      return "plan " + id + ", phase " + phase;
    }

    static String task(String id) {
      return "task " + id;
    }

    /** A plan that need not be done has to begin: it waits for what that one waits for. */
    static String on(PlanDependency wanted) {
      String phase = wanted.phase();
      if (phase != null) {
        return phase(wanted.plan(), phase);
      }
      return wanted.status() == null || SETTLED.contains(wanted.status())
          ? end(wanted.plan())
          : plan(wanted.plan());
    }
  }

  private void circlesThroughBoth(Set<String> told) {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    plans.forEach((name, file) -> plan(name, file, edges));
    tasks.forEach((name, task) -> {
      List<String> all = new ArrayList<>(task.dependsOn().stream().map(Wait::task).toList());
      Plan plan = node(name).file().document().plan();
      if (plan != null) {
        all.add(Wait.plan(plan.id().value()));
      }
      edges.put(Wait.task(name), isSettled(task) ? List.of() : all);
    });
    for (Circles.Circle circle : Circles.of(edges)) {
      if (circle.members().stream().noneMatch(told::contains)) {
        String first =
            plans.keySet().stream()
                .filter(plan -> circle.members().contains(Wait.plan(plan)))
                .findFirst()
                .orElseThrow();
        report(
            entry(first, wanted -> circle.members().contains(Wait.on(wanted))),
            "plans and tasks wait for each other in a circle: " + circle.text());
      }
    }
  }

  private static boolean isSettled(Task task) {
    return task.status() != null && task.status().rank() >= 2;
  }

  private static void plan(String name, PlanFacts file, Map<String, List<String>> edges) {
    Map<String, List<String>> phases = new LinkedHashMap<>();
    List<String> all = new ArrayList<>();
    for (Task task : file.document().tasks()) {
      all.add(Wait.task(task.id().value()));
      if (task.phase() != null) {
        phases
            .computeIfAbsent(Wait.phase(name, task.phase()), _ -> new ArrayList<>())
            .add(Wait.task(task.id().value()));
      }
    }
    edges.putAll(phases);
    edges.put(Wait.end(name), all);
    edges.put(Wait.plan(name), plan(file).dependsOn().stream().map(Wait::on).toList());
  }

  private void report(Node node, String message) {
    Plan plan = node.file().document().plan();
    findings.add(
        Finding.ofFile(
            Code.DEPENDENCY,
            Severity.FAIL,
            plan == null ? null : plan.id(),
            node.task(),
            node.file().file(),
            node.at(),
            message));
  }
}
