package dev.pawl.check;

/**
 * What committed history says about one task whose record and file differ.
 *
 * @param sinceReopen how the commits that set the written status stand to the last reopen
 * @param sinceReport the same, to the report that decides
 * @param shown whether history ever came to say the recorded status: since the last reopen where
 *     that can be proven, else in all of it
 * @param truncated true when history is cut off (a shallow clone), so that what was not seen may
 *     still have been there
 */
public record Trail(Order sinceReopen, Order sinceReport, boolean shown, boolean truncated) {

  /** How what a file says stands to what somebody reported: proven, or not. */
  public enum Order {
    /** Set before: the reporter had it in the history under their eyes. */
    BEFORE,
    /** Set since, by somebody who had the report's own commit under theirs. */
    SINCE,
    /** Neither is provable: an old branch, a squash, a stale checkout, a commit not here. */
    UNPROVABLE
  }

  /** The trail of a task whose history was not needed. */
  public static Trail none() {
    return new Trail(Order.UNPROVABLE, Order.UNPROVABLE, false, false);
  }
}
