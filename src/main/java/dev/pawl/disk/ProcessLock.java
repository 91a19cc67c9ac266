package dev.pawl.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The operating system's lock on one file, held until closed or until the process ends. */
public final class ProcessLock implements AutoCloseable {
  /**
   * Files locked in this process. The system's lock is the process's, and closing any handle of the
   * file would give it up, so a second claim of one process must never open it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final FileChannel channel;
  private final Path file;

  private ProcessLock(FileChannel channel, Path file) {
    this.channel = channel;
    this.file = file;
  }

  /** Takes it, waiting at most this long; empty when another has it. The folder must be there. */
  public static Optional<ProcessLock> take(Path file, Duration limit) throws IOException {
    return take(file, limit, CREATE, WRITE);
  }

  /** The same, of a file that must be there. */
  public static Optional<ProcessLock> takeExisting(Path file, Duration limit) throws IOException {
    return take(file, limit, WRITE);
  }

  private static Optional<ProcessLock> take(Path file, Duration limit, OpenOption... options)
      throws IOException {
    Patience patience = new Patience(limit);
    do {
      if (HELD.add(file)) {
        Optional<ProcessLock> lock = takeHere(file, options);
        if (lock.isPresent()) {
          return lock;
        }
      }
    } while (patience.again());
    return Optional.empty();
  }

  private static Optional<ProcessLock> takeHere(Path file, OpenOption... options)
      throws IOException {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, options);
      FileLock lock = channel.tryLock();
      taken = lock != null;
      return taken ? Optional.of(new ProcessLock(channel, file)) : Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(file);
      }
    }
  }

  /** Where the file is. */
  public Path folder() {
    return Objects.requireNonNull(file.getParent());
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
