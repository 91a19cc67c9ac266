package dev.pawl.schedule;

import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.plan.PlanId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one clone notes about the claim of one plan, for itself alone (N44).
 *
 * @param mine how this clone stands to the plan
 * @param claim its own claim; null with {@link Mine#NONE}
 * @param highest the highest epoch it ever saw; 0 when none
 * @param sighting when it first saw what stands
 */
public record ClaimNote(
    Mine mine, @Nullable Claim claim, long highest, @Nullable Sighting sighting) {
  /** Nothing. */
  public static final ClaimNote NOTHING = new ClaimNote(Mine.NONE, null, 0, null);

  /** How a clone stands to a plan. */
  public enum Mine {
    /** It does not own it. */
    NONE,
    /** It owned it when it looked last. */
    HELD,
    /** It took it while nobody could be asked: not decided. */
    PROVISIONAL,
    /** It owned it, or thought to take it, and another one owns it now. */
    LOST
  }

  public ClaimNote {
    if ((mine == Mine.NONE) != (claim == null)) {
      throw new IllegalArgumentException("a note says which claim it is about");
    }
  }

  private ClaimNote with(Mine how, @Nullable Claim which) {
    return new ClaimNote(how, which, highest, sighting);
  }

  /** The same, once this clone does not claim it any more. */
  ClaimNote without() {
    return with(Mine.NONE, null);
  }

  /** The same, with a claim of its own that stands. */
  ClaimNote holding(Claim own) {
    return new ClaimNote(Mine.HELD, own, Math.max(highest, own.epoch()), sighting);
  }

  /** The same, with a claim that nobody decided. */
  ClaimNote provisionally(Claim own) {
    return with(Mine.PROVISIONAL, own);
  }

  /** The same, once another one is known to own it. */
  ClaimNote lost() {
    return claim == null ? this : with(Mine.LOST, claim);
  }

  /** The claim that reports of this clone are made under; null when there is none. */
  public @Nullable Claim held() {
    return mine == Mine.HELD ? claim : null;
  }

  /**
   * What is known after a look.
   *
   * @param placed what stands now; null when nobody ever claimed it
   */
  public ClaimNote seen(@Nullable VersionedClaim placed, Claimant me, Moment now) {
    if (placed == null) {
      return mine == Mine.HELD ? lost() : this;
    }
    Claim stands = placed.claim();
    ClaimNote looked = sighted(placed, now);
    if (stands.held() && stands.owner().sameClone(me)) {
      return looked.holding(stands);
    }
    return switch (mine) {
      case NONE, LOST, PROVISIONAL -> looked;
      case HELD ->
          // Given up by this clone itself, from another work tree or in a run that was cut off.
          !stands.held() && stands.owner().sameClone(me) ? looked.without() : looked.lost();
    };
  }

  /** The same, with when what stands was seen first. */
  public ClaimNote sighted(VersionedClaim placed, Moment now) {
    return new ClaimNote(
        mine,
        claim,
        Math.max(highest, placed.claim().epoch()),
        Sighting.of(sighting, placed.version(), now));
  }

  /** How long the lease of a claim that was just seen still runs, at most; null without lease. */
  public @Nullable Duration left(@Nullable Claim stands, Moment now) {
    Duration lease = stands == null ? null : stands.lease();
    return lease == null || sighting == null ? null : sighting.left(lease, now);
  }

  /** Writes it. */
  public byte[] write(PlanId plan) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("v", 1L);
    members.put("plan", plan.value());
    members.put("mine", mine.name());
    members.put(
        "claim", claim == null ? null : new String(ClaimText.write(claim), StandardCharsets.UTF_8));
    members.put("highest", highest);
    if (sighting != null) {
      members.put("seen", sighting.version());
      members.put("observer", sighting.since().observer());
      members.put("since", sighting.since().millis());
    }
    return FlatRecord.write(members);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param expected the plan it must be about
   * @throws UnreadableRecord when it is something else: never taken for nothing (N43)
   */
  public static ClaimNote read(byte[] text, PlanId expected) throws UnreadableRecord {
    FlatRecord members = FlatRecord.read(text);
    if (members.number("v") != 1) {
      throw new UnreadableRecord("it was written by a later version of pawl");
    }
    if (!members.text("plan").equals(expected.value())) {
      throw new UnreadableRecord("it is about another plan");
    }
    String claim = members.optional("claim", 1 << 15);
    try {
      return new ClaimNote(
          Mine.valueOf(members.text("mine")),
          claim == null ? null : ClaimText.read(claim.getBytes(StandardCharsets.UTF_8), expected),
          members.number("highest"),
          members.has("seen")
              ? new Sighting(
                  members.text("seen"),
                  new Moment(members.text("observer"), members.number("since")))
              : null);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord(String.valueOf(e.getMessage()));
    }
  }

  /** The plan that a note is about. */
  public static PlanId planOf(byte[] text) throws UnreadableRecord {
    return PlanId.of(FlatRecord.read(text).text("plan"))
        .orElseThrow(() -> new UnreadableRecord("it is about no plan"));
  }
}
