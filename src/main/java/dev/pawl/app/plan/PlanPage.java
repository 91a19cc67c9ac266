package dev.pawl.app.plan;

import dev.pawl.app.plan.Overview.PlanRow;
import dev.pawl.app.plan.Overview.TaskRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a page about one plan says.
 *
 * @param description what it is about; may be empty, and may hold any character
 * @param phases in the order in which they begin; one without a name holds the tasks without phase;
 *     none when no task has a phase
 * @param underWay the tasks that somebody has started
 * @param ready the tasks that may be started now, most urgent first
 * @param waiting the tasks that are blocked, or wait for others
 */
public record PlanPage(
    PlanRow plan,
    String description,
    List<Phase> phases,
    List<TaskRow> underWay,
    List<TaskRow> ready,
    List<Waiting> waiting) {

  /** The tasks of one phase. */
  public record Phase(String name, List<TaskRow> tasks) {
    /** How many of them are settled. */
    public int settled() {
      return (int) tasks.stream().filter(TaskRow::isSettled).count();
    }
  }

  /**
   * A task that cannot go on.
   *
   * @param reason in the words of who blocked it; empty when none was given
   */
  public record Waiting(TaskRow task, String reason) {}

  static PlanPage of(
      PlanRow plan, String description, List<TaskRow> ready, Map<String, String> reasons) {
    List<TaskRow> underWay = new ArrayList<>();
    List<Waiting> waiting = new ArrayList<>();
    for (TaskRow task : plan.tasks()) {
      boolean blocked = task.status().equals("blocked");
      if (blocked || !task.waitsFor().isEmpty()) {
        waiting.add(new Waiting(task, blocked ? reasons.getOrDefault(task.id(), "") : ""));
      } else if (task.rank() == 1) {
        underWay.add(task);
      }
    }
    return new PlanPage(
        plan,
        description,
        phases(plan.tasks()),
        List.copyOf(underWay),
        ready,
        List.copyOf(waiting));
  }

  private static List<Phase> phases(List<TaskRow> tasks) {
    Map<String, List<TaskRow>> phases = new LinkedHashMap<>();
    for (TaskRow task : tasks) {
      String phase = task.phase() == null ? "" : task.phase();
      phases.computeIfAbsent(phase, _ -> new ArrayList<>()).add(task);
    }
    if (phases.size() == 1 && phases.containsKey("")) {
      return List.of();
    }
    List<Phase> all = new ArrayList<>();
    phases.forEach((name, own) -> all.add(new Phase(name, List.copyOf(own))));
    return List.copyOf(all);
  }
}
