package dev.pawl.journal.store;

import dev.pawl.journal.Event;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an append goes on from: the journal as it is, however it came to be known. */
sealed interface Ground {
  Snapshot snapshot();

  /** The segment that a replica's next event goes to or follows; null when it has none. */
  @Nullable Segment last(ReplicaId replica);

  /** The highest sequence number of a replica; 0 when it has none. */
  long lastSeq(ReplicaId replica);

  /** What whoever reports of these tasks has to know of. */
  List<Event> seen(Set<TaskId> tasks) throws IOException;

  /** Read from its first event to its last. */
  record Whole(Snapshot snapshot, Map<ReplicaId, ReplicaLog> logs) implements Ground {
    boolean unsettled() {
      return logs.values().stream().anyMatch(ReplicaLog::unsettled);
    }

    @Override
    public @Nullable Segment last(ReplicaId replica) {
      ReplicaLog log = logs.get(replica);
      return log == null ? null : log.last();
    }

    @Override
    public long lastSeq(ReplicaId replica) {
      ReplicaLog log = logs.get(replica);
      return log == null ? 0 : log.events().stream().mapToLong(Event::seq).max().orElse(0);
    }

    @Override
    public List<Event> seen(Set<TaskId> tasks) {
      return snapshot.events();
    }
  }

  /** Gone on from what was remembered of it, by the {@link Fold} that did so. */
  record Remembered(Snapshot snapshot, JournalProjection known, Fold fold) implements Ground {
    private Stream<Covered> segments(ReplicaId replica) {
      return known.segments().stream().filter(segment -> segment.replica().equals(replica));
    }

    @Override
    public @Nullable Segment last(ReplicaId replica) {
      return segments(replica)
          .max(Comparator.comparing(Covered::name))
          .map(last -> Segment.upTo(last.name(), last.size(), false, last.lines()))
          .orElse(null);
    }

    @Override
    public long lastSeq(ReplicaId replica) {
      return segments(replica).mapToLong(Covered::lastSeq).max().orElse(0);
    }

    @Override
    public List<Event> seen(Set<TaskId> tasks) throws IOException {
      List<Event> about = fold.eventsOf(known, tasks);
      List<Event> seen = new ArrayList<>(about == null ? snapshot.events() : about);
      seen.addAll(known.takeovers());
      if (known.latest() != null) {
        seen.add(known.latest());
      }
      return seen;
    }
  }
}
