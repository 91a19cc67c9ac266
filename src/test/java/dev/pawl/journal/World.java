package dev.pawl.journal;

import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Several replicas with clocks hours apart that report, reopen, take claims over, and now and then
 * hear a part of what another one knows.
 */
public final class World {
  static final PlanId PLAN = PlanId.of("P-1").orElseThrow();
  private static final List<String> WORDS =
      List.of("todo", "in_progress", "blocked", "done", "cancelled");
  private static final List<Integer> RANKS = List.of(0, 1, 1, 2, 2);
  private static final long START = 1_780_000_000_000L;

  private final RandomGenerator random;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<Event> all = new LinkedHashSet<>();
  private final boolean reopens;
  private final boolean takeovers;
  private long now = START;

  private static final class Node {
    final ReplicaId id;
    final long skew;
    final Set<Event> known = new LinkedHashSet<>();
    long epoch;

    Node(ReplicaId id, long skew, long epoch) {
      this.id = id;
      this.skew = skew;
      this.epoch = epoch;
    }
  }

  private World(RandomGenerator random, boolean reopens, boolean takeovers) {
    this.random = random;
    this.reopens = reopens;
    this.takeovers = takeovers;
    int count = random.nextInt(2, 6);
    for (int i = 0; i < count; i++) {
      long skew = random.nextLong(-8, 9) * Duration.ofHours(1).toMillis();
      nodes.add(new Node(ReplicaId.random(random), skew, i));
    }
  }

  /** A history with everything in it. */
  static World of(RandomGenerator random) {
    return new World(random, true, true).play(random.nextInt(2, 40));
  }

  /** A history without reopens and takeovers. */
  public static World forward(RandomGenerator random) {
    return new World(random, false, false).play(random.nextInt(2, 40));
  }

  private World play(int steps) {
    for (int i = 0; i < steps; i++) {
      now += random.nextInt(3) * random.nextLong(1, 3_600_000);
      int dice = random.nextInt(20);
      Node node = pick(nodes);
      if (dice < 8) {
        hear(node, pick(nodes));
      } else if (dice < 10 && reopens) {
        int word = random.nextInt(2);
        write(node, Draft.reopen(task(), WORDS.get(word), RANKS.get(word)));
      } else if (dice < 11 && takeovers) {
        takeOver(node, pick(nodes));
      } else {
        report(node);
      }
    }
    return this;
  }

  private void report(Node node) {
    int word = random.nextInt(WORDS.size());
    Draft draft = Draft.report(task(), WORDS.get(word), RANKS.get(word));
    write(node, takeovers && random.nextBoolean() ? draft.underClaim(PLAN, node.epoch) : draft);
  }

  private void takeOver(Node node, Node owner) {
    long last =
        node.known.stream()
            .filter(event -> event.replica().equals(owner.id))
            .mapToLong(Event::seq)
            .max()
            .orElse(0);
    write(
        node,
        Draft.takeover(new Body.Takeover(PLAN, owner.id, owner.epoch, owner.epoch + 10, last)));
    node.epoch = owner.epoch + 10;
  }

  private TaskId task() {
    return TaskId.of("T" + random.nextInt(1, 3)).orElseThrow();
  }

  private void write(Node node, Draft draft) {
    Origin origin = new Origin(node.id, 0, "host", "host-id", "actor");
    Event event = new Scribe(origin, node.known, now + node.skew).write(draft);
    node.known.add(event);
    all.add(event);
  }

  /** One hears, of each replica, the beginning of what the other knows. */
  private void hear(Node node, Node other) {
    Map<String, List<Event>> streams = new TreeMap<>();
    for (Event event : other.known) {
      streams.computeIfAbsent(event.replica().value(), _ -> new ArrayList<>()).add(event);
    }
    for (List<Event> stream : streams.values()) {
      stream.sort(Comparator.comparingLong(Event::seq));
      node.known.addAll(stream.subList(0, random.nextInt(stream.size() + 1)));
    }
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Everything that was ever written. */
  public List<Event> events() {
    return List.copyOf(all);
  }

  /** What each replica knows at the end. */
  List<Set<Event>> views() {
    return nodes.stream().map(node -> node.known).toList();
  }

  /** The same events in another order, some of them twice. */
  List<Event> disorder(Collection<Event> events) {
    List<Event> disordered = new ArrayList<>(events);
    for (Event event : events) {
      if (random.nextInt(4) == 0) {
        disordered.add(event);
      }
    }
    Collections.shuffle(disordered, new Random(random.nextLong()));
    return disordered;
  }

  /** Some of the events. */
  List<Event> some(Collection<Event> events) {
    int keep = random.nextInt(1, 10);
    return events.stream().filter(_ -> random.nextInt(10) < keep).toList();
  }
}
