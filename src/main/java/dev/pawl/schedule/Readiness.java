package dev.pawl.schedule;

import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What may be taken up: a plan when the plans that it depends on have got as far as it asks, a task
 * when its plan may be and all that it depends on is settled. Linear in tasks and dependencies.
 */
public final class Readiness {
  private final Map<String, Plan> plans = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final Map<String, Map<String, Phase>> phases = new HashMap<>();
  private final Vocabulary words;

  private record Phase(int settled, int tasks) {
    Phase and(boolean one) {
      return new Phase(settled + (one ? 1 : 0), tasks + 1);
    }
  }

  private Readiness(Vocabulary words) {
    this.words = words;
  }

  /**
   * How far everything is.
   *
   * @param plans all plans; of two with one id, the first counts
   * @param words the status words of plans
   * @param counts the status of a task that counts now; null when it is not known
   */
  public static Readiness of(
      List<Plan> plans, Vocabulary words, Function<Task, @Nullable Status> counts) {
    Readiness readiness = new Readiness(words);
    for (Plan plan : plans) {
      boolean first = readiness.plans.putIfAbsent(plan.id().value(), plan) == null;
      for (Task task : plan.tasks()) {
        Status status = counts.apply(task);
        boolean done = status != null && status.rank() >= 2;
        if (done) {
          readiness.settled.add(task.id().value());
        }
        if (first && task.phase() != null) {
          readiness
              .phases
              .computeIfAbsent(plan.id().value(), _ -> new HashMap<>())
              .merge(task.phase(), new Phase(done ? 1 : 0, 1), (sum, _) -> sum.and(done));
        }
      }
    }
    return readiness;
  }

  /**
   * A plan that another one waits for.
   *
   * @param wanted what has to be reached, for people: a status, or a phase
   * @param now how far it is, for people
   */
  public record Wait(String plan, String wanted, String now) {
    @Override
    public String toString() {
      return plan + ": " + wanted + " (" + now + ")";
    }
  }

  /** What a plan waits for, in the order in which it says so; nothing when it may go on. */
  public List<Wait> waits(Plan plan) {
    List<Wait> waits = new ArrayList<>();
    for (PlanDependency wanted : plan.dependsOn()) {
      wait(wanted).ifPresent(waits::add);
    }
    return List.copyOf(waits);
  }

  /** Whether nothing that a task depends on is open; its plan is not asked. */
  public boolean holds(List<String> dependsOn) {
    return settled.containsAll(dependsOn);
  }

  private Optional<Wait> wait(PlanDependency wanted) {
    Plan other = plans.get(wanted.plan());
    String phase = wanted.phase();
    if (phase != null) {
      Phase known = phases.getOrDefault(wanted.plan(), Map.of()).get(phase);
      if (known != null && known.settled() == known.tasks()) {
        return Optional.empty();
      }
      String now =
          known == null
              ? other == null ? "there is no such plan" : "no task belongs to it"
              : known.settled() + " of " + known.tasks() + " done";
      return Optional.of(new Wait(wanted.plan(), "phase " + phase, now));
    }
    String word = wanted.status() == null ? "done" : wanted.status();
    if (other == null) {
      return Optional.of(new Wait(wanted.plan(), word, "there is no such plan"));
    }
    Status status = other.status();
    boolean reached =
        wanted.status() == null ? status != null && status.rank() >= 2 : reached(status, word);
    return reached
        ? Optional.empty()
        : Optional.of(
            new Wait(wanted.plan(), word, status == null ? other.written() : status.word()));
  }

  /** At the word itself, or beyond it; what is archived was done. */
  private boolean reached(@Nullable Status now, String word) {
    Optional<Status> wanted = words.read(word);
    if (now == null || wanted.isEmpty()) {
      return false;
    }
    return now.equals(wanted.get())
        || now.rank() > wanted.get().rank()
        || (wanted.get().word().equals("done") && now.word().equals("archived"));
  }
}
