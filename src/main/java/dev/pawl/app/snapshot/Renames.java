package dev.pawl.app.snapshot;

import dev.pawl.journal.Basis;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tasks were given another id. The report of the new one names the last report of the old
 * one, so that whatever is reported of the old id later is seen not to have gone along.
 */
final class Renames {
  private final Set<Basis.Former> taken = new HashSet<>();
  private final Map<String, TaskId> byId = new HashMap<>();

  private Renames() {}

  static Renames of(List<Event> events) {
    Renames renames = new Renames();
    for (Event event : events) {
      Basis.Former was = event.context().basis().was();
      TaskId to = event.body().about();
      if (was != null && to != null) {
        renames.taken.add(was);
        renames.byId.put(was.task().value(), to);
      }
    }
    return renames;
  }

  /** Whether what is recorded of an id has gone along to another one. */
  boolean took(RecordedStatus old) {
    return taken.contains(new Basis.Former(old.task(), old.winner().id()));
  }

  /** What a task of this id is called now; empty when it was not renamed. */
  Optional<TaskId> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
