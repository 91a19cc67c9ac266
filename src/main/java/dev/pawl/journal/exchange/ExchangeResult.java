package dev.pawl.journal.exchange;

import dev.pawl.journal.store.Damage;
import java.util.List;

/**
 * How an exchange with a peer went: events that came, streams that were published, how many events
 * these brought there, the reason why the exchange is not complete (empty when it is), and what to
 * tell.
 */
public record ExchangeResult(
    State state,
    int received,
    int sent,
    int sentEvents,
    String reason,
    List<Damage> damage,
    List<String> notices) {
  /** How far it came. */
  public enum State {
    /** Here and there hold the same. */
    COMPLETE,
    /** The peer could not be reached, or not to the end; what came counts. */
    UNREACHABLE,
    /** Others were faster each time; what came counts, and ours is not all there. */
    CONTENDED,
    /** Nothing was to be taken in, and some of ours goes only together with what is there. */
    WITHHELD
  }

  public ExchangeResult {
    damage = List.copyOf(damage);
    notices = List.copyOf(notices);
  }
}
