package dev.pawl.journal.usage;

import dev.pawl.plan.PlanId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What an event says of usage, without what only the journal needs.
 *
 * @param at when it was recorded, in milliseconds since 1970
 * @param mark the beginning of the event's id, to tell two records of one moment apart
 */
public record UsageRecord(
    long at, long mark, String host, String hostId, @Nullable PlanId plan, Usage usage) {
  /** Earliest first; the same on every machine. */
  public static final Comparator<UsageRecord> BY_TIME =
      Comparator.comparingLong(UsageRecord::at).thenComparingLong(UsageRecord::mark);
}
