package dev.pawl.git.ref;

import dev.pawl.disk.ProcessLock;
import dev.pawl.git.repo.PawlFolder;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is writing refs of pawl's own in a clone now. A kill leaves git's lock on such a ref for
 * ever, and nothing in it says whose it was; but only pawl takes it, and always within a lock of
 * the operating system that many share and that ends with their processes. So whoever has that one
 * alone knows that the other is remains (N14). Locks on any other ref are never touched.
 */
public final class OwnRefWriters implements AutoCloseable {
  private static final String SUFFIX = ".lock";

  /** Whoever has it alone removes one file. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path commonDir;
  private ProcessLock shared;

  private OwnRefWriters(Path commonDir) throws IOException {
    this.commonDir = commonDir;
    this.shared = share(commonDir);
  }

  /** To be closed when the refs are written. */
  public static OwnRefWriters join(Repo repo) throws IOException {
    return new OwnRefWriters(repo.commonDir());
  }

  private static ProcessLock share(Path commonDir) throws IOException {
    PawlFolder.make(commonDir);
    return ProcessLock.share(file(commonDir), PATIENCE)
        .orElseThrow(() -> new IOException(file(commonDir) + " stays locked"));
  }

  private static Path file(Path commonDir) {
    return PawlFolder.in(commonDir).resolve("refs.writers");
  }

  @Override
  public void close() throws IOException {
    shared.close();
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
    return look(commonDir.resolve(ref + SUFFIX));
  }

  /** The locks on all refs of pawl's own. */
  static List<Seen> locks(Repo repo) throws IOException {
    Path folder = repo.commonDir().resolve(Refs.OWN);
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
   * Removes a lock that was seen a while ago and is still there, if nobody else writes.
   *
   * @return whether it is gone
   */
  boolean clear(Seen lock) throws IOException {
    shared.close();
    try (ProcessLock alone = ProcessLock.take(file(commonDir), Duration.ZERO).orElse(null)) {
      if (alone != null && lock.isThere()) {
        Files.deleteIfExists(lock.file());
      }
      return alone != null;
    } finally {
      shared = share(commonDir);
    }
  }
}
