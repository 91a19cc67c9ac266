package dev.pawl.index;

import dev.pawl.journal.Event;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.JournalProjection.Covered;
import dev.pawl.journal.JournalProjection.Mark;
import dev.pawl.journal.JournalProjection.Place;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.plan.TaskId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the journal came to: a head, and the tasks in a fixed number of rows. The head carries the
 * checksums of all rows, so that what is recalled was written together.
 */
final class JournalTable implements JournalMemory {
  /** Few enough to read all of them fast, and enough that one report rewrites little. */
  private static final int ROWS = 256;

  /** Instead of a checksum: there is no such row. */
  private static final long NO_ROW = -1;

  private static final String INSERT = "INSERT OR REPLACE INTO journal VALUES (?, ?)";

  private final Database database;
  private final Index index;
  private final String program;

  /** The checksums of the rows as recalled; null when nothing was. */
  private long @Nullable [] sums;

  /** That of their head. */
  private long headSum = NO_ROW;

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
    sums = null;
    headSum = NO_ROW;
    Map<Integer, byte[]> rows = database.read(JournalTable::rows, Map.of());
    byte[] head = Seal.open(key(0), rows.get(0));
    if (head == null) {
      return null;
    }
    try {
      return unpacked(head, rows);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if nothing had been.
      return null;
    }
  }

  private static Map<Integer, byte[]> rows(Connection connection) throws SQLException {
    Map<Integer, byte[]> rows = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement("SELECT place, row FROM journal");
        ResultSet found = select.executeQuery()) {
      while (found.next()) {
        byte[] row = found.getBytes(2);
        if (row != null) {
          rows.put(found.getInt(1), row);
        }
      }
    }
    return rows;
  }

  private @Nullable JournalProjection unpacked(byte[] head, Map<Integer, byte[]> rows) {
    Unpacker in = new Unpacker(head);
    if (!program.equals(in.text())) {
      return null;
    }
    long[] expected = new long[ROWS + 1];
    for (int place = 1; place <= ROWS; place++) {
      expected[place] = in.number();
    }
    List<Covered> segments = in.all(() -> covered(in));
    List<Event> takeovers = in.all(() -> RecordCodec.event(in));
    Event latest = in.number() == 0 ? null : RecordCodec.event(in);
    Map<TaskId, RecordedStatus> recorded = new HashMap<>();
    Map<TaskId, List<Place>> places = new HashMap<>();
    for (int place = 1; place <= ROWS; place++) {
      byte[] sealed = rows.get(place);
      if (expected[place] == NO_ROW && sealed == null) {
        continue;
      }
      byte[] row = Seal.open(key(place), sealed);
      if (sealed == null || row == null || sum(sealed) != expected[place]) {
        return null;
      }
      tasks(new Unpacker(row), recorded, places);
    }
    sums = expected;
    headSum = sum(rows.get(0));
    return new JournalProjection(segments, recorded, places, takeovers, latest);
  }

  private static void tasks(
      Unpacker in, Map<TaskId, RecordedStatus> recorded, Map<TaskId, List<Place>> places) {
    int count = in.count();
    for (int i = 0; i < count; i++) {
      TaskId task = new TaskId(in.must());
      if (in.number() == 1) {
        recorded.put(task, RecordCodec.recorded(in));
      }
      places.put(task, in.all(() -> new Place((int) in.number(), in.number(), (int) in.number())));
    }
  }

  @Override
  public void remember(JournalProjection fresh, @Nullable Set<TaskId> changed) {
    long[] before = sums;
    BitSet touched = new BitSet();
    long[] after = new long[ROWS + 1];
    boolean all = changed == null || before == null;
    if (changed == null || before == null) {
      touched.set(1, ROWS + 1);
    } else {
      changed.forEach(task -> touched.set(place(task)));
      System.arraycopy(before, 0, after, 0, before.length);
    }
    Map<Integer, byte[]> rows = rows(fresh, touched);
    touched.stream()
        .forEach(place -> {
          byte[] row = rows.get(place);
          after[place] = row == null ? NO_ROW : sum(row);
        });
    byte[] head = Seal.put(key(0), head(fresh, after));
    long expected = headSum;
    sums = null;
    database.write(connection -> {
      if (!all && headSum(connection) != expected) {
        // Another process remembered more meanwhile; the next one goes on from there.
        return null;
      }
      if (all) {
        Database.execute(connection, "DELETE FROM journal");
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (Map.Entry<Integer, byte[]> row : rows.entrySet()) {
          insert.setInt(1, row.getKey());
          insert.setBytes(2, row.getValue());
          insert.executeUpdate();
        }
        insert.setInt(1, 0);
        insert.setBytes(2, head);
        insert.executeUpdate();
      }
      return null;
    });
  }

  private static long headSum(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("SELECT row FROM journal WHERE place = 0");
        ResultSet found = select.executeQuery()) {
      byte[] head = found.next() ? found.getBytes(1) : null;
      return head == null ? NO_ROW : sum(head);
    }
  }

  /** The rows at these places, sealed; without those that hold no task. */
  private static Map<Integer, byte[]> rows(JournalProjection fresh, BitSet touched) {
    Map<Integer, List<TaskId>> tasks = new HashMap<>();
    for (TaskId task : fresh.places().keySet()) {
      int place = place(task);
      if (touched.get(place)) {
        tasks.computeIfAbsent(place, _ -> new ArrayList<>()).add(task);
      }
    }
    Map<Integer, byte[]> rows = new HashMap<>();
    tasks.forEach((place, here) -> {
      Packer out = new Packer();
      out.all(
          here,
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
      rows.put(place, Seal.put(key(place), out.toBytes()));
    });
    return rows;
  }

  private byte[] head(JournalProjection fresh, long[] rowSums) {
    Packer out = new Packer().text(program);
    IntStream.rangeClosed(1, ROWS).forEach(place -> out.number(rowSums[place]));
    out.all(fresh.segments(), segment -> pack(out, segment));
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
    out.number(segment.sum());
    Mark mark = segment.mark();
    out.number(mark.modified()).number(mark.changed()).number(mark.inode());
    out.number(mark.settled() ? 1 : 0);
  }

  private static Covered covered(Unpacker in) {
    return new Covered(
        new ReplicaId(in.must()),
        in.must(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        new Mark(in.number(), in.number(), in.number(), in.number() == 1));
  }

  /** Which row a task is in, from 1. */
  private static int place(TaskId task) {
    return 1 + Math.floorMod((task.value().hashCode() * 0x9E3779B9) >>> 8, ROWS);
  }

  private static String key(int place) {
    return "journal " + place;
  }

  private static long sum(byte @Nullable [] sealed) {
    return sealed == null ? NO_ROW : Seal.sum(sealed) & 0xFFFF_FFFFL;
  }
}
