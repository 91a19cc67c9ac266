package dev.pawl.journal;

import dev.pawl.disk.FileMark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers what a journal came to, so that only what is new has to be read. Has no say. */
public interface JournalMemory {
  /**
   * A segment's file that was read once: whole events of its replica and nothing else, numbered
   * upwards.
   *
   * @param blob the name that git gives this content
   * @param size in bytes
   * @param firstSeq the number of its first event
   * @param lastSeq the number of its last event
   * @param mark what the file system said of it before it was read; null where a later write may
   *     not show in that
   */
  record KnownSegment(
      String name,
      String blob,
      long size,
      long lines,
      long firstSeq,
      long lastSeq,
      @Nullable FileMark mark) {}

  /** What was remembered last, exactly; null when nothing is. */
  @Nullable JournalProjection recall();

  /** Remembers this, if it can. */
  void remember(JournalProjection fresh);

  /** What was remembered of a replica's segments, exactly; empty when nothing is. */
  List<KnownSegment> recall(ReplicaId replica);

  /** Remembers this of a replica's segments, if it can. */
  void remember(ReplicaId replica, List<KnownSegment> segments);

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
    public List<KnownSegment> recall(ReplicaId replica) {
      return List.of();
    }

    @Override
    public void remember(ReplicaId replica, List<KnownSegment> segments) {
      // That is its point.
    }

    @Override
    public long now() {
      return 0;
    }
  }
}
