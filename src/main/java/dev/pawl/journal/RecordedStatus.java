package dev.pawl.journal;

import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
    boolean known =
        Stream.of(List.of(winner), agreeing, lastReopens, overruled)
            .flatMap(List::stream)
            .allMatch(event -> event.isNamed(names));
    return known
        ? this
        : new RecordedStatus(
            task,
            status,
            rank,
            generation,
            winner.named(names),
            named(agreeing, names),
            named(lastReopens, names),
            named(overruled, names));
  }

  private static List<Event> named(List<Event> events, Map<String, String> names) {
    return events.stream().map(event -> event.named(names)).toList();
  }
}
