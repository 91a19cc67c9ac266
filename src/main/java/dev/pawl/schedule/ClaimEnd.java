package dev.pawl.schedule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a request about the ownership of a plan came to. */
public sealed interface ClaimEnd {
  /** This clone owns it now, and did not before. */
  record Claimed(Claim claim) implements ClaimEnd {}

  /** It is as it was asked for already; a lease was renewed. */
  record Already(Claim claim) implements ClaimEnd {}

  /** It is offered to a host. */
  record Offered(Claim claim) implements ClaimEnd {}

  /**
   * It has no owner now.
   *
   * @param was what stood; null when it was provisional
   */
  record Released(@Nullable Claim was) implements ClaimEnd {}

  /** It had no owner. */
  record Unclaimed() implements ClaimEnd {}

  /** This clone had lost it, and takes note of that. */
  record Acknowledged(Claim stands) implements ClaimEnd {}

  /** It could not be decided, and this clone goes on as if it owned it. */
  record Provisional(Claim claim, String reason) implements ClaimEnd {}

  /** It could not be decided; this clone owned it when the others were asked last. */
  record Unconfirmed(Claim claim, String reason) implements ClaimEnd {}

  /**
   * Another owns it, or may.
   *
   * @param why what is in the way
   * @param left how long its lease runs at most; null when it has none
   * @param dropped whether a provisional claim of this clone ended with it
   */
  record Refused(Why why, Claim stands, @Nullable Duration left, boolean dropped)
      implements ClaimEnd {}

  /** What is in the way. */
  enum Why {
    /** Another clone owns it. */
    HELD,
    /** Another executor in this clone owns it, and lives. */
    HELD_BY_EXECUTOR,
    /** It is offered to another host. */
    OFFERED,
    /** It is not this clone's to give away. */
    NOT_YOURS
  }

  /** Nobody could be asked, so nothing was changed. */
  record Undecided(String reason) implements ClaimEnd {}

  /** The remote does not allow it; nothing was changed. */
  record Denied(String reason) implements ClaimEnd {}

  /** It was asked for, and whether it was granted is not known; the same again tells. */
  record Unknown(String reason) implements ClaimEnd {}

  /**
   * Others were faster each time, or something holds its place.
   *
   * @param held why nothing could be put there though nothing else was; null when something was
   */
  record Busy(@Nullable String held) implements ClaimEnd {}
}
