package dev.pawl.journal;

import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What all that is known about a task comes to.
 *
 * @param winner the word that counts
 * @param agreeing the same word of others, who did not know of the winner, nor it of them
 * @param lastReopens the reopens that count: several where their authors did not know of each
 *     other, none where there was none
 * @param overruled the last words of those who did not know of the winner, nor it of them, or of
 *     whom no later report knew, and who said another status
 */
public record RecordedStatus(
    TaskId task,
    String status,
    int rank,
    long generation,
    Event winner,
    List<Event> agreeing,
    List<Event> lastReopens,
    List<Event> overruled) {
  public RecordedStatus {
    agreeing = List.copyOf(agreeing);
    lastReopens = List.copyOf(lastReopens);
    overruled = List.copyOf(overruled);
  }

  /** All who say what counts, and of whom none knew of another. */
  public List<Event> voices() {
    List<Event> voices = new ArrayList<>(List.of(winner));
    voices.addAll(agreeing);
    return voices;
  }

  /** Whether the task was ever reopened. */
  public boolean isReopened() {
    return !lastReopens.isEmpty();
  }

  /** The same, as it is shown; see {@link Event#named}. */
  public RecordedStatus named(Map<String, String> names) {
    Event now = winner.named(names);
    List<Event> alike = named(agreeing, names);
    List<Event> reopens = named(lastReopens, names);
    List<Event> others = named(overruled, names);
    boolean same =
        now.equals(winner)
            && alike.equals(agreeing)
            && reopens.equals(lastReopens)
            && others.equals(overruled);
    return same
        ? this
        : new RecordedStatus(task, status, rank, generation, now, alike, reopens, others);
  }

  private static List<Event> named(List<Event> events, Map<String, String> names) {
    return events.isEmpty() ? events : events.stream().map(event -> event.named(names)).toList();
  }
}
