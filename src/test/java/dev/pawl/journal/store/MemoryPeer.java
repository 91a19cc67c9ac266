package dev.pawl.journal.store;

import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A peer in memory that can be out of reach, or lose the reply to what it accepted. */
final class MemoryPeer implements Peer {
  private final Map<ReplicaId, Held> held = new HashMap<>();
  private int version;
  boolean reachable = true;
  int repliesToLose;
  int publishes;

  /** What happens at the peer just before it decides about a publish. */
  Runnable before = () -> {};

  @Override
  public synchronized Fetched fetch() {
    return reachable
        ? new Fetched.Streams(Map.copyOf(held), Set.of(), List.of())
        : new Fetched.Unreachable("no route to host");
  }

  @Override
  public synchronized Outcome publish(
      ReplicaId replica, @Nullable String expected, SortedMap<String, Piece> segments) {
    if (!reachable) {
      return new Outcome.Unreachable("no route to host");
    }
    Runnable race = before;
    before = () -> {};
    race.run();
    publishes++;
    Held there = held.get(replica);
    if (there == null ? expected != null : !there.version().equals(expected)) {
      return new Outcome.Rejected("the stream has changed");
    }
    version++;
    held.put(replica, new Held("v" + version, new TreeMap<>(segments)));
    if (repliesToLose > 0) {
      repliesToLose--;
      return new Outcome.Rejected("no reply");
    }
    return new Outcome.Accepted("v" + version);
  }

  synchronized void wipe() {
    held.clear();
  }

  synchronized Map<ReplicaId, Held> held() {
    return Map.copyOf(held);
  }
}
