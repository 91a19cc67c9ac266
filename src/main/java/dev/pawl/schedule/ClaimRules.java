package dev.pawl.schedule;

import dev.pawl.plan.PlanId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who may own a plan next, given what stands. */
final class ClaimRules {
  /** What a claim that is written changes. */
  enum Change {
    CLAIMED,
    TAKEN_OVER,
    RENEWED,
    OFFERED,
    RELEASED
  }

  /** What follows. */
  sealed interface Decision {
    /** This claim is to be written, if what stood still stands. */
    record Write(Claim next, Change change) implements Decision {}

    /** It is so already. */
    record Already(Claim claim) implements Decision {}

    /** There is nothing to release. */
    record Unclaimed() implements Decision {}

    /** No. */
    record Refused(ClaimEnd.Why why, Claim stands) implements Decision {}
  }

  private final PlanId plan;
  private final Claimant me;
  private final @Nullable Claim stands;
  private final boolean leaseOver;
  private final long highest;
  private final String nonce;

  /**
   * Rules for one claimant and one moment.
   *
   * @param stands null when nobody ever claimed it
   * @param leaseOver whether the lease of what stands ran out, as this machine sees it
   * @param highest the highest epoch that was ever seen here; 0 when none was
   */
  ClaimRules(
      PlanId plan,
      Claimant me,
      @Nullable Claim stands,
      boolean leaseOver,
      long highest,
      String nonce) {
    this.plan = plan;
    this.me = me;
    this.stands = stands;
    this.leaseOver = leaseOver;
    this.highest = Math.max(highest, stands == null ? 0 : stands.epoch());
    this.nonce = nonce;
  }

  /** What follows from a request. */
  <X extends Exception> Decision decide(Ask ask, ClaimProtocol.LastSeen<X> seen) throws X {
    return switch (ask) {
      case Ask.Take take -> take(take, seen);
      case Ask.Offer offer -> offer(offer);
      case Ask.Release release -> release(release);
    };
  }

  private <X extends Exception> Decision take(Ask.Take ask, ClaimProtocol.LastSeen<X> seen)
      throws X {
    Claim now = stands;
    if (now == null || now.state() == Claim.State.RELEASED) {
      return new Decision.Write(taken(ask, null), Change.CLAIMED);
    }
    if (now.state() == Claim.State.OFFERED) {
      return now.isOfferedTo(me.hostId(), me.host()) || ask.force()
          ? new Decision.Write(taken(ask, null), Change.CLAIMED)
          : new Decision.Refused(ClaimEnd.Why.OFFERED, now);
    }
    if (now.owner().same(me)) {
      return now.lease() == null && ask.lease() == null
          ? new Decision.Already(now)
          : new Decision.Write(renewed(now, ask), Change.RENEWED);
    }
    boolean here = now.owner().sameClone(me);
    if (here && now.owner().executor() == null) {
      // The owner is this clone; now an executor of it does the work.
      return new Decision.Write(taken(ask, null), Change.CLAIMED);
    }
    if (ask.force() || leaseOver) {
      Claim.TakenFrom from =
          new Claim.TakenFrom(now.owner().replica(), now.owner().host(), now.epoch(), seen.of(now));
      return new Decision.Write(taken(ask, from), Change.TAKEN_OVER);
    }
    if (here && me.executor() == null) {
      return new Decision.Already(now);
    }
    return new Decision.Refused(here ? ClaimEnd.Why.HELD_BY_EXECUTOR : ClaimEnd.Why.HELD, now);
  }

  private Decision offer(Ask.Offer ask) {
    Claim now = stands;
    if (now != null && now.state() != Claim.State.RELEASED) {
      if (!now.owner().sameClone(me)) {
        return new Decision.Refused(ClaimEnd.Why.NOT_YOURS, now);
      }
      if (busy(now)) {
        return new Decision.Refused(ClaimEnd.Why.HELD_BY_EXECUTOR, now);
      }
      if (ask.host().equals(now.forHost()) && Objects.equals(ask.hostId(), now.forHostId())) {
        return new Decision.Already(now);
      }
    }
    return new Decision.Write(
        given(Claim.State.OFFERED, ask.host(), ask.hostId(), ask.reason()), Change.OFFERED);
  }

  private Decision release(Ask.Release ask) {
    Claim now = stands;
    if (now == null || now.state() == Claim.State.RELEASED) {
      return new Decision.Unclaimed();
    }
    if (!now.owner().sameClone(me)) {
      return new Decision.Refused(ClaimEnd.Why.NOT_YOURS, now);
    }
    return busy(now)
        ? new Decision.Refused(ClaimEnd.Why.HELD_BY_EXECUTOR, now)
        : new Decision.Write(
            given(Claim.State.RELEASED, null, null, ask.reason()), Change.RELEASED);
  }

  /** Whether another executor of this clone works on it. */
  private boolean busy(Claim now) {
    return now.held() && now.owner().executor() != null && !now.owner().same(me) && !leaseOver;
  }

  private Claim taken(Ask.Take ask, Claim.@Nullable TakenFrom from) {
    return new Claim(
        plan,
        Claim.State.HELD,
        highest + 1,
        me,
        ask.lease(),
        0,
        null,
        null,
        ask.reason(),
        from,
        nonce);
  }

  private Claim renewed(Claim now, Ask.Take ask) {
    return new Claim(
        plan,
        Claim.State.HELD,
        now.epoch(),
        me,
        ask.lease(),
        now.renewals() + 1,
        null,
        null,
        now.reason(),
        now.takenFrom(),
        nonce);
  }

  private Claim given(
      Claim.State state, @Nullable String host, @Nullable String id, @Nullable String reason) {
    return new Claim(plan, state, highest, me, null, 0, host, id, reason, null, nonce);
  }
}
