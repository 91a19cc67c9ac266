package dev.pawl.journal;

import org.jspecify.annotations.Nullable;

/** Remembers what a journal came to, so that only what is new has to be read. Has no say. */
public interface JournalMemory {
  /** What was remembered last, exactly; null when nothing is. */
  @Nullable JournalProjection recall();

  /** Remembers this, if it can. */
  void remember(JournalProjection fresh);

  /** The time of the disk, in nanoseconds since 1970; 0 if it cannot be told. */
  long now();

  /** Remembers nothing. */
  static JournalMemory none() {
    return None.INSTANCE;
  }

  /** Remembers nothing. */
  final class None implements JournalMemory {
    private static final None INSTANCE = new None();

    private None() {}

    @Override
    public @Nullable JournalProjection recall() {
      return null;
    }

    @Override
    public void remember(JournalProjection fresh) {
      // That is its point.
    }

    @Override
    public long now() {
      return 0;
    }
  }
}
