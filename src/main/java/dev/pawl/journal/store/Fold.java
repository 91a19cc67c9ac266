package dev.pawl.journal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.FileMark;
import dev.pawl.journal.Body;
import dev.pawl.journal.DecodedLine;
import dev.pawl.journal.Event;
import dev.pawl.journal.EventCodec;
import dev.pawl.journal.Join;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.JournalProjection.Place;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.TaskId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Goes on from what was remembered of a journal. Only a journal that is sound and only grew at its
 * ends is gone on from: of every file that may have been written to, the part that was covered must
 * have the bytes it had. Anything else is read as a whole.
 */
final class Fold {
  /** No segment that pawl wrote is as large. */
  static final long LARGEST = 16 << 20;

  private final SortedMap<ReplicaId, Path> folders;
  private final JournalMemory memory;
  private final List<SegmentFile> files;
  private final List<Covered> segments = new ArrayList<>();
  private final Map<TaskId, List<Event>> fresh = new HashMap<>();
  private final Map<TaskId, List<Place>> freshPlaces = new HashMap<>();
  private final Map<ReplicaId, Long> lastSeq = new HashMap<>();
  private @Nullable Event latest;
  private long now = -1;

  /** Over the journal as it is now. */
  Fold(SortedMap<ReplicaId, Path> folders, JournalMemory memory) throws IOException {
    this.folders = folders;
    this.memory = memory;
    this.files = memory instanceof JournalMemory.None ? List.of() : SegmentFile.in(folders);
  }

  /** What the journal comes to now; null when it has to be read as a whole. */
  @Nullable JournalProjection goneOn() throws IOException {
    JournalProjection old = memory.recall();
    if (old == null) {
      return null;
    }
    segments.addAll(old.segments());
    latest = old.latest();
    old.segments().forEach(each -> lastSeq.merge(each.replica(), each.lastSeq(), Math::max));
    if (!read(old)) {
      return null;
    }
    if (segments.equals(old.segments())) {
      return old;
    }
    JournalProjection known = fresh.isEmpty() ? sameTasks(old) : joined(old);
    if (known != null) {
      memory.remember(known);
    }
    return known;
  }

  /** Reads what is new; false when something else changed. */
  private boolean read(JournalProjection old) throws IOException {
    Map<String, Integer> covered = new HashMap<>();
    for (int i = 0; i < old.segments().size(); i++) {
      Covered segment = old.segments().get(i);
      covered.put(SegmentFile.key(segment.replica(), segment.name()), i);
    }
    for (SegmentFile file : files) {
      Integer place = covered.remove(file.key());
      Covered before = place == null ? null : segments.get(place);
      if (before != null && file.isStill(before)) {
        continue;
      }
      Covered after = read(file, before, place == null ? segments.size() : place);
      if (after == null) {
        return false;
      }
      if (place == null) {
        segments.add(after);
      } else {
        segments.set(place, after);
      }
    }
    return covered.isEmpty();
  }

  private @Nullable Covered read(SegmentFile file, @Nullable Covered before, int place)
      throws IOException {
    int from = before == null ? 0 : (int) before.size();
    FileMark mark = file.mark();
    if (mark.kind() != FileMark.Kind.FILE || mark.size() > LARGEST) {
      return null;
    }
    if (now < 0) {
      now = memory.now();
    }
    Damages damages = new Damages();
    byte[] bytes = SegmentFile.text(file.path(), damages);
    if (bytes.length < from || (before != null && sum(bytes, from) != before.sum())) {
      return null;
    }
    ByteArrayInputStream rest = new ByteArrayInputStream(bytes, from, bytes.length - from);
    Segment more = Segment.read(file.name(), file.path().toString(), rest, file.replica(), damages);
    if (!damages.toList().isEmpty() || more.unsettled() || more.open()) {
      return null;
    }
    long seq = before == null ? 0 : before.lastSeq();
    for (Segment.Placed placed : more.events()) {
      Event event = placed.event();
      seq = event.seq();
      if (!learn(event, new Place(place, from + placed.offset(), length(event)))) {
        return null;
      }
    }
    long lines = (before == null ? 0 : before.lines()) + more.lines();
    long sum = sum(bytes, bytes.length);
    return new Covered(
        file.replica(), file.name(), bytes.length, lines, seq, sum, mark.settledBefore(now));
  }

  /** Takes an event in; false for what may change more than its own task. */
  private boolean learn(Event event, Place place) {
    if (event.seq() <= lastSeq.getOrDefault(event.replica(), 0L)
        || event.body() instanceof Body.Takeover) {
      return false;
    }
    lastSeq.put(event.replica(), event.seq());
    latest = later(latest, event);
    TaskId task = event.body().about();
    if (task != null) {
      fresh.computeIfAbsent(task, _ -> new ArrayList<>()).add(event);
      freshPlaces.computeIfAbsent(task, _ -> new ArrayList<>()).add(place);
    }
    return true;
  }

  private static Event later(@Nullable Event one, Event other) {
    return one == null || other.at().compareTo(one.at()) > 0 ? other : one;
  }

  private JournalProjection sameTasks(JournalProjection old) {
    return new JournalProjection(segments, old.recorded(), old.places(), old.takeovers(), latest);
  }

  /** Joins the tasks that something was reported of, each over all its events. */
  private @Nullable JournalProjection joined(JournalProjection old) throws IOException {
    Map<TaskId, RecordedStatus> recorded = new HashMap<>(old.recorded());
    Map<TaskId, List<Place>> places = new HashMap<>(old.places());
    List<Event> events = eventsOf(old, fresh.keySet());
    if (events == null) {
      return null;
    }
    List<Event> all = new ArrayList<>(events);
    fresh.values().forEach(all::addAll);
    all.addAll(old.takeovers());
    Map<TaskId, RecordedStatus> now = Join.of(all);
    for (TaskId task : fresh.keySet()) {
      RecordedStatus known = now.get(task);
      if (known == null) {
        recorded.remove(task);
      } else {
        recorded.put(task, known);
      }
      List<Place> where = new ArrayList<>(places.getOrDefault(task, List.of()));
      where.addAll(freshPlaces.getOrDefault(task, List.of()));
      places.put(task, where);
    }
    return new JournalProjection(segments, recorded, places, old.takeovers(), latest);
  }

  /** The events of some tasks, from their places; null when something else stands there. */
  @Nullable List<Event> eventsOf(JournalProjection known, Collection<TaskId> tasks)
      throws IOException {
    List<Event> events = new ArrayList<>();
    Map<Integer, OpenSegment> open = new HashMap<>();
    try {
      for (TaskId task : new HashSet<>(tasks)) {
        for (Place place : known.places().getOrDefault(task, List.of())) {
          OpenSegment segment = open.get(place.segment());
          if (segment == null) {
            segment = open(known.segments().get(place.segment()));
            open.put(place.segment(), segment);
          }
          byte[] line = SegmentFile.line(segment.path(), segment.file(), place);
          if (EventCodec.decode(line) instanceof DecodedLine.Read(Event event)
              && task.equals(event.body().about())) {
            events.add(event);
          } else {
            return null;
          }
        }
      }
      return events;
    } finally {
      for (OpenSegment segment : open.values()) {
        segment.file().close();
      }
    }
  }

  private record OpenSegment(Path path, FileChannel file) {}

  private OpenSegment open(Covered segment) throws IOException {
    return SegmentFile.standing(
        path(segment), path -> new OpenSegment(path, FileChannel.open(path)));
  }

  private Path path(Covered segment) throws IOException {
    Path folder = folders.get(segment.replica());
    if (folder == null) {
      throw new IOException("the journal of replica " + segment.replica() + " is gone");
    }
    return folder.resolve(segment.name());
  }

  /** Has a journal remembered that was read as a whole, if it is sound. */
  @Nullable JournalProjection remember(Map<ReplicaId, ReplicaLog> logs, long readSince) {
    if (memory instanceof JournalMemory.None) {
      return null;
    }
    Map<TaskId, List<Place>> places = new HashMap<>();
    List<Event> takeovers = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (SegmentFile file : files) {
      ReplicaLog log = logs.get(file.replica());
      Segment segment = log == null ? null : log.segment(file.name());
      if (log == null || segment == null || !log.damage().isEmpty()) {
        return null;
      }
      if (segment.unsettled() || segment.open()) {
        return null;
      }
      cover(file, segment, places, readSince);
    }
    Set<Event> distinct = new HashSet<>();
    logs.values().forEach(log -> distinct.addAll(log.events()));
    for (Event event : distinct) {
      latest = later(latest, event);
      events.add(event);
      if (event.body() instanceof Body.Takeover) {
        takeovers.add(event);
      }
    }
    JournalProjection known =
        new JournalProjection(segments, Join.of(events), places, takeovers, latest);
    memory.remember(known);
    return known;
  }

  private void cover(
      SegmentFile file, Segment segment, Map<TaskId, List<Place>> places, long readSince) {
    CRC32 sum = new CRC32();
    long seq = 0;
    for (Segment.Placed placed : segment.events()) {
      Event event = placed.event();
      byte[] line = event.line().getBytes(UTF_8);
      sum.update(line);
      sum.update('\n');
      seq = Math.max(seq, event.seq());
      TaskId task = event.body().about();
      if (task != null) {
        places
            .computeIfAbsent(task, _ -> new ArrayList<>())
            .add(new Place(segments.size(), placed.offset(), line.length));
      }
    }
    segments.add(
        new Covered(
            file.replica(),
            file.name(),
            segment.whole(),
            segment.lines(),
            seq,
            sum.getValue(),
            file.mark().settledBefore(readSince)));
  }

  private static int length(Event event) {
    return event.line().getBytes(UTF_8).length;
  }

  private static long sum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }
}
