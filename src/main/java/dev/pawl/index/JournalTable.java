package dev.pawl.index;

import dev.pawl.journal.Event;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.JournalMemory.KnownSegment;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.JournalProjection.Place;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.TaskId;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the journal came to, in one row: it is recalled and remembered as a whole. Who is overtaken
 * by another process remembers less than that one, and the next goes on from there.
 */
final class JournalTable implements JournalMemory {
  private final Database database;
  private final Index index;
  private final String program;
  private @Nullable JournalProjection last;

  JournalTable(Database database, Index index, String program) {
    this.database = database;
    this.index = index;
    this.program = program;
  }

  @Override
  public long now() {
    return index.now();
  }

  @Override
  public @Nullable JournalProjection recall() {
    if (last == null) {
      last = read();
    }
    return last;
  }

  private @Nullable JournalProjection read() {
    byte[] sealed = database.bytes("SELECT row FROM journal WHERE program = ?", program);
    byte[] row = Seal.open(key(), sealed);
    try {
      return row == null ? null : unpacked(new Unpacker(row));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if nothing had been.
      return null;
    }
  }

  private static JournalProjection unpacked(Unpacker in) {
    List<Covered> segments = in.all(() -> covered(in));
    Map<TaskId, RecordedStatus> recorded = new HashMap<>();
    Map<TaskId, List<Place>> places = new HashMap<>();
    for (int left = in.count(); left > 0; left--) {
      TaskId task = new TaskId(in.must());
      if (in.number() == 1) {
        recorded.put(task, RecordCodec.recorded(in));
      }
      places.put(task, in.all(() -> new Place((int) in.number(), in.number(), (int) in.number())));
    }
    List<Event> takeovers = in.all(() -> RecordCodec.event(in));
    Event latest = in.number() == 0 ? null : RecordCodec.event(in);
    return new JournalProjection(segments, recorded, places, takeovers, latest);
  }

  @Override
  public void remember(JournalProjection fresh) {
    last = fresh;
    byte[] row = Seal.put(key(), packed(fresh));
    database.write(connection -> {
      Database.execute(connection, "DELETE FROM journal");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO journal VALUES (?, ?)")) {
        Database.run(insert, program, row);
      }
      return null;
    });
  }

  private static byte[] packed(JournalProjection fresh) {
    Packer out = new Packer();
    out.all(fresh.segments(), segment -> pack(out, segment));
    out.all(
        List.copyOf(fresh.places().keySet()),
        task -> {
          RecordedStatus recorded = fresh.recorded().get(task);
          out.text(task.value()).number(recorded == null ? 0 : 1);
          if (recorded != null) {
            RecordCodec.pack(out, recorded);
          }
          out.all(
              fresh.places().getOrDefault(task, List.of()),
              at -> out.number(at.segment()).number(at.offset()).number(at.length()));
        });
    out.all(fresh.takeovers(), event -> RecordCodec.pack(out, event));
    Event latest = fresh.latest();
    out.number(latest == null ? 0 : 1);
    if (latest != null) {
      RecordCodec.pack(out, latest);
    }
    return out.toBytes();
  }

  private static void pack(Packer out, Covered segment) {
    out.text(segment.replica().value()).text(segment.name());
    out.number(segment.size()).number(segment.lines()).number(segment.lastSeq());
    out.number(segment.sum()).mark(segment.mark());
  }

  private static Covered covered(Unpacker in) {
    return new Covered(
        new ReplicaId(in.must()),
        in.must(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.mark());
  }

  @Override
  public List<KnownSegment> recall(ReplicaId replica) {
    byte[] sealed =
        database.bytes(
            "SELECT row FROM stream WHERE program = ? AND replica = ?", program, replica.value());
    byte[] row = Seal.open(key(replica), sealed);
    try {
      return row == null ? List.of() : segments(new Unpacker(row));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if nothing had been.
      return List.of();
    }
  }

  private static List<KnownSegment> segments(Unpacker in) {
    return in.all(() ->
        new KnownSegment(
            in.must(), in.must(), in.number(), in.number(), in.number(), in.number(), in.mark()));
  }

  @Override
  public void remember(ReplicaId replica, List<KnownSegment> segments) {
    Packer out = new Packer();
    out.all(
        segments,
        one ->
            out.text(one.name())
                .text(one.blob())
                .number(one.size())
                .number(one.lines())
                .number(one.firstSeq())
                .number(one.lastSeq())
                .mark(one.mark()));
    byte[] row = Seal.put(key(replica), out.toBytes());
    database.write(connection -> {
      try (PreparedStatement replace =
          connection.prepareStatement("INSERT OR REPLACE INTO stream VALUES (?, ?, ?)")) {
        Database.run(replace, program, replica.value(), row);
      }
      return null;
    });
  }

  private String key(ReplicaId replica) {
    return "stream " + replica + " " + program;
  }

  private String key() {
    return "journal " + program;
  }
}
