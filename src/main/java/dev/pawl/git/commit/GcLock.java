package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Patience;
import dev.pawl.disk.ProcessMark;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps {@code git gc} away while a commit is made: until the branch leads to its objects, nothing
 * does, and {@code git gc --prune=now} would delete them. Git's own lock for that is {@code
 * gc.pid}, with a process and its host; one whose process is dead, or that is twelve hours old,
 * counts for nobody. Ours is the same file as a seed in the commit folder.
 */
final class GcLock implements AutoCloseable {
  static final String SEED = "gc.seed";
  private static final Duration OLD = Duration.ofHours(12);

  private final Path file;
  private final Path seed;

  private GcLock(Repo repo, CommitFolder folder) {
    this.file = repo.commonDir().resolve("gc.pid");
    this.seed = folder.file(SEED);
  }

  /** Takes it; empty when a collection that may delete what is young does not end in time. */
  static Optional<GcLock> take(Repo repo, CommitFolder folder, Duration limit)
      throws IOException, GitException {
    GcLock lock = new GcLock(repo, folder);
    Patience patience = new Patience(limit);
    boolean sparing;
    do {
      if (lock.tryTake()) {
        return Optional.of(lock);
      }
      sparing = lock.holderSparesTheYoung(repo);
    } while (!sparing && patience.again());
    return sparing ? Optional.of(lock) : Optional.empty();
  }

  private boolean tryTake() throws IOException {
    ProcessMark me = ProcessMark.current();
    Files.deleteIfExists(seed);
    WholeFile.writeNew(seed, (me.pid() + " " + me.host()).getBytes(UTF_8));
    try {
      if (isStale()) {
        Path again = seed.resolveSibling(SEED + ".again");
        Files.deleteIfExists(again);
        Files.createLink(again, seed);
        WholeFile.moveInto(again, file);
      } else {
        Files.createLink(file, seed);
      }
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Without hard links nobody could tell later whose it was, so gc is not kept away.
      return true;
    }
    // A gc that looked before we came is about to put its own in this place.
    return !Files.exists(file.resolveSibling("gc.pid.lock")) && isOurs();
  }

  private boolean isOurs() throws IOException {
    return Files.exists(file) && Files.exists(seed) && Files.isSameFile(file, seed);
  }

  /** As git judges it. */
  private boolean isStale() throws IOException {
    Optional<Holder> holder = holder();
    return holder.isPresent()
        && (holder.get().isDead() || holder.get().since().isBefore(Instant.now().minus(OLD)));
  }

  /** A collection that git began by itself leaves what is younger than two weeks. */
  private boolean holderSparesTheYoung(Repo repo) throws IOException, GitException {
    String expire = repo.config("gc.pruneExpire").orElse("2.weeks.ago");
    return !expire.matches("now|all")
        && holder().filter(holder -> holder.command().contains("--auto")).isPresent();
  }

  private Optional<Holder> holder() throws IOException {
    try {
      String[] words = Files.readString(file).strip().split(" ", 2);
      Instant since = Files.getLastModifiedTime(file).toInstant();
      return words.length == 2 && words[0].matches("[0-9]{1,10}")
          ? Optional.of(new Holder(Long.parseLong(words[0]), words[1], since))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private record Holder(long pid, String host, Instant since) {
    boolean isDead() throws IOException {
      return host.equals(ProcessMark.current().host()) && ProcessHandle.of(pid).isEmpty();
    }

    String command() {
      return ProcessHandle.of(pid).flatMap(process -> process.info().commandLine()).orElse("");
    }
  }

  /** Removes the one that a killed commit left. */
  static void drop(Repo repo, CommitFolder folder) throws IOException {
    new GcLock(repo, folder).close();
  }

  @Override
  public void close() throws IOException {
    if (isOurs()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(seed);
  }
}
