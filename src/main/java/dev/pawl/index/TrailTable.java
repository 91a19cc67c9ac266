package dev.pawl.index;

import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What whole histories showed of some tasks, by the commit that they end in. */
public final class TrailTable {
  /** Then all are forgotten: most end in commits that nobody asks for again. */
  private static final int MOST = 2_000;

  private final Database database;
  private final long meaning;

  TrailTable(Database database, String meaning) {
    this.database = database;
    this.meaning = Seal.number(meaning);
  }

  /** A word, or what kind of mark it is, and the commit that it stands for. */
  public record Mark(String word, String commit) {}

  /**
   * What one history showed of one task.
   *
   * @param changes the commits at which the block came to say a word
   * @param origins where what it says at the tip came from, each with its kind
   * @param removal the commit that took the block out; empty while it is there
   */
  public record Row(List<Mark> changes, List<Mark> origins, List<Mark> removal) {}

  /** What the history of this commit showed, by task; empty when that is not known. */
  public Map<String, Row> of(String tip) {
    String key = key(tip);
    return unpacked(Seal.open(key, database.bytes("SELECT row FROM trail WHERE tip = ?", key)));
  }

  /** Remembers, if it can, what the whole history of this commit showed, by task. */
  public void remember(String tip, Map<String, Row> shown) {
    String key = key(tip);
    byte[] row = Seal.put(key, pack(shown));
    database.write(connection -> {
      if (Database.number(connection, "SELECT count(*) FROM trail") >= MOST) {
        Database.execute(connection, "DELETE FROM trail");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR REPLACE INTO trail VALUES (?, ?)")) {
        Database.run(insert, key, row);
      }
      return null;
    });
  }

  private static byte[] pack(Map<String, Row> shown) {
    Packer out = new Packer();
    out.number(shown.size());
    shown.forEach((task, row) -> {
      out.text(task);
      for (List<Mark> marks : List.of(row.changes(), row.origins(), row.removal())) {
        out.all(marks, mark -> out.text(mark.word()).text(mark.commit()));
      }
    });
    return out.toBytes();
  }

  private static Map<String, Row> unpacked(byte @Nullable [] row) {
    if (row == null) {
      return Map.of();
    }
    try {
      Unpacker in = new Unpacker(row);
      Map<String, Row> shown = new HashMap<>();
      for (int left = in.count(); left > 0; left--) {
        shown.put(in.must(), new Row(marks(in), marks(in), marks(in)));
      }
      return shown;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if it were not there.
      return Map.of();
    }
  }

  private static List<Mark> marks(Unpacker in) {
    return in.all(() -> new Mark(in.must(), in.must()));
  }

  private String key(String tip) {
    return tip + " " + meaning;
  }
}
