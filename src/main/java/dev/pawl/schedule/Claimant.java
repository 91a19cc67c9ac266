package dev.pawl.schedule;

import dev.pawl.journal.Actor;
import dev.pawl.journal.ReplicaId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who claims: a clone on a host, and the process in it that does the work, if one does.
 *
 * @param host the machine's name for people
 * @param hostId its persistent id
 * @param executor the id of the process that does the work; null for a person
 * @param actor the person or program, in the one form that {@link Actor} gives
 */
public record Claimant(
    String host, String hostId, ReplicaId replica, @Nullable String executor, String actor) {
  public Claimant {
    actor = Actor.of(actor);
  }

  /** The same clone, whoever works in it. */
  public boolean sameClone(Claimant other) {
    return replica.equals(other.replica);
  }

  /** The same clone, and the same executor or a person again. */
  public boolean same(Claimant other) {
    return sameClone(other) && Objects.equals(executor, other.executor);
  }
}
