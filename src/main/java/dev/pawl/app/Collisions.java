package dev.pawl.app;

import dev.pawl.check.Facts;
import dev.pawl.check.TaskFacts;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.schedule.ResourceLocks;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** With which plans in progress a plan would collide, and until when; see {@link ResourceLocks}. */
final class Collisions {
  private final Loaded loaded;
  private final ResourceLocks locks;

  private Collisions(Loaded loaded, ResourceLocks locks) {
    this.loaded = loaded;
    this.locks = locks;
  }

  /**
   * The collisions of what is here.
   *
   * @param owned whether somebody owns a plan now
   */
  static Collisions of(Workspace workspace, Loaded loaded, Predicate<PlanId> owned) {
    return new Collisions(loaded, locks(workspace, loaded, owned));
  }

  /** The locks alone. */
  static ResourceLocks locks(Workspace workspace, Loaded loaded, Predicate<PlanId> owned) {
    return ResourceLocks.of(plans(loaded), owned, counts(loaded.facts()));
  }

  /**
   * A collision.
   *
   * @param hosts who reported the tasks of the other plan that are under way; may be empty
   */
  record Collision(ResourceLocks.Collision what, List<String> hosts) {}

  /** Of this plan, those that it would begin with first; none when there is no such plan. */
  List<Collision> of(PlanId id) {
    Optional<Plan> plan = plans(loaded).stream().filter(each -> each.id().equals(id)).findFirst();
    return plan.map(locks::collisions).orElse(List.of()).stream()
        .map(each -> new Collision(each, hosts(each.with())))
        .toList();
  }

  private List<String> hosts(String plan) {
    TreeSet<String> hosts = new TreeSet<>();
    for (TaskFacts task : loaded.facts().tasks().values()) {
      if (plan.equals(Selection.id(task.plan()))
          && task.recorded() != null
          && task.recorded().status().equals("in_progress")) {
        hosts.add(Objects.requireNonNull(task.recorded()).winner().origin().host());
      }
    }
    return List.copyOf(hosts);
  }

  private static List<Plan> plans(Loaded loaded) {
    return loaded.facts().plans().stream()
        .flatMap(file -> Stream.ofNullable(file.document().plan()))
        .toList();
  }

  /** What counts for a task now. */
  static Function<Task, @Nullable Status> counts(Facts facts) {
    Map<TaskId, TaskFacts> tasks = facts.tasks();
    return task -> {
      TaskFacts known = tasks.get(task.id());
      return known == null ? task.status() : facts.effective(known);
    };
  }
}
