package dev.pawl.journal.store;

import dev.pawl.disk.ProcessLock;
import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The journal as it is exchanged, a stream a replica. Where a stream here is sound and one of two
 * only went on from the other, what is new is all that is read; everything else is compared event
 * by event, with the same result.
 */
public final class ExchangedStreams {
  private final JournalStore store;
  private final Map<ReplicaId, LocalStream> sound = new HashMap<>();

  ExchangedStreams(JournalStore store) {
    this.store = store;
  }

  /** What is here of a replica, so that a peer need not read it; nothing where that is odd. */
  public Map<String, Piece> known(ReplicaId replica) throws IOException {
    LocalStream here = look(replica);
    return here == null ? Map.of() : here.pieces();
  }

  private @Nullable LocalStream look(ReplicaId replica) throws IOException {
    LocalStream known = sound.get(replica);
    if (known != null && known.isCurrent()) {
      return known;
    }
    LocalStream now = LocalStream.read(store.folder(replica), replica, store.memory());
    if (now == null) {
      sound.remove(replica);
    } else {
      sound.put(replica, now);
    }
    return now;
  }

  /** How many events of a replica are here. */
  public int count(ReplicaId replica) throws IOException {
    LocalStream here = look(replica);
    return here == null ? log(replica).events().size() : here.lines();
  }

  /** A replica's whole, verified segments, as they are published. */
  public SortedMap<String, Piece> pieces(ReplicaId replica) throws IOException {
    LocalStream here = look(replica);
    if (here != null) {
      return here.pieces();
    }
    SortedMap<String, Piece> pieces = new TreeMap<>();
    log(replica)
        .bySegment()
        .forEach((name, events) -> {
          if (!events.isEmpty()) {
            pieces.put(name, Piece.of(Segment.bytes(events)));
          }
        });
    return pieces;
  }

  /** How a stream of this replica stands to what is here; nothing is taken over. */
  public Absorption compare(ReplicaId replica, Map<String, Piece> stream) throws IOException {
    LocalStream here = look(replica);
    LocalStream.Gap gap = here == null ? null : here.gapTo(stream);
    if (gap != null) {
      return new Absorption(gap.missing().size(), gap.lacking(), false, List.of());
    }
    Damages damages = new Damages();
    Set<Event> fetched = verified(replica, stream, damages);
    Set<Event> log = log(replica).events();
    int added = (int) fetched.stream().filter(event -> !log.contains(event)).count();
    return new Absorption(added, log.size() + added - fetched.size(), false, damages.toList());
  }

  /**
   * Takes over what a stream of this replica holds beyond what is here. Nothing that is here goes
   * away, whatever the stream lacks; what is damaged in it is named.
   */
  public Absorption absorb(ReplicaId replica, Map<String, Piece> stream) throws IOException {
    LocalStream here = look(replica);
    LocalStream.Gap gap = here == null ? null : here.gapTo(stream);
    if (gap != null) {
      return gap.missing().isEmpty()
          ? new Absorption(0, gap.lacking(), false, List.of())
          : goneOn(replica, stream);
    }
    Damages damages = new Damages();
    Set<Event> fetched = verified(replica, stream, damages);
    ReplicaLog log = log(replica);
    if (log.events().containsAll(fetched)) {
      int lacking = log.events().size() - fetched.size();
      return new Absorption(0, lacking, false, damages.toList());
    }
    try (ProcessLock _ = store.lock()) {
      return eventByEvent(replica, fetched, damages);
    }
  }

  /** Looks again under the lock: another process may have taken the same in meanwhile. */
  private Absorption goneOn(ReplicaId replica, Map<String, Piece> stream) throws IOException {
    try (ProcessLock _ = store.lock()) {
      LocalStream here = look(replica);
      LocalStream.Gap gap = here == null ? null : here.gapTo(stream);
      if (here == null || gap == null) {
        Damages damages = new Damages();
        return eventByEvent(replica, verified(replica, stream, damages), damages);
      }
      List<Event> missing = gap.missing();
      List<Damage> damage = store.write(replica, here.last(), missing);
      boolean copied = store.isOwn(replica) && here.lastSeq() > 0 && !missing.isEmpty();
      return new Absorption(missing.size(), gap.lacking(), copied, damage);
    }
  }

  private Absorption eventByEvent(ReplicaId replica, Set<Event> fetched, Damages damages)
      throws IOException {
    ReplicaLog log = log(replica);
    List<Event> missing = fetched.stream().filter(e -> !log.events().contains(e)).toList();
    for (Event event : missing) {
      if (log.claimsSeqOfAnother(event)) {
        damages.add("stream of " + replica, event.seq(), 0, ReplicaLog.twice(event));
      }
    }
    List<Damage> damage = new ArrayList<>(damages.toList());
    damage.addAll(store.write(replica, log.last(), missing));
    int lacking = log.events().size() + missing.size() - fetched.size();
    boolean copied = store.isOwn(replica) && !log.events().isEmpty() && !missing.isEmpty();
    return new Absorption(missing.size(), lacking, copied, damage);
  }

  private ReplicaLog log(ReplicaId replica) throws IOException {
    return ReplicaLog.read(store.folder(replica), replica);
  }

  private static Set<Event> verified(ReplicaId replica, Map<String, Piece> stream, Damages damages)
      throws IOException {
    Set<Event> events = new LinkedHashSet<>();
    for (Map.Entry<String, Piece> entry : new TreeMap<>(stream).entrySet()) {
      String name = entry.getKey();
      if (!Segment.isName(name)) {
        damages.add("stream of " + replica, 0, 0, "a file that is not named as a segment is");
        continue;
      }
      String place = "stream of " + replica + ", " + name;
      var in = new ByteArrayInputStream(entry.getValue().bytes());
      for (Segment.Placed placed : Segment.read(name, place, in, replica, damages).events()) {
        events.add(placed.event());
      }
    }
    return events;
  }
}
