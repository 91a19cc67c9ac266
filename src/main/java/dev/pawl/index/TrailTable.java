package dev.pawl.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * What one history showed.
   *
   * @param asked the tasks that were looked for
   * @param held those of them that some commit held
   * @param sets how often each status word was set, by task
   * @param byPawl the words that pawl itself set last, by task
   */
  public record Shown(
      Set<String> asked,
      Set<String> held,
      Map<String, Map<String, Integer>> sets,
      Map<String, Set<String>> byPawl) {}

  /** What the history of this commit showed; null when that is not known. */
  public @Nullable Shown of(String tip) {
    String key = key(tip);
    return database.<@Nullable Shown>read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT row FROM trail WHERE tip = ?")) {
            select.setString(1, key);
            try (ResultSet found = select.executeQuery()) {
              return found.next() ? unpacked(Seal.open(key, found.getBytes(1))) : null;
            }
          }
        },
        null);
  }

  /** Remembers, if it can, what the whole history of this commit showed. */
  public void remember(String tip, Shown shown) {
    String key = key(tip);
    byte[] row = Seal.put(key, pack(shown));
    database.write(connection -> {
      forgetMany(connection);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR REPLACE INTO trail VALUES (?, ?)")) {
        insert.setString(1, key);
        insert.setBytes(2, row);
        insert.executeUpdate();
      }
      return null;
    });
  }

  private static void forgetMany(Connection connection) throws SQLException {
    boolean many;
    try (PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM trail");
        ResultSet found = count.executeQuery()) {
      many = found.next() && found.getLong(1) >= MOST;
    }
    if (many) {
      Database.execute(connection, "DELETE FROM trail");
    }
  }

  private static byte[] pack(Shown shown) {
    Packer out = new Packer();
    out.texts(List.copyOf(shown.asked())).texts(List.copyOf(shown.held()));
    out.number(shown.sets().size());
    shown
        .sets()
        .forEach((task, words) -> {
          out.text(task).number(words.size());
          words.forEach((word, count) -> out.text(word).number(count));
        });
    out.number(shown.byPawl().size());
    shown.byPawl().forEach((task, words) -> out.text(task).texts(List.copyOf(words)));
    return out.toBytes();
  }

  private static @Nullable Shown unpacked(byte @Nullable [] row) {
    if (row == null) {
      return null;
    }
    try {
      Unpacker in = new Unpacker(row);
      Set<String> asked = new HashSet<>(in.texts());
      Set<String> held = new HashSet<>(in.texts());
      Map<String, Map<String, Integer>> sets = new HashMap<>();
      for (int left = in.count(); left > 0; left--) {
        Map<String, Integer> words = sets.computeIfAbsent(in.must(), _ -> new HashMap<>());
        for (int more = in.count(); more > 0; more--) {
          words.put(in.must(), (int) in.number());
        }
      }
      Map<String, Set<String>> byPawl = new HashMap<>();
      for (int left = in.count(); left > 0; left--) {
        byPawl.put(in.must(), new HashSet<>(in.texts()));
      }
      return new Shown(asked, held, sets, byPawl);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if it were not there.
      return null;
    }
  }

  private String key(String tip) {
    return tip + " " + meaning;
  }
}
