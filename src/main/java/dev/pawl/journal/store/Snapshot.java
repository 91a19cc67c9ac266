package dev.pawl.journal.store;

import dev.pawl.journal.Event;
import dev.pawl.journal.Join;
import dev.pawl.journal.Recorded;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.TaskId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal at one moment: all events of all replicas, what of it is damaged, and what a person
 * should be told. {@code replica} is this clone's own, or null as long as it has reported nothing.
 */
public record Snapshot(
    @Nullable ReplicaId replica, List<Event> events, List<Damage> damage, List<String> notices) {
  public Snapshot {
    events = List.copyOf(events);
    damage = List.copyOf(damage);
    notices = List.copyOf(notices);
  }

  /** What is recorded for each task, computed at each call. */
  public Map<TaskId, Recorded> recorded() {
    return Join.of(events);
  }
}
