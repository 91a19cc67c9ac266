package dev.pawl.index;

import dev.pawl.disk.OwnerOnly;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.usage.UsageMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * What was read before, so that it need not be read again: {@code index.db} in pawl's folder of a
 * clone. It has no say: whatever becomes of it at any moment, answers stay the same. Nothing here
 * fails; what is not there, locked, damaged or of another version is done without.
 */
public final class Index implements AutoCloseable {
  private final Path folder;
  private final String program;
  private final Database database;

  private Index(Path folder, String program) {
    this.folder = folder;
    this.program = program;
    this.database = new Database(folder.resolve("index.db"));
  }

  /**
   * The index in pawl's folder of a clone. Touches nothing yet.
   *
   * @param program which pawl this is: another one may read the same bytes otherwise
   */
  public static Index in(Path folder, String program) {
    return new Index(folder, program);
  }

  /**
   * The plans of one work tree.
   *
   * @param tree names the work tree
   * @param settings all that decides, beside its bytes, what a plan file says
   */
  public PlanTable plans(String tree, String settings) {
    return new PlanTable(database, tree, program + " " + settings);
  }

  /**
   * What histories showed.
   *
   * @param settings as for {@link #plans}, and where plans are looked for
   */
  public TrailTable trails(String settings) {
    return new TrailTable(database, program + " " + settings);
  }

  /** What the clone's journal came to. */
  public JournalMemory journal() {
    return new JournalTable(database, this, program);
  }

  /** What the clone's journal says of usage. */
  public UsageMemory usage() {
    return new UsageTable(database, program);
  }

  /** Where it is. */
  public Path file() {
    return folder.resolve("index.db");
  }

  /** False when this command had to do without it. */
  public boolean isUsable() {
    return database.isUsable();
  }

  /** Deletes it; the next command that reads begins a new one. */
  public void delete() {
    database.begunAnew();
  }

  /** The time of the disk that the index is on, in nanoseconds since 1970; 0 if it cannot tell. */
  public long now() {
    try {
      OwnerOnly.folder(folder);
      Path probe = Files.createTempFile(folder, "now-", ".tmp");
      FileTime time = Files.getLastModifiedTime(probe);
      Files.delete(probe);
      return time.to(TimeUnit.NANOSECONDS);
    } catch (IOException e) {
      // A disk that cannot be written to has no time, so that nothing counts as settled.
      return 0;
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
