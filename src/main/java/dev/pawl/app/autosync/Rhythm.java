package dev.pawl.app.autosync;

import dev.pawl.plan.settings.AutosyncSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When to exchange next: after a change and some quiet, else now and then; later and later while
 * nobody answers. Times are those of one clock that only goes forward, from any beginning.
 */
final class Rhythm {
  /** So long it waits at most, however often it failed. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final int MOST_DOUBLINGS = 10;

  private final Duration quiet;
  private final Duration every;
  private @Nullable Duration changed;
  private Duration next = Duration.ZERO;
  private int failures;

  Rhythm(AutosyncSettings settings) {
    this.quiet = settings.quiet();
    this.every = settings.every();
  }

  /** Something changed here. */
  void changed(Duration now) {
    changed = now;
  }

  /** All was exchanged: what changes from now on is new. */
  void exchanged(Duration now) {
    changed = null;
    failures = 0;
    next = now.plus(every);
  }

  /** It did not go through; whatever changes, nobody is asked before {@link #due}. */
  void failed(Duration now) {
    Duration wait = quiet.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    next = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
  }

  /** How often it failed since it last went through. */
  int failures() {
    return failures;
  }

  /** When to exchange, as far as is known now. */
  Duration due() {
    Duration calm = changed == null ? next : changed.plus(quiet);
    return failures > 0 || calm.compareTo(next) > 0 ? next : calm;
  }

  /** Whether it is time. */
  boolean isDue(Duration now) {
    return due().compareTo(now) <= 0;
  }
}
