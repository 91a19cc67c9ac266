package dev.pawl.journal.exchange;

import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.store.Damage;
import dev.pawl.journal.store.Piece;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A place where replicas leave their streams for each other. It keeps one stream a replica, each
 * with a version that changes when the stream does, and decides by comparing versions who may
 * replace it. What it holds is not trusted.
 */
public interface Peer {
  /** A replica's stream there: segment names and their contents. */
  record Held(String version, SortedMap<String, Piece> segments) {}

  /** What a fetch came to. */
  sealed interface Fetched {
    /**
     * All streams that are there.
     *
     * @param blocked replicas in whose place something else stands, which is never forced away
     * @param damage what is there and cannot be read; the rest counts all the same
     */
    record Streams(Map<ReplicaId, Held> held, Set<ReplicaId> blocked, List<Damage> damage)
        implements Fetched {}

    /** Nothing is known of the peer now; {@code reason} is for a person. */
    record Unreachable(String reason) implements Fetched {}
  }

  /** What became of a stream that was published. */
  sealed interface Outcome {
    /** It is there now, under this version. */
    record Accepted(String version) implements Outcome {}

    /** Another was there before: nothing changed. Fetch again. */
    record Rejected(String reason) implements Outcome {}

    /** The peer did not answer, or refuses whatever is sent; {@code reason} is for a person. */
    record Unreachable(String reason) implements Outcome {}
  }

  /** Everything that is there. */
  Fetched fetch() throws IOException;

  /**
   * Replaces a replica's stream if it still has the version {@code expected} (null: if there is
   * none). Never forced. A lost reply may be reported as rejected: the next fetch tells.
   */
  Outcome publish(ReplicaId replica, @Nullable String expected, SortedMap<String, Piece> segments)
      throws IOException;

  /** A stream to publish, and the version that it replaces. */
  record Offer(@Nullable String expected, SortedMap<String, Piece> segments) {}

  /** Publishes several streams, each for itself; where it can, a peer does it in one go. */
  default Map<ReplicaId, Outcome> publishAll(Map<ReplicaId, Offer> offers) throws IOException {
    Map<ReplicaId, Outcome> outcomes = new LinkedHashMap<>();
    for (Map.Entry<ReplicaId, Offer> offer : offers.entrySet()) {
      Offer made = offer.getValue();
      outcomes.put(offer.getKey(), publish(offer.getKey(), made.expected(), made.segments()));
    }
    return outcomes;
  }
}
