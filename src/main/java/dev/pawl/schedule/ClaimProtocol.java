package dev.pawl.schedule;

import dev.pawl.plan.PlanId;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a plan comes to have one owner at most. What stands is read, what may follow is decided, and
 * it is put there only if what was read still stands; nothing that another said, no clock and no
 * memory of one's own replaces that. See docs/claims.md.
 *
 * @param <X> how the register fails
 */
public final class ClaimProtocol<X extends Exception> {
  /** A loser reads again and finds an owner, so more are hardly ever needed. */
  private static final int ATTEMPTS = 8;

  /** What was seen of an owner from whom a plan is taken. */
  public interface LastSeen<X extends Exception> {
    /** The number of its last event that is known here; 0 when none is. */
    long of(Claim taken) throws X;
  }

  /**
   * What a request came to, and what is to be noted.
   *
   * @param note to be kept, whatever the end
   */
  public record Done(ClaimEnd end, ClaimNote note) {}

  private final PlanId plan;
  private final Claimant me;
  private final ClaimRegister<X> register;
  private final LastSeen<X> lastSeen;
  private final Supplier<String> nonces;
  private final Supplier<Moment> clock;

  /**
   * For one plan and one claimant.
   *
   * @param nonces texts of 16 to 64 digits and lower-case letters that never repeat
   * @param clock this machine's own, which only runs forward
   */
  public ClaimProtocol(
      PlanId plan,
      Claimant me,
      ClaimRegister<X> register,
      LastSeen<X> lastSeen,
      Supplier<String> nonces,
      Supplier<Moment> clock) {
    this.plan = plan;
    this.me = me;
    this.register = register;
    this.lastSeen = lastSeen;
    this.nonces = nonces;
    this.clock = clock;
  }

  /**
   * Asks for it.
   *
   * @param note what this clone noted last
   * @param offline whether to go on provisionally where nobody can be asked
   */
  public Done run(ClaimNote note, Ask ask, boolean offline) throws X {
    ClaimNote known = note;
    ClaimEnd.Busy busy = new ClaimEnd.Busy(null);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      switch (register.read()) {
        case ClaimRegister.Reading.Unreachable(String reason, VersionedClaim last) -> {
          return alone(known, ask, offline, last, reason);
        }
        case ClaimRegister.Reading.Stands(VersionedClaim placed) -> {
          // Only now: what was put there since this run began was seen now, and not before.
          Moment now = clock.get();
          Done done = decided(known.seen(placed, me, now), ask, placed, now);
          if (!(done.end() instanceof ClaimEnd.Busy again)) {
            return done;
          }
          busy = again;
          known = done.note();
        }
      }
    }
    return new Done(busy, known);
  }

  private Done decided(ClaimNote note, Ask ask, @Nullable VersionedClaim placed, Moment now)
      throws X {
    Claim stands = placed == null ? null : placed.claim();
    Duration left = note.left(stands, now);
    boolean over = left != null && left.isZero();
    ClaimRules rules = new ClaimRules(plan, me, stands, over, note.highest(), nonces.get());
    return switch (rules.decide(ask, lastSeen)) {
      case ClaimRules.Decision.Already(Claim claim) -> new Done(new ClaimEnd.Already(claim), note);
      case ClaimRules.Decision.Unclaimed() -> unclaimed(note);
      case ClaimRules.Decision.Refused(ClaimEnd.Why why, Claim in)
          when ask instanceof Ask.Release && note.mine() == ClaimNote.Mine.PROVISIONAL ->
          new Done(new ClaimEnd.Released(null), note.without());
      case ClaimRules.Decision.Refused(ClaimEnd.Why why, Claim in)
          when ask instanceof Ask.Release && note.mine() == ClaimNote.Mine.LOST ->
          new Done(new ClaimEnd.Acknowledged(in), note.without());
      case ClaimRules.Decision.Refused(ClaimEnd.Why why, Claim in) -> {
        boolean dropped = note.mine() == ClaimNote.Mine.PROVISIONAL;
        yield new Done(new ClaimEnd.Refused(why, in, left, dropped), dropped ? note.lost() : note);
      }
      case ClaimRules.Decision.Write(Claim next, ClaimRules.Change change) ->
          put(note, placed, next, change);
    };
  }

  /** A release acknowledges that the plan was lost, and gives a provisional claim up. */
  private static Done unclaimed(ClaimNote note) {
    ClaimEnd end =
        note.mine() == ClaimNote.Mine.PROVISIONAL
            ? new ClaimEnd.Released(null)
            : new ClaimEnd.Unclaimed();
    return new Done(end, note.without());
  }

  private Done put(
      ClaimNote note, @Nullable VersionedClaim placed, Claim next, ClaimRules.Change change)
      throws X {
    return switch (register.put(placed == null ? null : placed.version(), next)) {
      case ClaimRegister.Answer.Accepted(String version) -> {
        ClaimNote after = note.seen(new VersionedClaim(version, next), me, clock.get());
        yield new Done(end(change, next, placed), next.held() ? after : after.without());
      }
      case ClaimRegister.Answer.Lost(String held) -> new Done(new ClaimEnd.Busy(held), note);
      case ClaimRegister.Answer.Denied(String reason) ->
          new Done(new ClaimEnd.Denied(reason), note);
      case ClaimRegister.Answer.Unknown(String reason) ->
          new Done(new ClaimEnd.Unknown(reason), note);
    };
  }

  private static ClaimEnd end(
      ClaimRules.Change change, Claim next, @Nullable VersionedClaim placed) {
    return switch (change) {
      case CLAIMED, TAKEN_OVER -> new ClaimEnd.Claimed(next);
      case RENEWED -> new ClaimEnd.Already(next);
      case OFFERED -> new ClaimEnd.Offered(next);
      case RELEASED -> new ClaimEnd.Released(placed == null ? null : placed.claim());
    };
  }

  /** Nobody can be asked. */
  private Done alone(
      ClaimNote note, Ask ask, boolean offline, @Nullable VersionedClaim last, String reason) {
    if (ask instanceof Ask.Release && note.mine() == ClaimNote.Mine.PROVISIONAL) {
      return new Done(new ClaimEnd.Released(null), note.without());
    }
    if (!(ask instanceof Ask.Take take) || !offline) {
      return new Done(new ClaimEnd.Undecided(reason), note);
    }
    Claim own = note.claim();
    if (own != null && own.owner().same(me) && note.mine() == ClaimNote.Mine.HELD) {
      return new Done(new ClaimEnd.Unconfirmed(own, reason), note);
    }
    if (own != null && own.owner().same(me) && note.mine() == ClaimNote.Mine.PROVISIONAL) {
      return new Done(new ClaimEnd.Provisional(own, reason), note);
    }
    // Force decides nothing here: that is for those who can be asked.
    Ask.Take gently = new Ask.Take(false, take.reason(), take.lease());
    Claim stands = last == null ? null : last.claim();
    ClaimRules rules = new ClaimRules(plan, me, stands, false, note.highest(), nonces.get());
    return switch (rules.<RuntimeException>decide(gently, taken -> 0)) {
      case ClaimRules.Decision.Refused(ClaimEnd.Why why, Claim in) ->
          new Done(new ClaimEnd.Refused(why, in, null, false), note);
      case ClaimRules.Decision.Write(Claim next, ClaimRules.Change change) ->
          new Done(new ClaimEnd.Provisional(next, reason), note.provisionally(next));
      case ClaimRules.Decision.Already(Claim claim) ->
          new Done(new ClaimEnd.Unconfirmed(claim, reason), note);
      case ClaimRules.Decision.Unclaimed() ->
          throw new IllegalStateException("what is taken is not released");
    };
  }
}
