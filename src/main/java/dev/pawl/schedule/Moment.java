package dev.pawl.schedule;

import java.time.Duration;

/**
 * A point on an observer's own clock that only runs forward: how long its machine is up. No clock
 * that can be set plays a part (N23).
 *
 * @param observer which machine; moments of different ones are not compared
 * @param millis since that machine was started, or less
 */
public record Moment(String observer, long millis) {
  /**
   * How long ago this was, and never more than that: after a restart of the machine the number is
   * smaller than the truth, and what does not compare is no time at all.
   */
  Duration until(Moment now) {
    return observer.equals(now.observer) && now.millis >= millis
        ? Duration.ofMillis(now.millis - millis)
        : Duration.ZERO;
  }

  /** Whether a later moment can be measured from here. */
  boolean precedes(Moment now) {
    return observer.equals(now.observer) && now.millis >= millis;
  }
}
