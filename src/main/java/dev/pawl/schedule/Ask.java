package dev.pawl.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is asked for about the ownership of a plan. */
public sealed interface Ask {
  /**
   * To own it.
   *
   * @param force even from an owner who did not give it up
   * @param lease how long it holds without being renewed; null: until it is released
   */
  record Take(boolean force, @Nullable String reason, @Nullable Duration lease) implements Ask {}

  /**
   * That this host may own it next, and no other.
   *
   * @param hostId its persistent id, where that is known here
   */
  record Offer(String host, @Nullable String hostId, @Nullable String reason) implements Ask {}

  /** That nobody owns it any more. */
  record Release(@Nullable String reason) implements Ask {}
}
