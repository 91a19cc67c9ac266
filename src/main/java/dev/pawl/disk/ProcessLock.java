package dev.pawl.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's lock on one file, alone or together with others who share it: held until
 * closed, or until the process ends, however it does.
 */
public final class ProcessLock implements AutoCloseable {
  /**
   * What this process has locked, by real path. The system's lock is the process's, and closing any
   * handle of the file would give it up: so each file has one handle here, and never a second.
   */
  private static final Map<Path, Handle> HELD = new HashMap<>();

  private static final class Handle {
    private final FileChannel channel;
    private final boolean shared;
    private int holders;

    Handle(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  private final Path file;
  private final Handle handle;
  private boolean closed;

  private ProcessLock(Path file, Handle handle) {
    this.file = file;
    this.handle = handle;
    handle.holders++;
  }

  /** Takes it, waiting at most this long; empty when another has it. The folder must be there. */
  public static Optional<ProcessLock> take(Path file, Duration limit) throws IOException {
    return take(file, limit, false, CREATE, WRITE);
  }

  /** The same, of a file that must be there. */
  public static Optional<ProcessLock> takeExisting(Path file, Duration limit) throws IOException {
    return take(file, limit, false, WRITE);
  }

  /** Takes it together with all who share it; empty when another has it alone. */
  public static Optional<ProcessLock> share(Path file, Duration limit) throws IOException {
    return Files.exists(file)
        ? take(file, limit, true, READ)
        : take(file, limit, true, CREATE, READ, WRITE);
  }

  /** Whether somebody has it alone now, in this process or another. */
  public static boolean isTaken(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (ProcessLock free = share(file, Duration.ZERO).orElse(null)) {
      return free == null;
    }
  }

  private static Optional<ProcessLock> take(
      Path file, Duration limit, boolean shared, OpenOption... options) throws IOException {
    Path real = folderOf(file.toAbsolutePath()).toRealPath().resolve(file.getFileName());
    Patience patience = new Patience(limit);
    do {
      ProcessLock lock = tryTake(real, shared, options);
      if (lock != null) {
        return Optional.of(lock);
      }
    } while (patience.again());
    return Optional.empty();
  }

  private static @Nullable ProcessLock tryTake(Path file, boolean shared, OpenOption... options)
      throws IOException {
    synchronized (HELD) {
      Handle here = HELD.get(file);
      if (here != null) {
        return shared && here.shared ? new ProcessLock(file, here) : null;
      }
      FileChannel channel = FileChannel.open(file, options);
      try {
        if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
          Handle handle = new Handle(channel, shared);
          HELD.put(file, handle);
          return new ProcessLock(file, handle);
        }
        return null;
      } finally {
        if (!HELD.containsKey(file)) {
          channel.close();
        }
      }
    }
  }

  /** Where the file is. */
  public Path folder() {
    return folderOf(file);
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (closed) {
        return;
      }
      closed = true;
      handle.holders--;
      if (handle.holders == 0) {
        HELD.remove(file);
        handle.channel.close();
      }
    }
  }
}
