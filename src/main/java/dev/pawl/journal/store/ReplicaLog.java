package dev.pawl.journal.store;

import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One replica's segments as they stand on disk. */
final class ReplicaLog {
  private final Path folder;
  private final Set<Event> events = new LinkedHashSet<>();
  private final Map<String, List<Event>> bySegment = new LinkedHashMap<>();
  private final Map<String, Segment> segments = new HashMap<>();
  private final Map<Long, Event> bySeq = new HashMap<>();
  private final Damages damages = new Damages();
  private @Nullable Segment last;

  private ReplicaLog(Path folder) {
    this.folder = folder;
  }

  /** Reads the folder; one that is not there is an empty log. */
  static ReplicaLog read(Path folder, ReplicaId replica) throws IOException {
    ReplicaLog log = new ReplicaLog(folder);
    for (Path file : segments(folder)) {
      String name = SegmentFile.name(file);
      try (InputStream in = SegmentFile.standing(file, standing -> open(standing, log.damages))) {
        log.add(Segment.read(name, file.toString(), in, replica, log.damages));
      }
    }
    return log;
  }

  private static InputStream open(Path file, Damages damages) throws IOException {
    return SegmentFile.isPacked(file)
        ? new ByteArrayInputStream(SegmentFile.text(file, damages))
        : Files.newInputStream(file);
  }

  /** The files in a replica's folder, in order; of a plain and a packed one the plain one. */
  static List<Path> segments(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      SortedMap<String, Path> segments = new TreeMap<>();
      files
          .filter(file -> Segment.isName(SegmentFile.name(file)))
          .forEach(file ->
              segments.merge(
                  SegmentFile.name(file),
                  file,
                  (one, other) -> SegmentFile.isPacked(one) ? other : one));
      return List.copyOf(segments.values());
    }
  }

  private void add(Segment segment) {
    last = segment;
    segments.put(segment.name(), segment);
    List<Event> here = new ArrayList<>();
    for (Segment.Placed placed : segment.events()) {
      Event event = placed.event();
      if (events.add(event)) {
        here.add(event);
        if (claimsSeqOfAnother(event)) {
          String place = folder.resolve(segment.name()).toString();
          damages.add(place, placed.line(), placed.offset(), twice(event));
        }
        bySeq.putIfAbsent(event.seq(), event);
      }
    }
    bySegment.put(segment.name(), here);
  }

  boolean claimsSeqOfAnother(Event event) {
    Event other = bySeq.get(event.seq());
    return other != null && !other.equals(event);
  }

  static String twice(Event event) {
    return "a second event with the sequence number "
        + event.seq()
        + ": two clones wrote under one name; both are kept";
  }

  Path folder() {
    return folder;
  }

  /** All events, in stream order. */
  Set<Event> events() {
    return events;
  }

  /** The events of each segment, in stream order. */
  Map<String, List<Event>> bySegment() {
    return bySegment;
  }

  /** A file as it was read; null when there was none of this name. */
  @Nullable Segment segment(String name) {
    return segments.get(name);
  }

  List<Damage> damage() {
    return damages.toList();
  }

  /** The segment that the next event goes to or follows; null when there is none. */
  @Nullable Segment last() {
    return last;
  }

  /** Whether the last segment ends in what no reader can use: a write under way, or damage. */
  boolean unsettled() {
    return last != null && last.unsettled();
  }
}
