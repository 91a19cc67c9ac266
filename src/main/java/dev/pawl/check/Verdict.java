package dev.pawl.check;

import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import org.jspecify.annotations.Nullable;

/**
 * Who wins when the recorded status R of a task and its written status W differ: the table of
 * docs/reconcile.md. It never goes backwards (N01), it never takes back a deliberate step back
 * (N02), and what history cannot prove it asks (N07).
 */
public enum Verdict {
  /** R is W, or nothing was ever reported. */
  AGREE,
  /** The file is ahead: R moves forward to W. */
  FILE_AHEAD,
  /** The file is of the same rank and newer than the report: R becomes W. */
  FILE_NEWER,
  /** The file never said R: it is stale, W becomes R. */
  FILE_STALE,
  /** The file was set before the task was reopened: W becomes R. */
  REOPENED,
  /** The report knew what the file says: W becomes R. */
  RECORD_NEWER,
  /** The file once said R and now says less: only a person can tell why. */
  MOVED_BACK,
  /** The file says more, or another word of the same rank, and nothing proves which is newer. */
  UNPROVEN,
  /** The same, because history is cut off here. */
  CANNOT_TELL;

  /**
   * Judges one task.
   *
   * @param recorded R, or null when nothing was reported
   * @param written W: what the committed file says
   */
  public static Verdict of(@Nullable RecordedStatus recorded, Status written, Trail trail) {
    if (recorded == null || recorded.status().equals(written.word())) {
      return AGREE;
    }
    int order = Integer.compare(written.rank(), recorded.rank());
    if (order < 0) {
      return fileLower(trail);
    }
    if (order > 0 && !recorded.isReopened()) {
      return FILE_AHEAD;
    }
    return switch (order > 0 ? trail.sinceReopen() : trail.sinceReport()) {
      case SINCE -> order > 0 ? FILE_AHEAD : FILE_NEWER;
      case BEFORE -> order > 0 ? REOPENED : RECORD_NEWER;
      case UNPROVABLE -> trail.truncated() && !trail.shown() ? CANNOT_TELL : UNPROVEN;
    };
  }

  private static Verdict fileLower(Trail trail) {
    if (trail.sinceReport() == Trail.Order.BEFORE) {
      return RECORD_NEWER;
    }
    if (trail.shown()) {
      return MOVED_BACK;
    }
    return trail.truncated() ? CANNOT_TELL : FILE_STALE;
  }

  /** True when the recorded status is the one that counts now. */
  public boolean recordCounts() {
    return switch (this) {
      case AGREE, FILE_AHEAD, FILE_NEWER -> false;
      case FILE_STALE, REOPENED, RECORD_NEWER, MOVED_BACK, UNPROVEN, CANNOT_TELL -> true;
    };
  }

  /** True when nothing moves until somebody says which of the two is right. */
  public boolean asks() {
    return this == MOVED_BACK || this == UNPROVEN || this == CANNOT_TELL;
  }

  /** True when a fix moves the record to what the file says. */
  public boolean movesRecord() {
    return this == FILE_AHEAD || this == FILE_NEWER;
  }

  /** True when a fix writes the record into the file. */
  public boolean movesFile() {
    return this == FILE_STALE || this == REOPENED || this == RECORD_NEWER;
  }
}
