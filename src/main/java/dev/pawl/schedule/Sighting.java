package dev.pawl.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an observer first saw what still stands.
 *
 * @param version of what it saw; any change is another one
 */
public record Sighting(String version, Moment since) {
  /** What is known of it now: the same sighting while nothing changed, else a new one. */
  static Sighting of(
      @Nullable Sighting before, String version, Moment now) {
    return before != null && before.version.equals(version) && before.since.precedes(now)
        ? before
        : new Sighting(version, now);
  }

  /** How long the lease of a claim that was just seen still runs, at most; zero when it is over. */
  Duration left(Duration lease, Moment now) {
    Duration left = lease.minus(since.until(now));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
