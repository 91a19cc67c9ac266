package dev.pawl.index;

import dev.pawl.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file. It is opened when it is first asked for; from the first thing that goes wrong
 * it is left alone for the rest of the command, or, when it is damaged, begun anew by the next
 * write.
 */
final class Database implements AutoCloseable {
  /** Of the tables; a file with another number is begun anew, a higher one is left alone. */
  static final int SCHEMA = 10;

  /** Who else reads or writes is waited for so long at most: the index only saves time. */
  private static final int PATIENCE_MILLIS = 150;

  private static final String[] TABLES = {
    "CREATE TABLE file (tree INTEGER, path TEXT, blob TEXT, row BLOB, PRIMARY KEY (tree, path))"
        + " WITHOUT ROWID",
    "CREATE TABLE content (meaning INTEGER, blob TEXT, row BLOB, PRIMARY KEY (meaning, blob))",
    "CREATE TABLE journal (program TEXT PRIMARY KEY, row BLOB)",
    "CREATE TABLE usage (segment TEXT PRIMARY KEY, row BLOB)",
    "CREATE TABLE stream (program TEXT, replica TEXT, row BLOB, PRIMARY KEY (program, replica))",
    "CREATE TABLE trail (tip TEXT PRIMARY KEY, row BLOB)",
    "PRAGMA user_version = " + SCHEMA
  };

  private final Path file;
  private @Nullable Connection connection;
  private State state = State.UNOPENED;

  /** Where the file stands. */
  private enum State {
    UNOPENED,
    /** There is none yet, or it was damaged: a write begins it. */
    ABSENT,
    USABLE,
    /** Locked, of a later version, not readable or not writable: nothing more is tried. */
    LEFT_ALONE
  }

  Database(Path file) {
    this.file = file;
  }

  /** Something to do with the tables. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /** Reads at one moment; {@code otherwise} when there is nothing to read, or it goes wrong. */
  <T extends @Nullable Object> T read(Work<T> work, T otherwise) {
    try {
      open();
      Connection open = connection;
      if (state != State.USABLE || open == null) {
        return otherwise;
      }
      return within(open, "BEGIN", work);
    } catch (SQLException e) {
      failed(e);
      return otherwise;
    }
  }

  /** Writes all of it or nothing; that it could not be written changes nothing for the caller. */
  void write(Work<?> work) {
    try {
      open();
      if (state == State.ABSENT) {
        create();
      }
      Connection open = connection;
      if (state == State.USABLE && open != null) {
        within(open, "BEGIN IMMEDIATE", work);
      }
    } catch (SQLException | IOException e) {
      failed(e);
    }
  }

  private static <T extends @Nullable Object> T within(Connection open, String begin, Work<T> work)
      throws SQLException {
    execute(open, begin);
    try {
      T result = work.on(open);
      execute(open, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(open, e);
      throw e;
    }
  }

  /** SQLite has often done so itself. */
  private static void rollBack(Connection open, Exception reason) {
    try {
      execute(open, "ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private void open() throws SQLException {
    if (state != State.UNOPENED) {
      return;
    }
    state = State.ABSENT;
    if (!Files.exists(file)) {
      return;
    }
    state = State.LEFT_ALONE;
    Connection open = connect(false);
    connection = open;
    long version = version(open);
    if (version == SCHEMA) {
      state = State.USABLE;
    } else if (version == 0) {
      // Empty, and perhaps being begun by another process at this moment.
      disconnect();
      state = State.ABSENT;
    } else if (version < SCHEMA) {
      begunAnew();
    }
  }

  private void create() throws SQLException, IOException {
    OwnerOnly.folder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    state = State.LEFT_ALONE;
    Connection open = connect(true);
    connection = open;
    within(
        open,
        "BEGIN IMMEDIATE",
        tables -> {
          if (version(tables) == 0) {
            for (String table : TABLES) {
              execute(tables, table);
            }
          }
          return null;
        });
    state = version(open) == SCHEMA ? State.USABLE : State.LEFT_ALONE;
  }

  private Connection connect(boolean create) throws SQLException {
    Properties properties = new Properties();
    // SQLITE_OPEN_READWRITE, and SQLITE_OPEN_CREATE
    properties.setProperty("open_mode", create ? "6" : "2");
    properties.setProperty("busy_timeout", Integer.toString(PATIENCE_MILLIS));
    // A power cut may damage it; that is seen, and it is begun anew.
    properties.setProperty("synchronous", "OFF");
    try {
      Connection open = JDBC.createConnection("jdbc:sqlite:" + file, properties);
      if (open == null) {
        throw new SQLException("SQLite does not take this for a file: " + file);
      }
      return open;
    } catch (LinkageError e) {
      throw new SQLException("SQLite's library cannot be loaded on this system", e);
    }
  }

  private static long version(Connection open) throws SQLException {
    return number(open, "PRAGMA user_version");
  }

  static void execute(Connection open, String sql) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Runs a statement with these values, numbers, texts and bytes, in the places of its marks. */
  static void run(PreparedStatement statement, Object... values) throws SQLException {
    set(statement, values);
    statement.executeUpdate();
  }

  static void set(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** The bytes that a query finds, where it finds any. */
  byte @Nullable [] bytes(String query, Object... values) {
    return this.<byte @Nullable []>read(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(query)) {
            set(select, values);
            try (ResultSet found = select.executeQuery()) {
              return found.next() ? found.getBytes(1) : null;
            }
          }
        },
        null);
  }

  /** The number that a query finds. */
  static long number(Connection open, String query) throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      return found.next() ? found.getLong(1) : 0;
    }
  }

  /** Damaged: deleted, so that the next write begins a new one. Anything else: left alone. */
  private void failed(Exception e) {
    state = State.LEFT_ALONE;
    if (e instanceof SQLiteException failure && isDamage(failure.getResultCode())) {
      begunAnew();
    } else {
      disconnect();
    }
  }

  private static boolean isDamage(SQLiteErrorCode code) {
    int primary = code.code & 0xFF;
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code
        // A table or column that is not there.
        || primary == SQLiteErrorCode.SQLITE_ERROR.code;
  }

  /** Deletes it; what was kept in it is found again. */
  void begunAnew() {
    disconnect();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-journal"));
      state = State.ABSENT;
    } catch (IOException e) {
      // Not ours to delete: the command does without.
      state = State.LEFT_ALONE;
    }
  }

  /** Whether it is open and of use. */
  boolean isUsable() {
    return state == State.USABLE;
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing of it is used any more.
        state = State.LEFT_ALONE;
      }
    }
  }

  @Override
  public void close() {
    disconnect();
    state = State.LEFT_ALONE;
  }
}
