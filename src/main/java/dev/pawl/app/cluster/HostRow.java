package dev.pawl.app.cluster;

import dev.pawl.machine.Host;
import dev.pawl.machine.HostRecord;
import dev.pawl.machine.Liveness;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A host as it looks from here.
 *
 * @param record what it said last; null when it never said anything that came here
 * @param age how long ago that was first seen here, by this machine's own clocks; null without it
 * @param beating whether it was ever seen to beat, and not only to have beaten
 * @param reason why it could not be reached; null where it was not asked, or answered
 */
public record HostRow(
    Host host,
    Liveness liveness,
    @Nullable HostRecord record,
    @Nullable Duration age,
    boolean beating,
    @Nullable String reason) {

  /** What it is at, in a word; null when that is not known, or is not so any more. */
  public @Nullable String state() {
    if (record == null) {
      return null;
    }
    boolean known =
        liveness == Liveness.LOCAL
            || liveness == Liveness.ALIVE
            || record.state() == HostRecord.State.GONE;
    return known ? record.state().word() : null;
  }
}
