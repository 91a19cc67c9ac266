package dev.pawl.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who waits for itself: the strongly connected parts of a graph (Tarjan, without recursion, so that
 * a hostile chain of a million is only long). Linear in nodes and edges.
 */
final class Circles {
  /**
   * A part of the graph in which all wait for all.
   *
   * @param members of the part, in the order of the graph
   * @param shortest one way round from the first member that has a short one, ending before it
   */
  record Circle(Set<String> members, List<String> shortest) {
    private static final int SHOWN = 12;

    /** The way round, for people. */
    String text() {
      List<String> names = new ArrayList<>(shortest.subList(0, Math.min(SHOWN, shortest.size())));
      if (shortest.size() > SHOWN) {
        names.add("… " + (shortest.size() - SHOWN) + " more …");
      }
      names.add(shortest.getFirst());
      return String.join(" → ", names);
    }
  }

  private static final class Visit {
    final String node;
    final int index;
    int low;
    int next;

    Visit(String node, int index) {
      this.node = node;
      this.index = index;
      this.low = index;
    }
  }

  private final Map<String, List<String>> edges;
  private final Map<String, Visit> visits = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final Set<String> isOpen = new HashSet<>();
  private final List<Set<String>> parts = new ArrayList<>();

  private Circles(Map<String, List<String>> edges) {
    this.edges = edges;
  }

  /** The circles of a graph, in the order of its nodes; edges to what is no node are none. */
  static List<Circle> of(Map<String, List<String>> edges) {
    Circles search = new Circles(edges);
    for (String node : edges.keySet()) {
      if (!search.visits.containsKey(node)) {
        search.walk(node);
      }
    }
    Map<String, Integer> partOf = new HashMap<>();
    for (int i = 0; i < search.parts.size(); i++) {
      for (String member : search.parts.get(i)) {
        partOf.put(member, i);
      }
    }
    Map<Integer, Circle> circles = new LinkedHashMap<>();
    for (String node : edges.keySet()) {
      Integer part = partOf.get(node);
      if (part != null && !circles.containsKey(part)) {
        Set<String> members = search.parts.get(part);
        circles.put(part, new Circle(members, search.shortest(node, members)));
      }
    }
    return List.copyOf(circles.values());
  }

  private void walk(String start) {
    Deque<Visit> path = new ArrayDeque<>();
    path.push(enter(start));
    while (!path.isEmpty()) {
      Visit at = path.element();
      List<String> next = edges.getOrDefault(at.node, List.of());
      if (at.next < next.size()) {
        String other = next.get(at.next++);
        Visit seen = visits.get(other);
        if (!edges.containsKey(other)) {
          continue;
        }
        if (seen == null) {
          path.push(enter(other));
        } else if (isOpen.contains(other)) {
          at.low = Math.min(at.low, seen.index);
        }
        continue;
      }
      path.pop();
      Visit above = path.peek();
      if (above != null) {
        above.low = Math.min(above.low, at.low);
      }
      if (at.low == at.index) {
        leave(at.node);
      }
    }
  }

  private Visit enter(String node) {
    Visit visit = new Visit(node, visits.size());
    visits.put(node, visit);
    open.push(node);
    isOpen.add(node);
    return visit;
  }

  private void leave(String root) {
    Set<String> part = new HashSet<>();
    String node;
    do {
      node = open.pop();
      isOpen.remove(node);
      part.add(node);
    } while (!node.equals(root));
    if (part.size() > 1 || edges.getOrDefault(root, List.of()).contains(root)) {
      parts.add(part);
    }
  }

  /** Breadth first, within the part. */
  private List<String> shortest(String start, Set<String> members) {
    Map<String, String> from = new HashMap<>();
    Deque<String> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      String node = queue.remove();
      for (String other : edges.getOrDefault(node, List.of())) {
        if (other.equals(start)) {
          return back(start, node, from);
        }
        if (members.contains(other) && from.putIfAbsent(other, node) == null) {
          queue.add(other);
        }
      }
    }
    throw new IllegalStateException("no way round from " + start);
  }

  private static List<String> back(String start, String last, Map<String, String> from) {
    List<String> way = new ArrayList<>();
    String node = last;
    while (!node.equals(start)) {
      way.add(node);
      node = from.getOrDefault(node, start);
    }
    way.add(start);
    return List.copyOf(way.reversed());
  }
}
