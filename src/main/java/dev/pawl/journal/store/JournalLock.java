package dev.pawl.journal.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The operating system's lock on one file, so that a death releases it. The file beside it, which
 * names the holder, is only for the message.
 */
final class JournalLock implements AutoCloseable {
  private static final long PAUSE_MILLIS = 5;

  /**
   * One at a time within this process: file locks are the process's, and closing any channel on the
   * file gives them up.
   */
  private static final Map<Path, Semaphore> GATES = new ConcurrentHashMap<>();

  private final Semaphore gate;
  private final FileChannel channel;

  private JournalLock(Semaphore gate, FileChannel channel) {
    this.gate = gate;
    this.channel = channel;
  }

  /** For writing; the folder must be there. */
  static JournalLock exclusive(Path pawlDir, Site site, Duration wait, Instant now)
      throws IOException {
    JournalLock lock = take(pawlDir, wait, true);
    try {
      Map<String, String> holder = new LinkedHashMap<>();
      holder.put("pid", Long.toString(site.pid()));
      holder.put("host", site.host());
      holder.put("command", site.command());
      holder.put("since", now.toString());
      Files.write(holder(pawlDir), FlatRecord.bytes(holder));
      return lock;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** For reading while nobody writes; the lock file must be there. */
  static JournalLock shared(Path pawlDir, Duration wait) throws IOException {
    return take(pawlDir, wait, false);
  }

  static Path file(Path pawlDir) {
    return pawlDir.resolve("journal.lock");
  }

  private static Path holder(Path pawlDir) {
    return pawlDir.resolve("journal.lock.holder");
  }

  private static JournalLock take(Path pawlDir, Duration wait, boolean exclusive)
      throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    Semaphore gate = GATES.computeIfAbsent(pawlDir.toRealPath(), _ -> new Semaphore(1, true));
    try {
      if (!gate.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw held(pawlDir, wait);
      }
      FileChannel channel = null;
      boolean locked = false;
      try {
        channel = open(file(pawlDir), exclusive);
        locked = lock(channel, exclusive, end);
        if (!locked) {
          throw held(pawlDir, wait);
        }
        return new JournalLock(gate, channel);
      } finally {
        if (!locked) {
          if (channel != null) {
            channel.close();
          }
          gate.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException(file(pawlDir) + ": interrupted while waiting for the lock", e);
    }
  }

  private static FileChannel open(Path file, boolean exclusive) throws IOException {
    return exclusive
        ? FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
        : FileChannel.open(file, StandardOpenOption.READ);
  }

  private static boolean lock(FileChannel channel, boolean exclusive, long end)
      throws IOException, InterruptedException {
    while (true) {
      if (tryLock(channel, exclusive)) {
        return true;
      }
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean tryLock(FileChannel channel, boolean exclusive) throws IOException {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, !exclusive);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Held within this process under another name of the folder: as good as held elsewhere.
      return false;
    }
  }

  private static JournalException held(Path pawlDir, Duration wait) {
    return new JournalException(
        file(pawlDir)
            + ": still held after "
            + wait.toMillis()
            + " ms, by "
            + whoHolds(pawlDir)
            + ". Nothing was written. It is given up when that process ends; then try again");
  }

  private static String whoHolds(Path pawlDir) {
    try {
      Map<String, String> holder = FlatRecord.read(holder(pawlDir));
      return "process %s on %s (%s) since %s"
          .formatted(
              holder.get("pid"), holder.get("host"), holder.get("command"), holder.get("since"));
    } catch (IOException e) {
      return "a process that left no name (" + e.getClass().getSimpleName() + ")";
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      gate.release();
    }
  }
}
