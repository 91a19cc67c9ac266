package dev.pawl.journal.store;

import dev.pawl.journal.Event;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.usage.UsageMemory;
import dev.pawl.journal.usage.UsageRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says of usage. Of a journal that is sound only the segments are read that were not
 * read before, or have grown; any other one is read as a whole.
 */
public final class UsageLog {
  /** So many segments are remembered at a time. */
  private static final int BATCH = 100;

  private final JournalStore store;
  private final UsageMemory memory;

  public UsageLog(JournalStore store, UsageMemory memory) {
    this.store = store;
    this.memory = memory;
  }

  /** All that the journal said at this moment, in no order; what was written twice is twice. */
  public List<UsageRecord> records(Snapshot loaded) throws IOException {
    JournalProjection known = loaded.known();
    List<UsageRecord> records = known == null ? null : remembered(known.segments());
    try {
      return records == null ? of(loaded.events()) : records;
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private @Nullable List<UsageRecord> remembered(List<Covered> segments) throws IOException {
    List<UsageRecord> records = new ArrayList<>();
    Map<UsageMemory.Part, List<UsageRecord>> fresh = new HashMap<>();
    for (Covered segment : segments) {
      UsageMemory.Part part = part(segment);
      List<UsageRecord> known = memory.recall(part);
      if (known == null) {
        known = read(segment);
        if (known == null) {
          return null;
        }
        fresh.put(part, known);
      }
      records.addAll(known);
      if (fresh.size() == BATCH) {
        memory.remember(fresh);
        fresh.clear();
      }
    }
    if (!fresh.isEmpty()) {
      memory.remember(fresh);
    }
    return records;
  }

  private static UsageMemory.Part part(Covered segment) {
    return new UsageMemory.Part(
        SegmentFile.key(segment.replica(), segment.name()), segment.size() + " " + segment.sum());
  }

  /** What the covered part of a segment says; null when something else stands there by now. */
  private @Nullable List<UsageRecord> read(Covered segment) throws IOException {
    Path file = store.folder(segment.replica()).resolve(segment.name());
    byte[] bytes = SegmentFile.text(file, new Damages());
    int size = (int) segment.size();
    if (bytes.length < size) {
      return null;
    }
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, size);
    if (sum.getValue() != segment.sum()) {
      return null;
    }
    ByteArrayInputStream covered = new ByteArrayInputStream(bytes, 0, size);
    List<Event> events = new ArrayList<>();
    Segment.read(segment.name(), file.toString(), covered, segment.replica(), new Damages())
        .events()
        .forEach(placed -> events.add(placed.event()));
    return of(events);
  }

  private static List<UsageRecord> of(List<Event> events) {
    return events.stream().flatMap(event -> event.usage().stream()).toList();
  }
}
