package dev.pawl.journal;

import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns drafts into one replica's next events: gives them their sequence, time, generation, and
 * what the replica knew of. Each event that it wrote is known to the next.
 */
public final class Scribe {
  /** More heads than this are not named; a task has as many heads as it has writers at a time. */
  static final int MAX_AFTER = 128;

  private final Origin before;
  private final long nowMillis;
  private final Map<TaskId, List<Event>> byTask = new HashMap<>();
  private final List<Event> takeovers = new ArrayList<>();
  private long seq;
  private HybridTime time = HybridTime.ZERO;

  /**
   * A scribe for the replica, host and actor of {@code before}, who goes on after its sequence
   * number (0: none yet) or the replica's last known one, whichever is higher.
   */
  public Scribe(Origin before, Collection<Event> known, long nowMillis) {
    this.before = before;
    this.nowMillis = nowMillis;
    this.seq = before.seq();
    for (Event event : known) {
      learn(event);
    }
  }

  private void learn(Event event) {
    if (event.replica().equals(before.replica())) {
      seq = Math.max(seq, event.seq());
    }
    time = HybridClock.read(nowMillis, time, event.at());
    TaskId task = event.body().about();
    if (task != null) {
      byTask.computeIfAbsent(task, _ -> new ArrayList<>()).add(event);
    } else if (event.body() instanceof Body.Takeover) {
      takeovers.add(event);
    }
  }

  /**
   * The draft as this replica's next event.
   *
   * @throws IllegalArgumentException if it does not fit into one line; the message names the reason
   */
  public Event write(Draft draft) {
    HybridTime at = HybridClock.next(nowMillis, time);
    Origin origin =
        new Origin(
            before.replica(),
            Math.addExact(seq, 1),
            before.host(),
            before.hostId(),
            before.actor());
    TaskId task = draft.body().about();
    List<Event> known = task == null ? List.of() : byTask.getOrDefault(task, List.of());
    List<EventId> after = Join.headsOf(known).stream().limit(MAX_AFTER).map(Event::id).toList();
    Event event = EventCodec.encode(origin, at, draft.context(), after, body(draft.body(), known));
    learn(event);
    return event;
  }

  private Body body(Body body, List<Event> known) {
    return switch (body) {
      case Body.Report r -> new Body.Report(r.task(), r.status(), r.rank(), generation(known));
      case Body.Observation o ->
          new Body.Observation(o.task(), o.status(), o.rank(), generation(known), o.commit());
      case Body.Reopen r ->
          new Body.Reopen(r.task(), r.status(), r.rank(), Math.addExact(generation(known), 1));
      case Body.Takeover takeover -> takeover;
      case Body.Used used -> used;
      case Body.Unknown unknown -> unknown;
    };
  }

  /** The generation that the task has reached; takeovers may take some of its events away. */
  private long generation(List<Event> known) {
    List<Event> events = new ArrayList<>(known);
    events.addAll(takeovers);
    return Join.of(events).values().stream().mapToLong(RecordedStatus::generation).max().orElse(0);
  }
}
