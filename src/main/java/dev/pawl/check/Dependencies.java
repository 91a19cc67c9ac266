package dev.pawl.check;

import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.Position;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** C-07: dependencies on what does not exist, and cycles. Linear in plans, tasks and edges. */
final class Dependencies {
  /** A plan or a task that depends on others of its kind. */
  private record Node(PlanFacts plan, @Nullable TaskId task, Position at, List<String> dependsOn) {}

  private final List<Finding> findings = new ArrayList<>();

  private Dependencies() {}

  static List<Finding> of(Facts facts) {
    Map<String, Node> plans = new LinkedHashMap<>();
    Map<String, Node> tasks = new LinkedHashMap<>();
    for (PlanFacts file : facts.plans()) {
      Plan plan = file.document().plan();
      if (plan != null) {
        List<String> names = plan.dependsOn().stream().map(PlanDependency::plan).toList();
        plans.putIfAbsent(plan.id().value(), new Node(file, null, plan.at(), names));
      }
      for (Task task : file.document().tasks()) {
        tasks.putIfAbsent(
            task.id().value(), new Node(file, task.id(), task.at(), task.dependsOn()));
      }
    }
    Dependencies rule = new Dependencies();
    rule.unknown(plans, "plan");
    rule.unknown(tasks, "task");
    rule.cycles(plans, "plan");
    rule.cycles(tasks, "task");
    return rule.findings;
  }

  private void unknown(Map<String, Node> nodes, String kind) {
    nodes.forEach((name, node) -> {
      for (String other : node.dependsOn()) {
        if (!nodes.containsKey(other)) {
          report(node, "depends on " + kind + " '" + other + "', which does not exist here");
        }
      }
    });
  }

  private void cycles(Map<String, Node> nodes, String kind) {
    Set<String> settled = new HashSet<>();
    for (String start : nodes.keySet()) {
      walk(nodes, start, kind, settled);
    }
  }

  /** Depth first without recursion: a hostile chain of a million dependencies is only long. */
  private void walk(Map<String, Node> nodes, String start, String kind, Set<String> settled) {
    LinkedHashMap<String, Integer> path = new LinkedHashMap<>();
    List<String> stack = new ArrayList<>();
    if (settled.contains(start)) {
      return;
    }
    stack.add(start);
    path.put(start, 0);
    while (!stack.isEmpty()) {
      String name = stack.getLast();
      Node node = nodes.get(name);
      int next = path.getOrDefault(name, 0);
      if (node == null || next >= node.dependsOn().size()) {
        stack.removeLast();
        path.remove(name);
        settled.add(name);
        continue;
      }
      path.put(name, next + 1);
      String other = node.dependsOn().get(next);
      if (path.containsKey(other)) {
        cycle(node, kind, stack.subList(stack.indexOf(other), stack.size()), other);
      } else if (!settled.contains(other)) {
        stack.add(other);
        path.put(other, 0);
      }
    }
  }

  private void cycle(Node node, String kind, List<String> members, String first) {
    report(
        node,
        "the dependencies of "
            + kind
            + "s go in a circle: "
            + String.join(" → ", members)
            + " → "
            + first);
  }

  private void report(Node node, String message) {
    Plan plan = node.plan().document().plan();
    findings.add(
        Finding.ofFile(
            Code.DEPENDENCY,
            Severity.FAIL,
            plan == null ? null : plan.id(),
            node.task(),
            node.plan().file(),
            node.at(),
            message));
  }
}
