package dev.pawl.journal.store;

import java.util.List;

/**
 * How an exchange with a peer went: events that came, streams that were published, the reason why
 * the exchange is not complete (empty when it is), and what to tell.
 */
public record ExchangeResult(
    State state, int received, int sent, String reason, List<Damage> damage, List<String> notices) {
  /** How far it came. */
  public enum State {
    /** Here and there hold the same. */
    COMPLETE,
    /** The peer could not be reached, or not to the end; what came counts. */
    UNREACHABLE,
    /** Others were faster each time; what came counts, and ours is not all there. */
    CONTENDED
  }

  public ExchangeResult {
    damage = List.copyOf(damage);
    notices = List.copyOf(notices);
  }
}
