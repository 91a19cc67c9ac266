package dev.pawl.journal.store;

import dev.pawl.journal.ReplicaId;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges journals with a peer: takes in all that is there, then publishes every stream of which
 * the peer lacks an event, one's own or another's, so that a wiped peer is filled again. What is
 * published always holds what was fetched. Interrupted anywhere, a rerun comes to the same.
 */
public final class Exchange {
  private static final int ATTEMPTS = 8;

  private final JournalStore store;
  private final Peer peer;

  private final Set<Damage> damage = new LinkedHashSet<>();
  private final Set<String> notices = new LinkedHashSet<>();
  private int received;
  private int sent;

  private Exchange(JournalStore store, Peer peer) {
    this.store = store;
    this.peer = peer;
  }

  /** Takes in what the peer holds and publishes nothing. */
  public static ExchangeResult receive(JournalStore store, Peer peer) throws IOException {
    Exchange exchange = new Exchange(store, peer);
    return switch (peer.fetch()) {
      case Peer.Fetched.Unreachable(String reason) ->
          exchange.outcome(ExchangeResult.State.UNREACHABLE, reason);
      case Peer.Fetched.Streams there -> {
        exchange.absorb(there);
        yield exchange.outcome(ExchangeResult.State.COMPLETE, "");
      }
    };
  }

  /**
   * Takes in what the peer holds and publishes what it lacks; retried a bounded number of times.
   */
  public static ExchangeResult both(JournalStore store, Peer peer) throws IOException {
    return new Exchange(store, peer).both();
  }

  private ExchangeResult both() throws IOException {
    String reason = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      switch (peer.fetch()) {
        case Peer.Fetched.Unreachable(String why) -> {
          return outcome(ExchangeResult.State.UNREACHABLE, why);
        }
        case Peer.Fetched.Streams there -> {
          Peer.Outcome refused = publish(there, absorb(there));
          switch (refused) {
            case null -> {
              return outcome(ExchangeResult.State.COMPLETE, "");
            }
            case Peer.Outcome.Unreachable(String why) -> {
              return outcome(ExchangeResult.State.UNREACHABLE, why);
            }
            case Peer.Outcome.Rejected(String why) -> reason = why;
            case Peer.Outcome.Accepted _ -> throw new AssertionError(refused);
          }
        }
      }
    }
    return outcome(ExchangeResult.State.CONTENDED, reason);
  }

  /** Takes in each stream; says how many of our events each lacks. */
  private Map<ReplicaId, Integer> absorb(Peer.Fetched.Streams there) throws IOException {
    Map<ReplicaId, Integer> lacking = new HashMap<>();
    damage.addAll(there.damage());
    for (Map.Entry<ReplicaId, Peer.Held> entry : there.held().entrySet()) {
      ReplicaId replica = entry.getKey();
      Absorption absorbed = store.absorb(replica, entry.getValue().segments());
      received += absorbed.added();
      damage.addAll(absorbed.damage());
      lacking.put(replica, absorbed.lacking());
      if (absorbed.writtenByACopy()) {
        notices.add(
            "another clone wrote as replica %s too; this clone goes on as replica %s"
                .formatted(replica, store.renew()));
      }
    }
    return lacking;
  }

  /** Null when all of it was accepted, else the first outcome that was not. */
  private Peer.@Nullable Outcome publish(
      Peer.Fetched.Streams there, Map<ReplicaId, Integer> lacking) throws IOException {
    Map<ReplicaId, Peer.Offer> offers = new LinkedHashMap<>();
    Peer.Outcome refused = null;
    for (ReplicaId replica : store.replicas()) {
      Peer.Held held = there.held().get(replica);
      if (held != null && lacking.getOrDefault(replica, 0) == 0) {
        continue;
      }
      SortedMap<String, byte[]> ours = store.stream(replica);
      if (ours.isEmpty()) {
        continue;
      }
      if (there.blocked().contains(replica)) {
        refused =
            new Peer.Outcome.Unreachable(
                "the journal of replica " + replica + " is damaged there, and is not forced");
      } else {
        offers.put(replica, new Peer.Offer(held == null ? null : held.version(), ours));
      }
    }
    for (Peer.Outcome outcome :
        offers.isEmpty() ? List.<Peer.Outcome>of() : peer.publishAll(offers).values()) {
      if (outcome instanceof Peer.Outcome.Accepted) {
        sent++;
      } else if (refused == null) {
        refused = outcome;
      }
    }
    return refused;
  }

  private ExchangeResult outcome(ExchangeResult.State state, String reason) {
    return new ExchangeResult(
        state, received, sent, reason, List.copyOf(damage), List.copyOf(notices));
  }
}
