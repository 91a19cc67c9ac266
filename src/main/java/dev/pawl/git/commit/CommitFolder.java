package dev.pawl.git.commit;

import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.Sha;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTreeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code pawl/commit} in git's folder for one work tree: what a status commit notes while it is
 * being made. Only who holds its {@link #claim} may look behind the lock; all else found there is
 * left from a process that was killed.
 */
public final class CommitFolder {
  /** Only this user reaches what is below (N53). */
  private static final FileAttribute<?> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final FileAttribute<?>[] NONE = {};
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
    Path kept = file(KEPT + Sha.twoFiftySix(text).substring(0, 16));
    if (!Files.exists(kept)) {
      WorkTreeFile.writeNew(kept, text);
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

  Path gitDir() {
    return gitDir;
  }

  /** Whether anything was ever noted here. */
  boolean exists() {
    return Files.isDirectory(folder);
  }

  /** Claims the folder for this process, waiting at most this long; empty when another has it. */
  public Optional<ProcessLock> claim(Duration limit) throws IOException, GitException {
    create();
    return ProcessLock.take(folder.resolve(LOCK), limit);
  }

  private void create() throws IOException {
    if (exists()) {
      return;
    }
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OWNER} : NONE);
  }

  /** Deletes all but the lock and what was set aside; the intent goes first. */
  void clear() throws IOException {
    if (Files.deleteIfExists(intent())) {
      WorkTreeFile.forceFolder(folder);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        boolean stays = name.equals(LOCK) || name.equals(GcLock.SEED);
        if (!stays && !name.startsWith(DAMAGED) && !name.startsWith(KEPT)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Writes or replaces the intent so that a kill leaves the old one or the new one. */
  void write(Intent intent) throws IOException {
    Path fresh = folder.resolve("intent.new");
    Files.deleteIfExists(fresh);
    WorkTreeFile.writeNew(fresh, intent.encode());
    Files.move(
        fresh, intent(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    WorkTreeFile.forceFolder(folder);
  }
}
