package dev.pawl.index;

import dev.pawl.disk.FileMark;
import dev.pawl.plan.document.PlanContent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the plan files of one work tree, and committed ones, said when they were last read. */
public final class PlanTable {
  /** So many contents more than files are kept; then those of old commits are forgotten. */
  private static final int MOST_OLD = 50_000;

  private final Database database;
  private final long tree;
  private final long meaning;

  PlanTable(Database database, String tree, String meaning) {
    this.database = database;
    this.tree = Seal.number(tree);
    this.meaning = Seal.number(meaning);
  }

  /**
   * A file as it was read.
   *
   * @param mark what the file system said of it before; null where a write may not show in that
   * @param blob the name that git has for its bytes
   */
  public record FileRow(@Nullable FileMark mark, String blob) {}

  /** A file and, where that is known, what it says. */
  public record Known(FileRow file, @Nullable PlanContent content) {}

  /** What is new. */
  public record Update(
      Map<String, FileRow> files, Map<String, PlanContent> contents, Collection<String> gone) {}

  /** Every file of this work tree that was read, by path. */
  public Map<String, Known> files() {
    return database.read(this::files, Map.of());
  }

  private Map<String, Known> files(Connection connection) throws SQLException {
    Map<String, Known> files = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT f.path, f.blob, f.row, c.row FROM file f LEFT JOIN content c"
                + " ON c.meaning = ? AND c.blob = f.blob WHERE f.tree = ?")) {
      Database.set(select, meaning, tree);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          String path = found.getString(1);
          String blob = found.getString(2);
          FileRow file = file(path, blob, found.getBytes(3));
          if (file != null) {
            files.put(path, new Known(file, content(blob, found.getBytes(4))));
          }
        }
      }
    }
    return files;
  }

  /** What the bytes of this name say; null when that is not known. */
  public @Nullable PlanContent content(String blob) {
    return content(
        blob,
        database.bytes("SELECT row FROM content WHERE meaning = ? AND blob = ?", meaning, blob));
  }

  /** Remembers, if it can. */
  public void update(Update update) {
    database.write(connection -> {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR REPLACE INTO content VALUES (?, ?, ?)")) {
        for (Map.Entry<String, PlanContent> content : update.contents().entrySet()) {
          String blob = content.getKey();
          byte[] row = Seal.put(contentKey(blob), PlanCodec.pack(content.getValue()));
          Database.run(insert, meaning, blob, row);
        }
      }
      files(connection, update);
      if (!update.contents().isEmpty()) {
        forgetOld(connection);
      }
      return null;
    });
  }

  private void files(Connection connection, Update update) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)")) {
      for (Map.Entry<String, FileRow> file : update.files().entrySet()) {
        String path = file.getKey();
        FileRow row = file.getValue();
        byte[] sealed =
            Seal.put(fileKey(path, row.blob()), new Packer().mark(row.mark()).toBytes());
        Database.run(insert, tree, path, row.blob(), sealed);
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM file WHERE tree = ? AND path = ?")) {
      for (String path : update.gone()) {
        Database.run(delete, tree, path);
      }
    }
  }

  private static void forgetOld(Connection connection) throws SQLException {
    long old =
        Database.number(
            connection, "SELECT (SELECT count(*) FROM content) - (SELECT count(*) FROM file)");
    if (old > MOST_OLD) {
      Database.execute(connection, "DELETE FROM content WHERE blob NOT IN (SELECT blob FROM file)");
    }
  }

  private @Nullable FileRow file(
      @Nullable String path, @Nullable String blob, byte @Nullable [] sealed) {
    byte[] row = path == null || blob == null ? null : Seal.open(fileKey(path, blob), sealed);
    if (row == null || blob == null) {
      return null;
    }
    try {
      return new FileRow(new Unpacker(row).mark(), blob);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if it were not there.
      return null;
    }
  }

  private @Nullable PlanContent content(@Nullable String blob, byte @Nullable [] sealed) {
    byte[] row = blob == null ? null : Seal.open(contentKey(blob), sealed);
    if (row == null) {
      return null;
    }
    try {
      return PlanCodec.unpack(row);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // Not what was written: as if it were not there.
      return null;
    }
  }

  private String fileKey(String path, String blob) {
    return tree + " " + blob + " " + path;
  }

  private String contentKey(String blob) {
    return meaning + " " + blob;
  }
}
