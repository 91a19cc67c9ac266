package dev.pawl.journal;

/**
 * Who wrote an event: the replica, its sequence number there (from 1), the host's name and
 * persistent id, and the {@link Actor} in its one form.
 */
public record Origin(ReplicaId replica, long seq, String host, String hostId, String actor) {
  public Origin {
    actor = Actor.of(actor);
  }

  /** The same, where the host goes by another name now. */
  Origin on(String name) {
    return new Origin(replica, seq, name, hostId, actor);
  }
}
