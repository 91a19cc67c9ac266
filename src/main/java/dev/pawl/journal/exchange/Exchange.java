package dev.pawl.journal.exchange;

import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.store.Absorption;
import dev.pawl.journal.store.Damage;
import dev.pawl.journal.store.JournalStore;
import dev.pawl.journal.store.Piece;
import java.io.IOException;
import java.util.ArrayList;
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
  private final List<String> withheld = new ArrayList<>();
  private int received;
  private int sent;
  private int sentEvents;

  private Exchange(JournalStore store, Peer peer) {
    this.store = store;
    this.peer = peer;
  }

  /** Takes in what the peer holds and publishes nothing. */
  public static ExchangeResult receive(JournalStore store, Peer peer) throws IOException {
    return new Exchange(store, peer).receive(/* keeps= */ true);
  }

  /**
   * Takes in what the peer holds and publishes what it lacks; retried a bounded number of times.
   */
  public static ExchangeResult both(JournalStore store, Peer peer) throws IOException {
    return new Exchange(store, peer).publish(/* keeps= */ true);
  }

  /**
   * Publishes what the peer lacks and takes in nothing. A stream of which the peer holds events
   * that are not here is left as it is, for what is published holds what was there.
   */
  public static ExchangeResult send(JournalStore store, Peer peer) throws IOException {
    return new Exchange(store, peer).publish(/* keeps= */ false);
  }

  /** Counts what would come and go; nothing is taken in and nothing is published. */
  public static ExchangeResult preview(JournalStore store, Peer peer) throws IOException {
    return new Exchange(store, peer).receive(/* keeps= */ false);
  }

  private ExchangeResult receive(boolean keeps) throws IOException {
    return switch (peer.fetch()) {
      case Peer.Fetched.Unreachable(String reason) ->
          outcome(ExchangeResult.State.UNREACHABLE, reason);
      case Peer.Fetched.Streams there -> {
        Map<ReplicaId, Absorption> known = keeps ? absorb(there) : compare(there);
        if (!keeps) {
          count(there, known);
        }
        yield outcome(ExchangeResult.State.COMPLETE, "");
      }
    };
  }

  private ExchangeResult publish(boolean keeps) throws IOException {
    String reason = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      switch (peer.fetch()) {
        case Peer.Fetched.Unreachable(String why) -> {
          return outcome(ExchangeResult.State.UNREACHABLE, why);
        }
        case Peer.Fetched.Streams there -> {
          Peer.Outcome refused = publish(there, keeps ? absorb(there) : compare(there), keeps);
          switch (refused) {
            case null -> {
              return withheld.isEmpty()
                  ? outcome(ExchangeResult.State.COMPLETE, "")
                  : outcome(ExchangeResult.State.WITHHELD, String.join("; ", withheld));
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

  /** Takes in each stream; says how it stands to what is here. */
  private Map<ReplicaId, Absorption> absorb(Peer.Fetched.Streams there) throws IOException {
    Map<ReplicaId, Absorption> known = new HashMap<>();
    damage.addAll(there.damage());
    for (Map.Entry<ReplicaId, Peer.Held> entry : there.held().entrySet()) {
      ReplicaId replica = entry.getKey();
      Absorption absorbed = store.streams().absorb(replica, entry.getValue().segments());
      received += absorbed.added();
      damage.addAll(absorbed.damage());
      known.put(replica, absorbed);
      if (absorbed.writtenByACopy()) {
        notices.add(
            "another clone wrote as replica %s too; this clone goes on as replica %s"
                .formatted(replica, store.renew()));
      }
    }
    return known;
  }

  /** The same, without taking anything in. */
  private Map<ReplicaId, Absorption> compare(Peer.Fetched.Streams there) throws IOException {
    Map<ReplicaId, Absorption> known = new HashMap<>();
    damage.addAll(there.damage());
    for (Map.Entry<ReplicaId, Peer.Held> entry : there.held().entrySet()) {
      Absorption compared = store.streams().compare(entry.getKey(), entry.getValue().segments());
      damage.addAll(compared.damage());
      known.put(entry.getKey(), compared);
    }
    return known;
  }

  /** Counts what an exchange would bring and publish. */
  private void count(Peer.Fetched.Streams there, Map<ReplicaId, Absorption> known)
      throws IOException {
    known.values().forEach(compared -> received += compared.added());
    for (ReplicaId replica : store.replicas()) {
      Absorption compared = known.get(replica);
      int lacking = compared == null ? store.streams().count(replica) : compared.lacking();
      if (lacking > 0 && !there.blocked().contains(replica)) {
        sent++;
        sentEvents += lacking;
      }
    }
  }

  /** Null when all of it was accepted, else the first outcome that was not. */
  private Peer.@Nullable Outcome publish(
      Peer.Fetched.Streams there, Map<ReplicaId, Absorption> known, boolean kept)
      throws IOException {
    Map<ReplicaId, Peer.Offer> offers = new LinkedHashMap<>();
    Map<ReplicaId, Integer> lacking = new HashMap<>();
    Peer.Outcome refused = null;
    withheld.clear();
    for (ReplicaId replica : store.replicas()) {
      Peer.Held held = there.held().get(replica);
      Absorption compared = known.get(replica);
      if (compared != null && compared.lacking() == 0) {
        continue;
      }
      SortedMap<String, Piece> ours = store.streams().pieces(replica);
      if (ours.isEmpty()) {
        continue;
      }
      if (there.blocked().contains(replica)) {
        refused =
            new Peer.Outcome.Unreachable(
                "the journal of replica " + replica + " is damaged there, and is not forced");
      } else if (!kept && compared != null && compared.added() > 0) {
        withheld.add(
            "it holds %d events of replica %s that are not here, which are taken in first"
                .formatted(compared.added(), replica));
      } else {
        offers.put(replica, new Peer.Offer(held == null ? null : held.version(), ours));
        lacking.put(
            replica, compared == null ? store.streams().count(replica) : compared.lacking());
      }
    }
    Map<ReplicaId, Peer.Outcome> outcomes = offers.isEmpty() ? Map.of() : peer.publishAll(offers);
    for (Map.Entry<ReplicaId, Peer.Outcome> outcome : outcomes.entrySet()) {
      if (outcome.getValue() instanceof Peer.Outcome.Accepted) {
        sent++;
        sentEvents += lacking.getOrDefault(outcome.getKey(), 0);
      } else if (refused == null) {
        refused = outcome.getValue();
      }
    }
    return refused;
  }

  private ExchangeResult outcome(ExchangeResult.State state, String reason) {
    return new ExchangeResult(
        state, received, sent, sentEvents, reason, List.copyOf(damage), List.copyOf(notices));
  }
}
