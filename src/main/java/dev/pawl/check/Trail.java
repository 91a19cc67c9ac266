package dev.pawl.check;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What committed history says about one task: how often its block came to say each status.
 *
 * <p>Counting how often a status was set, instead of naming the commits that set it, is what makes
 * rebase, squash, cherry-pick and force-push no special case: they rewrite commits and keep the
 * count.
 *
 * @param now how often history up to the tip of the plan's branch set each status
 * @param atReopen the same for the history that the last reopen was made on; null when unknown
 *     here, empty when there was no reopen
 * @param atReport the same for the history that the deciding report was made on; null when unknown
 *     here
 * @param truncated true when history is cut off (a shallow clone), so that a status which was not
 *     seen may still have been there
 * @param takenBack what had been reported, and was not in that history yet, when the task was
 *     reopened: a writeback of it is no news
 * @param byPawl the statuses that were last set by a commit of pawl's own
 */
public record Trail(
    Map<String, Integer> now,
    @Nullable Map<String, Integer> atReopen,
    @Nullable Map<String, Integer> atReport,
    boolean truncated,
    Set<String> takenBack,
    Set<String> byPawl) {

  /** A trail in which no writeback was under way when the task was reopened. */
  public Trail(
      Map<String, Integer> now,
      @Nullable Map<String, Integer> atReopen,
      @Nullable Map<String, Integer> atReport,
      boolean truncated) {
    this(now, atReopen, atReport, truncated, Set.of(), Set.of());
  }

  /** Whether a commit set a status after some point. */
  public enum Since {
    YES,
    NO,
    UNKNOWN
  }

  /** The trail of a task whose history was not needed. */
  public static Trail none() {
    return new Trail(Map.of(), Map.of(), Map.of(), false);
  }

  /** Whether a commit since the last reopen, or ever when there was none, set this status. */
  public Since setSinceReopen(String status) {
    boolean late = takenBack.contains(status) && byPawl.contains(status);
    return since(atReopen, status, late ? 1 : 0);
  }

  /** Whether a commit that the deciding report had not seen set this status. */
  public Since setSinceReport(String status) {
    return since(atReport, status, 0);
  }

  private Since since(@Nullable Map<String, Integer> before, String status, int late) {
    int seen = now.getOrDefault(status, 0);
    if (before == null) {
      return seen == 0 && !truncated ? Since.NO : Since.UNKNOWN;
    }
    if (seen > before.getOrDefault(status, 0) + late) {
      return Since.YES;
    }
    return truncated ? Since.UNKNOWN : Since.NO;
  }
}
