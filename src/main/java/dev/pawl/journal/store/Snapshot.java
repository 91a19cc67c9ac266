package dev.pawl.journal.store;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.Join;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.TaskId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal at one moment: all events of all replicas, what of it is damaged, and what a person
 * should be told.
 */
public final class Snapshot {
  private final @Nullable ReplicaId replica;
  private final Supplier<List<Event>> read;
  private final Supplier<List<Event>> taken;
  private final Supplier<Map<TaskId, RecordedStatus>> joined;
  private final @Nullable JournalProjection known;
  private final List<Damage> damage;
  private final List<String> notices;
  private @Nullable List<Event> events;
  private @Nullable List<Event> takeovers;
  private @Nullable Map<TaskId, RecordedStatus> recorded;

  /** A journal that was read as a whole. */
  public Snapshot(
      @Nullable ReplicaId replica, List<Event> events, List<Damage> damage, List<String> notices) {
    this(replica, () -> events, null, damage, notices);
    this.events = List.copyOf(events);
  }

  /** A whole journal of which it may be known what it comes to; its events are read when needed. */
  Snapshot(
      @Nullable ReplicaId replica,
      Supplier<List<Event>> read,
      @Nullable JournalProjection known,
      List<Damage> damage,
      List<String> notices) {
    this.replica = replica;
    this.read = read;
    this.known = known;
    this.taken = known == null ? () -> takeovers(events()) : known::takeovers;
    this.joined = known == null ? () -> Join.of(events()) : known::recorded;
    this.damage = List.copyOf(damage);
    this.notices = List.copyOf(notices);
  }

  private Snapshot(Snapshot as, Map<String, String> names) {
    this.replica = as.replica;
    this.known = as.known;
    this.read = () -> as.events().stream().map(event -> event.named(names)).toList();
    this.taken = () -> as.takeovers().stream().map(event -> event.named(names)).toList();
    this.joined = () -> named(as.recorded(), names);
    this.damage = as.damage;
    this.notices = as.notices;
  }

  /** The same, as it is shown: with the names that hosts go by now (N25). */
  Snapshot named(Map<String, String> names) {
    return names.isEmpty() ? this : new Snapshot(this, names);
  }

  private static Map<TaskId, RecordedStatus> named(
      Map<TaskId, RecordedStatus> recorded, Map<String, String> names) {
    Map<TaskId, RecordedStatus> named = new LinkedHashMap<>();
    recorded.forEach((task, status) -> named.put(task, status.named(names)));
    return named;
  }

  private static List<Event> takeovers(List<Event> events) {
    return events.stream().filter(event -> event.body() instanceof Body.Takeover).toList();
  }

  /** This clone's own replica, or null as long as it has reported nothing. */
  public @Nullable ReplicaId replica() {
    return replica;
  }

  /**
   * All events. Where they have to be read first, that may fail with an {@link
   * java.io.UncheckedIOException}, and what was reported meanwhile is among them.
   */
  public List<Event> events() {
    List<Event> known = events;
    if (known == null) {
      known = List.copyOf(read.get());
      events = known;
    }
    return known;
  }

  /** The takeovers among the events; known without reading the others where it is remembered. */
  public List<Event> takeovers() {
    List<Event> known = takeovers;
    if (known == null) {
      known = taken.get();
      takeovers = known;
    }
    return known;
  }

  /** What it came to, and how far it was read for that; null where that is not remembered. */
  @Nullable JournalProjection known() {
    return known;
  }

  /** What does not count. */
  public List<Damage> damage() {
    return damage;
  }

  /** What a person should be told. */
  public List<String> notices() {
    return notices;
  }

  /** What is recorded for each task. */
  public Map<TaskId, RecordedStatus> recorded() {
    Map<TaskId, RecordedStatus> known = recorded;
    if (known == null) {
      known = joined.get();
      recorded = known;
    }
    return known;
  }
}
