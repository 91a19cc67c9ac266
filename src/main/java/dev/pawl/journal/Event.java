package dev.pawl.journal;

import dev.pawl.journal.usage.Usage;
import dev.pawl.journal.usage.UsageRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One immutable line of the journal. {@code after} are the heads of the task's events that the
 * writer knew of; {@code line} is the text as written, without its line end, so that fields of
 * later versions survive. Only {@link EventCodec} makes events; two are equal when their ids are.
 */
public record Event(
    EventId id,
    long version,
    Origin origin,
    HybridTime at,
    ReportContext context,
    List<EventId> after,
    Body body,
    String line) {
  /** By time, replica, sequence and id: total, and the same on every machine. */
  static final Comparator<Event> BY_TIME =
      Comparator.comparing(Event::at)
          .thenComparing(event -> event.replica().value())
          .thenComparingLong(Event::seq)
          .thenComparing(event -> event.id().hex());

  /** Digits of an id that fit into a number. */
  private static final int MARK = 16;

  public Event {
    after = List.copyOf(after);
  }

  /** The replica that wrote it. */
  public ReplicaId replica() {
    return origin.replica();
  }

  /**
   * The same event, as it is shown: with the name that its host goes by now.
   *
   * @param names of hosts, by id; a host that is not among them keeps the name that it wrote
   */
  public Event named(Map<String, String> names) {
    return isNamed(names)
        ? this
        : new Event(id, version, origin.on(name(names)), at, context, after, body, line);
  }

  /** Whether it bears that name already. */
  boolean isNamed(Map<String, String> names) {
    return name(names).equals(origin.host());
  }

  private String name(Map<String, String> names) {
    return names.getOrDefault(origin.hostId(), origin.host());
  }

  /** Its number there, from 1. */
  public long seq() {
    return origin.seq();
  }

  /** What it says of usage; nothing where it is about something else. */
  public Optional<UsageRecord> usage() {
    return body instanceof Body.Used(Usage usage)
        ? Optional.of(
            new UsageRecord(
                at.millis(),
                Long.parseUnsignedLong(id.hex(), 0, MARK, 16),
                origin.host(),
                origin.hostId(),
                context.plan(),
                usage))
        : Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event event && event.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }
}
