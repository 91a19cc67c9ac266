package dev.pawl.git.commit;

import dev.pawl.disk.Digest;
import dev.pawl.disk.OwnerOnly;
import dev.pawl.disk.Parallel;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code pawl/commit} in git's folder for one work tree: what a status commit notes while it is
 * being made. Only who holds its {@link #claim} may look behind the lock; all else found there is
 * left from a process that was killed.
 */
public final class CommitFolder {
  private static final String LOCK = "lock";
  static final String DAMAGED = "damaged-";
  private static final String KEPT = "kept-";
  private final Path gitDir;
  private final Path folder;

  public CommitFolder(Path gitDir) {
    this.gitDir = gitDir;
    this.folder = gitDir.resolve("pawl").resolve("commit");
  }

  Path intent() {
    return folder.resolve("intent");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** What a file of the work tree held before it was replaced. */
  Path before(int number) {
    return file("before." + number);
  }

  /** Keeps a text that is nowhere else; where it is now. */
  Path keep(byte[] text) throws IOException {
    Path kept = file(KEPT + Digest.sha256(text).substring(0, 16));
    if (!Files.exists(kept)) {
      WholeFile.writeNew(kept, text);
    }
    return kept;
  }

  /** An index that is to be put in place. */
  Path prepared() {
    return file("index");
  }

  /** Held by a git that works on it. */
  Path preparedLock() {
    return file("index.lock");
  }

  Path index() {
    return gitDir.resolve("index");
  }

  Path indexLock() {
    return gitDir.resolve("index.lock");
  }

  /** Whether anything was ever noted here. */
  boolean exists() {
    return Files.isDirectory(folder);
  }

  /** Claims the folder for this process, waiting at most this long; empty when another has it. */
  public Optional<ProcessLock> claim(Duration limit) throws IOException, GitException {
    OwnerOnly.folder(folder);
    return ProcessLock.take(folder.resolve(LOCK), limit);
  }

  /** Deletes all but the lock and what was set aside; the intent goes first. */
  void clear() throws IOException {
    if (Files.deleteIfExists(intent())) {
      WholeFile.forceFolder(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> gone = files.filter(CommitFolder::goes).toList();
      Parallel.each(gone.size(), i -> Files.deleteIfExists(gone.get(i)));
    }
  }

  private static boolean goes(Path file) {
    String name = file.getFileName().toString();
    boolean stays = name.equals(LOCK) || name.equals(GcLock.SEED);
    return !stays && !name.startsWith(DAMAGED) && !name.startsWith(KEPT);
  }

  /** Writes or replaces the intent so that a kill leaves the old one or the new one. */
  void write(Intent intent) throws IOException {
    WholeFile.replace(intent(), intent.encode());
  }
}
