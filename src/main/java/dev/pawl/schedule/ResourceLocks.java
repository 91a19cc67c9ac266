package dev.pawl.schedule;

import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which files plans in progress keep others from, and until when. Nothing is stored: it follows
 * from what plans say they touch, and from how far they are.
 *
 * <p>A plan is in progress when somebody owns it, or one of its tasks is under way. A phase is in
 * progress when one of its tasks is under way; in a plan where none is, the first phase that is not
 * over. It holds the files of its open tasks; where none of them names a file, those of the plan.
 */
public final class ResourceLocks {
  private final List<Part> held = new ArrayList<>();
  private final List<PlanId> order;
  private final Function<Task, @Nullable Status> counts;

  /** A phase of a plan, and what it touches; {@code until} is null where there are no phases. */
  private record Part(Plan plan, @Nullable String until, Footprint files, Progress progress) {}

  /** How far a phase is; of two that touch the same files, the further one goes first. */
  private enum Progress {
    /** None of its tasks was begun. */
    AHEAD,
    /** Some of its tasks are settled, and none is under way. */
    BEGUN,
    /** One of its tasks is under way. */
    UNDER_WAY
  }

  private ResourceLocks(List<PlanId> order, Function<Task, @Nullable Status> counts) {
    this.order = order;
    this.counts = counts;
  }

  /**
   * The locks of these plans.
   *
   * @param plans all plans; those that are over hold nothing
   * @param owned whether somebody owns a plan now
   * @param counts the status of a task that counts now
   */
  public static ResourceLocks of(
      List<Plan> plans, Predicate<PlanId> owned, Function<Task, @Nullable Status> counts) {
    ResourceLocks locks = new ResourceLocks(plans.stream().map(Plan::id).toList(), counts);
    for (Plan plan : plans) {
      boolean open = plan.status() == null || plan.status().rank() < 2;
      if (open && (owned.test(plan.id()) || locks.underWay(plan.tasks()))) {
        locks.parts(plan).stream()
            .filter(Phase::now)
            .forEach(phase -> locks.held.add(phase.part()));
      }
    }
    return locks;
  }

  /**
   * One lock, as seed tables write it.
   *
   * @param resource an entry of {@code files}, as it is written
   * @param until the phase that ends it; null when the end of the plan does
   */
  public record Lock(String resource, String plan, @Nullable String until) {}

  /** All locks, in the order of the plans. */
  public List<Lock> locks() {
    List<Lock> all = new ArrayList<>();
    for (Part part : held) {
      String plan = part.plan().id().value();
      part.files().entries().forEach(entry -> all.add(new Lock(entry, plan, part.until())));
    }
    return List.copyOf(all);
  }

  /**
   * Where a plan would get into another's way.
   *
   * @param with the plan that is in progress
   * @param resources where they meet, as {@link Footprint#overlap} says it
   * @param until the phase of the other one that ends it; null when its end does
   * @param in the phase of this one that is concerned; null where it has no phases
   * @param now whether this one begins with that; false when it comes to it later
   */
  public record Collision(
      String with,
      List<String> resources,
      @Nullable String until,
      @Nullable String in,
      boolean now) {}

  /** With whom a plan would collide if it were started, or collides; those now first. */
  public List<Collision> collisions(Plan plan) {
    List<Collision> now = new ArrayList<>();
    List<Collision> later = new ArrayList<>();
    for (Phase phase : parts(plan)) {
      for (Part other : held) {
        if (other.plan().id().equals(plan.id())) {
          continue;
        }
        List<String> shared = phase.part().files().overlap(other.files());
        if (!shared.isEmpty()) {
          (phase.now() ? now : later)
              .add(
                  new Collision(
                      other.plan().id().value(),
                      shared,
                      other.until(),
                      phase.part().until(),
                      phase.now()));
        }
      }
    }
    now.addAll(later);
    return List.copyOf(now);
  }

  /**
   * Which phases in progress keep a task from being begun: they touch the same files, and are
   * further than the task's own phase, or as far and of a plan that comes first. So of two plans
   * that both have begun one always goes on, and neither waits for the other for ever.
   */
  public List<Collision> ahead(Plan plan, Task task) {
    String phase = task.phase();
    Progress own =
        progress(plan.tasks().stream().filter(each -> name(each).equals(name(task))).toList());
    Footprint files = Footprint.of(task.files().isEmpty() ? plan.files() : task.files());
    List<Collision> ahead = new ArrayList<>();
    for (Part other : held) {
      int further = other.progress().compareTo(own);
      boolean first =
          further > 0
              || (further == 0 && order.indexOf(other.plan().id()) < order.indexOf(plan.id()));
      boolean begun = other.progress() != Progress.AHEAD;
      if (begun && first && !other.plan().id().equals(plan.id())) {
        List<String> shared = files.overlap(other.files());
        if (!shared.isEmpty()) {
          String with = other.plan().id().value();
          ahead.add(new Collision(with, shared, other.until(), phase, /* now= */ true));
        }
      }
    }
    return List.copyOf(ahead);
  }

  private Progress progress(List<Task> tasks) {
    if (underWay(tasks)) {
      return Progress.UNDER_WAY;
    }
    return tasks.stream().anyMatch(task -> rank(task) >= 2) ? Progress.BEGUN : Progress.AHEAD;
  }

  /** A phase that is not over; {@code now} when it is in progress, or would be first. */
  private record Phase(Part part, boolean now) {}

  private List<Phase> parts(Plan plan) {
    Map<String, List<Task>> phases = new LinkedHashMap<>();
    for (Task task : plan.tasks()) {
      if (rank(task) < 2) {
        phases.computeIfAbsent(name(task), _ -> new ArrayList<>()).add(task);
      }
    }
    boolean named = plan.tasks().stream().anyMatch(task -> task.phase() != null);
    if (phases.isEmpty()) {
      // No open task: what the plan as a whole names, as long as it is open.
      return List.of(
          new Phase(new Part(plan, null, Footprint.of(plan.files()), Progress.AHEAD), true));
    }
    boolean begun = underWay(plan.tasks());
    List<Phase> parts = new ArrayList<>();
    phases.forEach((name, tasks) -> {
      List<String> files = tasks.stream().flatMap(task -> task.files().stream()).toList();
      Part part =
          new Part(
              plan,
              named && !name.isEmpty() ? name : null,
              Footprint.of(files.isEmpty() ? plan.files() : files),
              progress(plan.tasks().stream().filter(task -> name(task).equals(name)).toList()));
      parts.add(new Phase(part, begun ? underWay(tasks) : parts.isEmpty()));
    });
    return parts;
  }

  private static String name(Task task) {
    return task.phase() == null ? "" : task.phase();
  }

  private boolean underWay(List<Task> tasks) {
    return tasks.stream().anyMatch(task -> rank(task) == 1);
  }

  private int rank(Task task) {
    Status status = counts.apply(task);
    return status == null ? 0 : status.rank();
  }

  /** All that a plan names: its own files, and those of its open tasks. */
  public Footprint footprint(Plan plan) {
    List<String> files = new ArrayList<>(plan.files());
    plan.tasks().stream()
        .filter(task -> rank(task) < 2)
        .forEach(task -> files.addAll(task.files()));
    return Footprint.of(files);
  }
}
