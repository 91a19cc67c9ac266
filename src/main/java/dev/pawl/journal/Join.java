package dev.pawl.journal;

import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a set of events comes to. A function of the set alone, so it is the same in whatever order
 * and over whatever way the events came. Among a task's words the highest generation counts, then
 * the highest rank, then the one that knew of the others, then a report before an observation, then
 * time, replica, sequence and id. So more events never take a task back, but for a reopen (a higher
 * generation) or a takeover (which fences the late words of the owner it replaced).
 */
public final class Join {
  private static final Comparator<Body.Setting> BY_PLACE =
      Comparator.comparingLong(Body.Setting::generation).thenComparingInt(Body.Setting::rank);

  private Join() {}

  /** What is recorded for each task that was ever reported, by task id. */
  public static Map<TaskId, RecordedStatus> of(Collection<Event> events) {
    Fences fences = new Fences(events);
    Map<TaskId, RecordedStatus> recorded = new TreeMap<>(Comparator.comparing(TaskId::value));
    byTask(events)
        .forEach((task, all) -> {
          List<Event> counted =
              all.stream().filter(e -> e.body() instanceof Body.Setting && !fences.bar(e)).toList();
          if (!counted.isEmpty()) {
            recorded.put(task, recorded(task, new Causality(all), counted));
          }
        });
    return recorded;
  }

  /** The reports that a takeover bars from counting, latest first. */
  public static List<Event> fenced(Collection<Event> events) {
    Fences fences = new Fences(events);
    return events.stream()
        .filter(event -> event.body() instanceof Body.Setting && fences.bar(event))
        .distinct()
        .sorted(Event.BY_TIME.reversed())
        .toList();
  }

  /** A task's events that no other one knows of, latest first: what a new event comes after. */
  static List<Event> headsOf(Collection<Event> ofTask) {
    Set<Event> distinct = new LinkedHashSet<>(ofTask);
    return distinct.isEmpty() ? List.of() : new Causality(distinct).latest(distinct);
  }

  private static Map<TaskId, Set<Event>> byTask(Collection<Event> events) {
    Map<TaskId, Set<Event>> byTask = new HashMap<>();
    for (Event event : events) {
      TaskId task = event.body().about();
      if (task != null) {
        byTask.computeIfAbsent(task, _ -> new LinkedHashSet<>()).add(event);
      }
    }
    return byTask;
  }

  private static RecordedStatus recorded(TaskId task, Causality causality, List<Event> counted) {
    List<Event> latest = latest(causality, counted);
    // What a file said is held against a report by its history, and never by two clocks.
    Event winner =
        latest.stream()
            .filter(event -> !(event.body() instanceof Body.Observation))
            .findFirst()
            .orElse(latest.getFirst());
    Body.Setting setting = setting(winner);
    return new RecordedStatus(
        task,
        setting.status(),
        setting.rank(),
        setting.generation(),
        winner,
        latest.stream()
            .filter(event -> !event.equals(winner))
            .filter(event -> setting(event).status().equals(setting.status()))
            .toList(),
        lastReopens(counted),
        overruled(causality, counted, winner));
  }

  /** Those of the highest place that no other of them knows of, latest first. */
  private static List<Event> latest(Causality causality, List<Event> counted) {
    Body.Setting highest = counted.stream().map(Join::setting).max(BY_PLACE).orElseThrow();
    List<Event> candidates =
        counted.stream().filter(e -> BY_PLACE.compare(setting(e), highest) == 0).toList();
    return candidates.size() == 1 ? candidates : causality.latest(candidates);
  }

  /** A reopen that knew of another has a higher generation: these did not know of each other. */
  private static List<Event> lastReopens(List<Event> counted) {
    List<Event> reopens =
        counted.stream().filter(event -> event.body() instanceof Body.Reopen).toList();
    long last = reopens.stream().mapToLong(event -> setting(event).generation()).max().orElse(0);
    return reopens.stream()
        .filter(event -> setting(event).generation() == last)
        .sorted(Event.BY_TIME.reversed())
        .toList();
  }

  private static List<Event> overruled(Causality causality, List<Event> counted, Event winner) {
    if (counted.size() == 1) {
      return List.of();
    }
    Set<Event> losers = new LinkedHashSet<>(causality.unrelated(winner));
    losers.retainAll(Set.copyOf(counted));
    losers = new LinkedHashSet<>(causality.latest(losers));
    List<Event> reports =
        counted.stream().filter(event -> !(event.body() instanceof Body.Observation)).toList();
    List<Event> last = causality.latest(reports);
    if (last.size() > 1) {
      // Who notes what a file says has not said which of the two is right.
      losers.addAll(last);
    }
    return losers.stream()
        .filter(event -> !event.equals(winner))
        .filter(event -> !setting(event).status().equals(setting(winner).status()))
        .toList();
  }

  private static Body.Setting setting(Event event) {
    return (Body.Setting) event.body();
  }

  /** For each owner, plan and epoch that was taken over: the last event that still counts. */
  private static final class Fences {
    private record Claim(ReplicaId owner, PlanId plan, long epoch) {}

    private final Map<Claim, Long> last = new HashMap<>();

    Fences(Collection<Event> events) {
      for (Event event : events) {
        if (event.body() instanceof Body.Takeover taken) {
          Claim claim = new Claim(taken.owner(), taken.plan(), taken.oldEpoch());
          last.merge(claim, taken.last(), Math::min);
        }
      }
    }

    boolean bar(Event event) {
      Long epoch = event.context().epoch();
      PlanId plan = event.context().plan();
      if (epoch == null || plan == null) {
        return false;
      }
      Long seen = last.get(new Claim(event.replica(), plan, epoch));
      return seen != null && event.seq() > seen;
    }
  }
}
