package dev.pawl.check;

import dev.pawl.journal.Recorded;
import dev.pawl.plan.Status;
import org.jspecify.annotations.Nullable;

/**
 * Who wins when the recorded status R of a task and its written status W differ: the table of
 * docs/reconcile.md, a row a value. It never goes backwards (N01), and it never takes back a
 * deliberate step back (N02).
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
  /** The same rank, and the report is newer: W becomes R. */
  RECORD_NEWER,
  /** The file once said R and now says less: only a person can tell why. */
  MOVED_BACK,
  /** History is cut off, or the commit that the reopen was made on is not here. */
  CANNOT_TELL;

  /**
   * Judges one task.
   *
   * @param recorded R, or null when nothing was reported
   * @param written W: what the committed file says
   */
  public static Verdict of(@Nullable Recorded recorded, Status written, Trail trail) {
    if (recorded == null || recorded.status().equals(written.word())) {
      return AGREE;
    }
    int order = Integer.compare(written.rank(), recorded.rank());
    if (order > 0) {
      return fileHigher(recorded, written, trail);
    }
    if (order < 0) {
      return switch (trail.setSinceReopen(recorded.status())) {
        case YES -> MOVED_BACK;
        case NO -> FILE_STALE;
        case UNKNOWN -> CANNOT_TELL;
      };
    }
    return trail.setSinceReport(written.word()) == Trail.Since.YES ? FILE_NEWER : RECORD_NEWER;
  }

  private static Verdict fileHigher(Recorded recorded, Status written, Trail trail) {
    if (recorded.lastReopen() == null) {
      return FILE_AHEAD;
    }
    return switch (trail.setSinceReopen(written.word())) {
      case YES -> FILE_AHEAD;
      case NO -> REOPENED;
      case UNKNOWN -> CANNOT_TELL;
    };
  }

  /** True when the recorded status is the one that counts now. */
  public boolean recordCounts() {
    return switch (this) {
      case AGREE, FILE_AHEAD, FILE_NEWER -> false;
      case FILE_STALE, REOPENED, RECORD_NEWER, MOVED_BACK, CANNOT_TELL -> true;
    };
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
