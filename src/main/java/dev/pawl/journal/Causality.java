package dev.pawl.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Who knew of whom among one task's events: an event knows those that it names, its replica's
 * earlier ones, and all that these know. Every question costs linear time.
 *
 * <p>Ids are hashes, so names alone cannot form a circle; forged sequence numbers can. The answers
 * are then still the same on every machine, for events are asked in {@link Event#BY_TIME} order.
 */
final class Causality {
  private final List<Event> events;
  private final Map<EventId, Integer> numbers = new HashMap<>();
  private final Map<ReplicaId, int[]> bySeq = new HashMap<>();

  /** Of distinct events. */
  Causality(Collection<Event> distinct) {
    events = distinct.stream().sorted(Event.BY_TIME.reversed()).toList();
    Map<ReplicaId, List<Integer>> replicas = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      numbers.put(events.get(i).id(), i);
      replicas.computeIfAbsent(events.get(i).replica(), _ -> new ArrayList<>()).add(i);
    }
    replicas.forEach((replica, own) -> {
      own.sort(Comparator.comparingLong(i -> events.get(i).seq()));
      bySeq.put(replica, own.stream().mapToInt(i -> i).toArray());
    });
  }

  /** Those of the candidates that no other candidate knows of, latest first. */
  List<Event> latest(Collection<Event> candidates) {
    Set<Event> among = new HashSet<>(candidates);
    int[] asked =
        IntStream.range(0, events.size()).filter(i -> among.contains(events.get(i))).toArray();
    Walk walk = new Walk(true);
    for (int i : asked) {
      if (!walk.seen.get(i)) {
        walk.from(i);
      }
    }
    return Arrays.stream(asked).filter(i -> !walk.seen.get(i)).mapToObj(events::get).toList();
  }

  /** Those that neither know of the event nor are known by it. */
  List<Event> unrelated(Event event) {
    int start = events.indexOf(event);
    Walk back = new Walk(true);
    back.from(start);
    Walk forth = new Walk(false);
    forth.from(start);
    List<Event> unrelated = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (i != start && !back.seen.get(i) && !forth.seen.get(i)) {
        unrelated.add(events.get(i));
      }
    }
    return unrelated;
  }

  private Map<Integer, List<Integer>> named() {
    Map<Integer, List<Integer>> by = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      for (EventId id : events.get(i).after()) {
        Integer known = numbers.get(id);
        if (known != null) {
          by.computeIfAbsent(known, _ -> new ArrayList<>()).add(i);
        }
      }
    }
    return by;
  }

  /**
   * What is reached from some events, backwards to what they knew, or forwards to who knew them.
   */
  private final class Walk {
    private final boolean back;
    private final Map<Integer, List<Integer>> namedBy;
    private final Map<ReplicaId, Integer> passed = new HashMap<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    final BitSet seen = new BitSet();

    Walk(boolean back) {
      this.back = back;
      this.namedBy = back ? Map.of() : named();
    }

    void from(int start) {
      open.push(start);
      while (!open.isEmpty()) {
        int at = open.pop();
        if (back) {
          for (EventId id : events.get(at).after()) {
            Integer known = numbers.get(id);
            if (known != null) {
              see(known, start);
            }
          }
        } else {
          namedBy.getOrDefault(at, List.of()).forEach(i -> see(i, start));
        }
        alongReplica(at, start);
      }
    }

    /** Sees the replica's earlier (or later) events, each only once in the whole walk. */
    private void alongReplica(int at, int start) {
      Event event = events.get(at);
      int[] own = bySeq.get(event.replica());
      if (own == null) {
        return;
      }
      int n = passed.getOrDefault(event.replica(), 0);
      while (n < own.length) {
        int next = back ? own[n] : own[own.length - 1 - n];
        long ahead = events.get(next).seq() - event.seq();
        if (back ? ahead >= 0 : ahead <= 0) {
          break;
        }
        see(next, start);
        n++;
      }
      passed.put(event.replica(), n);
    }

    private void see(int i, int start) {
      if (i != start && !seen.get(i)) {
        seen.set(i);
        open.push(i);
      }
    }
  }
}
