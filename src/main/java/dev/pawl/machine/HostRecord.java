package dev.pawl.machine;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a host says about itself, at its last beat. Nothing in it is a time of day: whoever reads it
 * goes by when it was seen here.
 *
 * @param sequence only grows, by one with each beat of this host, wherever it beats
 * @param doing null when it does nothing, or is gone
 * @param progress the number of its last report; any change is progress
 * @param still how long there was no progress, by its own clock
 * @param version of pawl
 * @param replica the clone that beat
 */
public record HostRecord(
    Host host,
    long sequence,
    State state,
    @Nullable Doing doing,
    long progress,
    Duration still,
    String version,
    String replica) {

  /** How it stands with a host, in its own words. Alive is what others see of it. */
  public enum State {
    /** Something is under way, and moves. */
    WORKING,
    /** Nothing is under way. */
    IDLE,
    /** It beats, something is under way, and it has not moved for too long (N42). */
    STUCK,
    /** It said goodbye. */
    GONE;

    /** As it is written, and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What it does.
   *
   * @param command the command that does it, for example {@code autosync}
   */
  public record Doing(@Nullable String plan, @Nullable String task, @Nullable String command) {}
}
