package dev.pawl.schedule;

import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.PlanId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A claim as it is stored: one JSON object. */
public final class ClaimText {
  private static final long VERSION = 1;

  /** Ten years. */
  private static final long LONGEST_LEASE = 10L * 366 * 24 * 3600;

  /** No counter gets there; and none that follows it overflows. */
  private static final long HIGHEST = Long.MAX_VALUE / 2;

  private static final Pattern NONCE = Pattern.compile("[0-9a-z]{16,64}");

  private ClaimText() {}

  /** Writes it. */
  public static byte[] write(Claim claim) {
    Claimant owner = claim.owner();
    Claim.TakenFrom from = claim.takenFrom();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("v", VERSION);
    members.put("plan", claim.plan().value());
    members.put("state", claim.state().word());
    members.put("epoch", claim.epoch());
    members.put("host", owner.host());
    members.put("host_id", owner.hostId());
    members.put("replica", owner.replica().value());
    members.put("executor", owner.executor());
    members.put("actor", owner.actor());
    Duration lease = claim.lease();
    members.put("lease", lease == null ? null : lease.toSeconds());
    members.put("renewals", claim.renewals());
    members.put("for", claim.forHost());
    members.put("for_id", claim.forHostId());
    members.put("reason", claim.reason());
    if (from != null) {
      members.put("from_replica", from.replica().value());
      members.put("from_host", from.host());
      members.put("from_epoch", from.epoch());
      members.put("from_last", from.last());
    }
    members.put("nonce", claim.nonce());
    return FlatRecord.write(members);
  }

  /**
   * The plan that it is about.
   *
   * @throws UnreadableRecord when it is no claim; one of a later version is one
   */
  public static PlanId about(byte[] text) throws UnreadableRecord {
    FlatRecord members = FlatRecord.read(text);
    PlanId plan =
        PlanId.of(members.text("plan"))
            .orElseThrow(() -> new UnreadableRecord("it names a plan that is none"));
    if (members.number("v") <= VERSION) {
      read(text, plan);
    }
    return plan;
  }

  /**
   * Reads one that may have been written by anyone.
   *
   * @throws UnreadableRecord when it is not one, is about another plan, or of a later version
   */
  public static Claim read(byte[] text, PlanId expected) throws UnreadableRecord {
    FlatRecord members = FlatRecord.read(text);
    if (members.number("v") != VERSION) {
      throw new UnreadableRecord("it was written by a later version of pawl");
    }
    if (!members.text("plan").equals(expected.value())) {
      throw new UnreadableRecord("it is about another plan");
    }
    String nonce = members.text("nonce");
    if (!NONCE.matcher(nonce).matches()) {
      throw new UnreadableRecord("its nonce is none");
    }
    try {
      return new Claim(
          expected,
          state(members.text("state")),
          bounded(members, "epoch"),
          owner(members),
          lease(members),
          bounded(members, "renewals"),
          members.optional("for"),
          members.optional("for_id"),
          members.optional("reason"),
          takenFrom(members),
          nonce);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecord(String.valueOf(e.getMessage()));
    }
  }

  private static Claim.State state(String word) throws UnreadableRecord {
    for (Claim.State state : Claim.State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw new UnreadableRecord("its state is unknown");
  }

  private static long bounded(FlatRecord members, String name) throws UnreadableRecord {
    long number = members.number(name);
    if (number > HIGHEST) {
      throw new UnreadableRecord("its " + name + " is beyond all reason");
    }
    return number;
  }

  private static Claimant owner(FlatRecord members) throws UnreadableRecord {
    return new Claimant(
        members.text("host"),
        members.text("host_id"),
        replica(members.text("replica")),
        members.optional("executor"),
        members.text("actor"));
  }

  private static @Nullable Duration lease(FlatRecord members) throws UnreadableRecord {
    if (!members.has("lease")) {
      return null;
    }
    long seconds = members.number("lease");
    if (seconds > LONGEST_LEASE) {
      throw new UnreadableRecord("its lease is longer than ten years");
    }
    return Duration.ofSeconds(seconds);
  }

  private static Claim.@Nullable TakenFrom takenFrom(FlatRecord members) throws UnreadableRecord {
    return members.has("from_replica")
        ? new Claim.TakenFrom(
            replica(members.text("from_replica")),
            members.text("from_host"),
            bounded(members, "from_epoch"),
            bounded(members, "from_last"))
        : null;
  }

  private static ReplicaId replica(String text) throws UnreadableRecord {
    Optional<ReplicaId> replica = ReplicaId.of(text);
    if (replica.isEmpty()) {
      throw new UnreadableRecord("it names a replica that is none");
    }
    return replica.get();
  }
}
