package dev.pawl.git.ref;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.pawl.git.repo.PawlFolder;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is writing refs of pawl's own in a clone now. A kill leaves git's lock on such a ref for
 * ever, and nothing in it says whose it was; but only pawl takes it, and always within a lock of
 * the operating system that many share and that ends with their processes. So whoever has that one
 * alone knows that the other is remains (N14). Locks on any other ref are never touched.
 */
public final class OwnRefWriters {
  private static final Map<Path, OwnRefWriters> ALL = new ConcurrentHashMap<>();
  private static final String SUFFIX = ".lock";

  private final Path commonDir;
  private @Nullable FileChannel shared;
  private int writers;

  private OwnRefWriters(Path commonDir) {
    this.commonDir = commonDir;
  }

  /** One for each clone: the system's lock is the process's. */
  public static OwnRefWriters of(Repo repo) {
    return ALL.computeIfAbsent(repo.commonDir(), OwnRefWriters::new);
  }

  /** Held while refs of pawl's own are written. */
  public interface Writing extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  public synchronized Writing begin() throws IOException {
    if (writers == 0) {
      shared = share();
    }
    writers++;
    return this::end;
  }

  private synchronized void end() throws IOException {
    writers--;
    FileChannel channel = shared;
    if (writers == 0 && channel != null) {
      shared = null;
      channel.close();
    }
  }

  private FileChannel open() throws IOException {
    Path folder = PawlFolder.make(commonDir);
    return FileChannel.open(folder.resolve("refs.writers"), CREATE, READ, WRITE);
  }

  private FileChannel share() throws IOException {
    FileChannel channel = open();
    channel.lock(0, Long.MAX_VALUE, true);
    return channel;
  }

  /** A lock file as it was seen; another one at its place is not the same. */
  record Seen(Path file, @Nullable Object key, long modified) {
    private boolean isThere() throws IOException {
      return equals(look(file));
    }
  }

  static @Nullable Seen look(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Seen(file, found.fileKey(), found.lastModifiedTime().toMillis());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The lock on a ref of pawl's own; null when there is none. */
  @Nullable Seen lockOf(String ref) throws IOException {
    return ref.startsWith(Refs.OWN) ? look(commonDir.resolve(ref + SUFFIX)) : null;
  }

  /** The locks on all refs of pawl's own. */
  List<Seen> locks() throws IOException {
    Path folder = commonDir.resolve(Refs.OWN);
    List<Seen> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
          Seen seen = look(file);
          if (seen != null) {
            found.add(seen);
          }
        }
      }
    }
    return found;
  }

  /**
   * Removes a lock that was seen a while ago and is still there, if no pawl but this thread writes.
   *
   * @return whether it is gone
   */
  synchronized boolean clear(Seen lock) throws IOException {
    if (writers != 1) {
      return false;
    }
    Objects.requireNonNull(shared).close();
    try (FileChannel alone = open()) {
      if (alone.tryLock() == null) {
        return false;
      }
      if (lock.isThere()) {
        Files.deleteIfExists(lock.file());
      }
      return true;
    } finally {
      shared = share();
    }
  }
}
