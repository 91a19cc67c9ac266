package dev.pawl.schedule;

import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.PlanId;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands about the ownership of a plan; one is never changed, only followed by another.
 *
 * @param epoch only grows; higher by one with each new owner, the same when it is released
 * @param owner who owns it; of a released or offered one, who did that
 * @param lease how long it holds without being renewed, as others see it; null: until released
 * @param renewals how often it was renewed, so that each renewal is seen as a change
 * @param forHost the host that it is offered to
 * @param forHostId its persistent id, where whoever offered it knew that
 * @param reason in the owner's words
 * @param takenFrom whom it was taken from, where it was not given up
 * @param nonce makes every claim different from every other
 */
public record Claim(
    PlanId plan,
    State state,
    long epoch,
    Claimant owner,
    @Nullable Duration lease,
    long renewals,
    @Nullable String forHost,
    @Nullable String forHostId,
    @Nullable String reason,
    @Nullable TakenFrom takenFrom,
    String nonce) {

  /** Whether the plan has an owner. */
  public enum State {
    /** It has. */
    HELD,
    /** It has none, and one host may become it. */
    OFFERED,
    /** It has none. */
    RELEASED;

    /** As it is written, and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The owner before, who did not give it up.
   *
   * @param last the number of its last event that was seen; later ones under its epoch never count
   */
  public record TakenFrom(ReplicaId replica, String host, long epoch, long last) {}

  public Claim {
    if ((state == State.OFFERED) != (forHost != null)) {
      throw new IllegalArgumentException("an offered claim names a host, and no other does");
    }
    if (epoch < 0 || (epoch == 0 && state == State.HELD)) {
      throw new IllegalArgumentException("epochs of owners begin with 1");
    }
    if (lease != null && (lease.isNegative() || lease.isZero())) {
      throw new IllegalArgumentException("a lease is longer than nothing");
    }
  }

  /** The same, as it is shown: with the name that its owner's host goes by now (N25). */
  public Claim named(Map<String, String> names) {
    String name = names.getOrDefault(owner.hostId(), owner.host());
    Claimant now =
        new Claimant(name, owner.hostId(), owner.replica(), owner.executor(), owner.actor());
    String offered = forHostId == null ? forHost : names.getOrDefault(forHostId, forHost);
    return new Claim(
        plan, state, epoch, now, lease, renewals, offered, forHostId, reason, takenFrom, nonce);
  }

  /** Whether it is offered to this host: by its id where that was known, else by its name. */
  public boolean isOfferedTo(String hostId, String host) {
    return forHostId == null ? host.equals(forHost) : forHostId.equals(hostId);
  }

  /** Whether it has an owner. */
  public boolean held() {
    return state == State.HELD;
  }
}
