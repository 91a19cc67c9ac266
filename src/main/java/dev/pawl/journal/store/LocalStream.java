package dev.pawl.journal.store;

import dev.pawl.disk.Digest;
import dev.pawl.disk.FileMark;
import dev.pawl.journal.Event;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.JournalMemory.KnownSegment;
import dev.pawl.journal.ReplicaId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One replica's segments here, by their content. What was read before and did not change is not
 * read again. Only a sound stream is described: whole events and nothing else, each numbered higher
 * than the one before it.
 */
final class LocalStream {
  private final Path folder;
  private final ReplicaId replica;
  private final JournalMemory memory;
  private final List<KnownSegment> segments = new ArrayList<>();
  private @Nullable FileMark lastMark;
  private long now = -1;

  private LocalStream(Path folder, ReplicaId replica, JournalMemory memory) {
    this.folder = folder;
    this.replica = replica;
    this.memory = memory;
  }

  /** Reads the folder; null when the stream is not sound, and has to be read event by event. */
  static @Nullable LocalStream read(Path folder, ReplicaId replica, JournalMemory memory)
      throws IOException {
    LocalStream stream = new LocalStream(folder, replica, memory);
    List<KnownSegment> remembered = memory.recall(replica);
    Map<String, KnownSegment> known = new HashMap<>();
    remembered.forEach(segment -> known.put(segment.name(), segment));
    long last = 0;
    for (Path file : ReplicaLog.segments(folder)) {
      KnownSegment segment = stream.segment(file, known.get(SegmentFile.name(file)));
      if (segment == null || segment.firstSeq() <= last) {
        return null;
      }
      last = segment.lastSeq();
      stream.segments.add(segment);
    }
    if (!stream.segments.equals(remembered)) {
      memory.remember(replica, stream.segments);
    }
    return stream;
  }

  private @Nullable KnownSegment segment(Path file, @Nullable KnownSegment before)
      throws IOException {
    FileMark mark = SegmentFile.of(replica, file).mark();
    lastMark = mark;
    if (before != null && mark.equals(before.mark())) {
      return before;
    }
    if (mark.kind() != FileMark.Kind.FILE || mark.size() > Fold.LARGEST) {
      return null;
    }
    if (now < 0) {
      now = memory.now();
    }
    Damages damages = new Damages();
    byte[] bytes = SegmentFile.text(file, damages);
    String name = SegmentFile.name(file);
    boolean grown = before != null && startsWith(bytes, before);
    int from = before != null && grown ? (int) before.size() : 0;
    ByteArrayInputStream rest = new ByteArrayInputStream(bytes, from, bytes.length - from);
    Segment more = Segment.read(name, name, rest, replica, damages);
    if (!damages.toList().isEmpty() || more.unsettled() || more.open()) {
      return null;
    }
    long first = before != null && grown ? before.firstSeq() : 0;
    long last = before != null && grown ? before.lastSeq() : 0;
    for (Segment.Placed placed : more.events()) {
      long seq = placed.event().seq();
      if (seq <= last) {
        return null;
      }
      first = first == 0 ? seq : first;
      last = seq;
    }
    long lines = (before != null && grown ? before.lines() : 0) + more.lines();
    FileMark settled =
        SegmentFile.isPacked(file) || mark.size() == bytes.length ? mark.settledBefore(now) : null;
    return first == 0
        ? null
        : new KnownSegment(name, Digest.blob(bytes), bytes.length, lines, first, last, settled);
  }

  private static boolean startsWith(byte[] bytes, KnownSegment before) {
    return bytes.length >= before.size()
        && Digest.blob(Arrays.copyOf(bytes, (int) before.size())).equals(before.blob());
  }

  /**
   * Whether nothing was written since, as far as one process has to ask again: to what is not the
   * last segment nobody writes.
   */
  boolean isCurrent() throws IOException {
    List<Path> files = ReplicaLog.segments(folder);
    if (files.size() != segments.size() || files.isEmpty()) {
      return false;
    }
    KnownSegment last = segments.getLast();
    Path file = files.getLast();
    return SegmentFile.name(file).equals(last.name()) && FileMark.of(file).equals(lastMark);
  }

  /** The number of its last event; 0 when it is empty. */
  long lastSeq() {
    return segments.isEmpty() ? 0 : segments.getLast().lastSeq();
  }

  int lines() {
    return (int) segments.stream().mapToLong(KnownSegment::lines).sum();
  }

  /** The segment that the next event goes to or follows; null when there is none. */
  @Nullable Segment last() {
    if (segments.isEmpty()) {
      return null;
    }
    KnownSegment last = segments.getLast();
    return Segment.upTo(last.name(), last.size(), false, last.lines());
  }

  /** The content of a segment, as it was when this was read. */
  byte[] bytes(KnownSegment segment) throws IOException {
    Path file = folder.resolve(segment.name());
    byte[] bytes = SegmentFile.text(file, new Damages());
    byte[] known =
        bytes.length > segment.size() ? Arrays.copyOf(bytes, (int) segment.size()) : bytes;
    if (!Digest.blob(known).equals(segment.blob())) {
      throw new JournalException(file + ": was changed while it was read; try again");
    }
    return known;
  }

  /**
   * What lies between this and the same replica's stream elsewhere, where one only went on from the
   * other.
   *
   * @param missing the events that are there and not here, in their order
   * @param lacking how many are here and not there
   */
  record Gap(List<Event> missing, int lacking) {}

  /** Finds it; null where the two differ otherwise, and have to be compared event by event. */
  @Nullable Gap gapTo(Map<String, Piece> there) throws IOException {
    Map<String, KnownSegment> ours = new HashMap<>();
    segments.forEach(segment -> ours.put(segment.name(), segment));
    List<Event> missing = new ArrayList<>();
    long lacking = 0;
    long last = lastSeq();
    for (Map.Entry<String, Piece> theirs : new TreeMap<>(there).entrySet()) {
      KnownSegment segment = ours.remove(theirs.getKey());
      if (segment != null && segment.blob().equals(theirs.getValue().blob())) {
        continue;
      }
      byte[] known = segment == null ? new byte[0] : bytes(segment);
      byte[] bytes = theirs.getValue().bytes();
      int common = Math.min(known.length, bytes.length);
      if (!Segment.isName(theirs.getKey()) || !startAlike(known, bytes, common)) {
        return null;
      }
      if (bytes.length == common) {
        if (common > 0 && bytes[common - 1] != '\n') {
          return null;
        }
        lacking += lines(known, common);
        continue;
      }
      List<Event> more = events(bytes, common);
      for (Event event : more == null ? List.<Event>of() : more) {
        if (event.seq() <= last) {
          return null;
        }
        last = event.seq();
        missing.add(event);
      }
      if (more == null) {
        return null;
      }
    }
    lacking += ours.values().stream().mapToLong(KnownSegment::lines).sum();
    return new Gap(missing, (int) lacking);
  }

  private static boolean startAlike(byte[] one, byte[] other, int length) {
    return Arrays.equals(one, 0, length, other, 0, length);
  }

  private static int lines(byte[] bytes, int from) {
    int lines = 0;
    for (int i = from; i < bytes.length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** The whole events from a place on; null when anything else is there. */
  private @Nullable List<Event> events(byte[] bytes, int from) throws IOException {
    Damages damages = new Damages();
    var rest = new ByteArrayInputStream(bytes, from, bytes.length - from);
    Segment more = Segment.read("", "", rest, replica, damages);
    return damages.toList().isEmpty() && !more.unsettled() && !more.open()
        ? more.events().stream().map(Segment.Placed::event).toList()
        : null;
  }

  /** The segments as they are published. */
  SortedMap<String, Piece> pieces() {
    SortedMap<String, Piece> pieces = new TreeMap<>();
    segments.forEach(segment -> pieces.put(segment.name(), new OnDisk(this, segment)));
    return pieces;
  }

  private record OnDisk(LocalStream stream, KnownSegment segment) implements Piece {
    @Override
    public String blob() {
      return segment.blob();
    }

    @Override
    public byte[] bytes() throws IOException {
      return stream.bytes(segment);
    }
  }
}
