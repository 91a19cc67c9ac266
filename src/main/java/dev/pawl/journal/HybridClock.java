package dev.pawl.journal;

import java.time.Duration;

/**
 * The rule by which a replica's stamps advance (Kulkarni et al., "Logical Physical Clocks"): never
 * back, and past every stamp that was read, so that what is known of is stamped earlier.
 */
public final class HybridClock {
  /** How far a stamp that was read may move our clock ahead of the machine's. */
  public static final Duration BOUND = Duration.ofHours(24);

  private HybridClock() {}

  /**
   * The stamp after {@code last}, at the machine's time {@code nowMillis} (milliseconds since
   * 1970).
   */
  public static HybridTime next(long nowMillis, HybridTime last) {
    if (nowMillis > last.millis()) {
      return new HybridTime(nowMillis, 0);
    }
    return last.tick() == Integer.MAX_VALUE
        ? new HybridTime(last.millis() + 1, 0)
        : new HybridTime(last.millis(), last.tick() + 1);
  }

  /**
   * Where our clock stands after it read a stamp. A stamp further ahead of {@code nowMillis} than
   * {@link #BOUND} moves it to the bound only: one broken clock must not drag all others along.
   */
  public static HybridTime read(long nowMillis, HybridTime ours, HybridTime read) {
    long bound = Math.max(0, nowMillis) + BOUND.toMillis();
    HybridTime limited = read.millis() > bound ? new HybridTime(bound, 0) : read;
    return limited.compareTo(ours) > 0 ? limited : ours;
  }
}
