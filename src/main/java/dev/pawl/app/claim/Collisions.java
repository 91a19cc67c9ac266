package dev.pawl.app.claim;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.schedule.Claim;
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
public final class Collisions {
  private final Facts facts;
  private final ResourceLocks locks;

  private Collisions(Facts facts, ResourceLocks locks) {
    this.facts = facts;
    this.locks = locks;
  }

  /** The collisions of what is here. */
  public static Collisions of(Workspace workspace, Facts facts) {
    return of(facts, plan -> owned(workspace, plan));
  }

  /**
   * The collisions of what is here.
   *
   * @param owned whether somebody owns a plan now
   */
  public static Collisions of(Facts facts, Predicate<PlanId> owned) {
    return new Collisions(facts, ResourceLocks.of(plans(facts), owned, counts(facts)));
  }

  /** The locks alone. */
  public static ResourceLocks locks(Workspace workspace, RepositorySnapshot loaded) {
    return of(workspace, loaded.facts()).locks;
  }

  private static boolean owned(Workspace workspace, PlanId plan) {
    try {
      Claim claim = new Claims(workspace).known(plan);
      return claim != null && claim.held();
    } catch (GitException | Failure e) {
      // A claim that cannot be read is somebody's: better to ask once too often.
      return true;
    }
  }

  /**
   * A collision.
   *
   * @param hosts who reported the tasks of the other plan that are under way; may be empty
   */
  public record Collision(ResourceLocks.Collision what, List<String> hosts) {
    /** As a sentence about the plan or the task that it is in the way of. */
    public String words(String who) {
      String on = hosts.isEmpty() ? "" : " (on " + String.join(", ", hosts) + ")";
      String until = what.until() == null ? "its end" : "the end of its phase " + what.until();
      String when = what.now() ? "" : ", when it comes to phase " + what.in();
      return who
          + " shares "
          + String.join(", ", what.resources())
          + " with "
          + what.with()
          + on
          + " until "
          + until
          + when;
    }
  }

  /** Of this plan, those that it would begin with first; none when there is no such plan. */
  public List<Collision> of(PlanId id) {
    Optional<Plan> plan = plans(facts).stream().filter(each -> each.id().equals(id)).findFirst();
    return plan.map(locks::collisions).orElse(List.of()).stream()
        .map(each -> new Collision(each, hosts(each.with())))
        .toList();
  }

  /**
   * What keeps a task from being begun, a sentence each; see {@link ResourceLocks#ahead}.
   *
   * @param together whether of plans that are worked on in the same files, or of those on branches
   *     of their own, where it comes up again when they are merged
   */
  public List<String> ahead(PlanFacts plan, Task task, boolean together) {
    Plan own = plan.document().plan();
    return own == null
        ? List.of()
        : locks.ahead(own, task).stream()
            .filter(each -> isTogether(plan, each.with()) == together)
            .map(each -> new Collision(each, hosts(each.with())).words(task.id().value()))
            .toList();
  }

  private boolean isTogether(PlanFacts plan, String other) {
    return facts.plans().stream()
        .filter(each -> other.equals(Selection.id(each)))
        .anyMatch(each -> each.home().branch().equals(plan.home().branch()));
  }

  private List<String> hosts(String plan) {
    TreeSet<String> hosts = new TreeSet<>();
    for (TaskFacts task : facts.tasks().values()) {
      if (plan.equals(Selection.id(task.plan()))
          && task.recorded() != null
          && task.recorded().status().equals("in_progress")) {
        hosts.add(Objects.requireNonNull(task.recorded()).winner().origin().host());
      }
    }
    return List.copyOf(hosts);
  }

  private static List<Plan> plans(Facts facts) {
    return facts.plans().stream()
        .flatMap(file -> Stream.ofNullable(file.document().plan()))
        .toList();
  }

  /** What counts for a task now. */
  public static Function<Task, @Nullable Status> counts(Facts facts) {
    Map<TaskId, TaskFacts> tasks = facts.tasks();
    return task -> {
      TaskFacts known = tasks.get(task.id());
      return known == null ? task.status() : facts.effective(known);
    };
  }
}
