package dev.pawl.journal;

import dev.pawl.plan.TaskId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all that is known about a task comes to. {@code lastReopen} is the reopen that counts, if
 * there was one. {@code overruled} are the last words of those who did not know of the winner, nor
 * it of them, or of whom no later report knew, and who said another status.
 */
public record RecordedStatus(
    TaskId task,
    String status,
    int rank,
    long generation,
    Event winner,
    @Nullable Event lastReopen,
    List<Event> overruled) {
  public RecordedStatus {
    overruled = List.copyOf(overruled);
  }

  /** The same, as it is shown; see {@link Event#named}. */
  public RecordedStatus named(Map<String, String> names) {
    Event now = winner.named(names);
    Event reopen = lastReopen == null ? null : lastReopen.named(names);
    boolean same = now == winner && reopen == lastReopen && overruled.isEmpty();
    List<Event> others = overruled.stream().map(event -> event.named(names)).toList();
    return same ? this : new RecordedStatus(task, status, rank, generation, now, reopen, others);
  }
}
