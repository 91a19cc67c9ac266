package dev.pawl.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Moves the branch of a work tree by compare-and-set, with git's lock protocol and reflogs.
 *
 * <p>Not by JGit's RefUpdate: a kill inside it leaves an empty {@code .lock} of which nobody can
 * say whose it was. This lock holds the id of a commit that only we made, from its first instant.
 */
final class BranchTip {
  private final Repo repo;
  private final CommitFolder folder;
  private final String ref;

  BranchTip(Repo repo, CommitFolder folder, String ref) {
    this.repo = repo;
    this.folder = folder;
    this.ref = ref;
  }

  /** Where the branch stands; null when it is gone. */
  @Nullable CommitId read() throws IOException {
    Ref found = repo.jgit().exactRef(ref);
    return found == null || found.getObjectId() == null
        ? null
        : new CommitId(found.getObjectId().name());
  }

  /** Whether HEAD of this work tree is this branch. */
  boolean checkedOut() throws IOException {
    Ref head = repo.jgit().exactRef(Constants.HEAD);
    return head != null && head.isSymbolic() && head.getTarget().getName().equals(ref);
  }

  /** Moves the branch from old to fresh; false when it does not stand at old any more. */
  boolean move(CommitId old, CommitId fresh, Duration limit) throws IOException, GitException {
    Path file = repo.commonDir().resolve(ref);
    Path lock = lock();
    Patience patience = new Patience(limit);
    do {
      Files.createDirectories(Objects.requireNonNull(lock.getParent()));
      if (LinkLock.tryTake(lock, folder.file("ref.seed"), fresh.hex() + "\n")) {
        if (!old.equals(read()) || !checkedOut()) {
          Files.delete(lock);
          return false;
        }
        Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        WorkTreeFile.forceFolder(Objects.requireNonNull(file.getParent()));
        return true;
      }
    } while (patience.again());
    return false;
  }

  /** Removes the lock that a kill left before the branch moved, if it is this commit's. */
  void dropLock(CommitId fresh) throws IOException {
    if (LinkLock.carries(lock(), fresh.hex() + "\n")) {
      Files.deleteIfExists(lock());
    }
  }

  /** Notes the move in the reflogs of the branch and of HEAD, each once. */
  void log(CommitId old, CommitId fresh, String who, String message) throws IOException {
    String line = old + " " + fresh + " " + who + "\t" + Printable.line(message) + "\n";
    append(repo.commonDir().resolve(Constants.LOGS).resolve(ref), old, fresh, line);
    if (checkedOut()) {
      append(repo.gitDir().resolve(Constants.LOGS).resolve(Constants.HEAD), old, fresh, line);
    }
  }

  private void append(Path log, CommitId old, CommitId fresh, String line) throws IOException {
    boolean there = Files.exists(log);
    if (!there && !wanted()) {
      return;
    }
    if (there && Files.readString(log, ISO_8859_1).contains(old + " " + fresh + " ")) {
      return;
    }
    Files.createDirectories(Objects.requireNonNull(log.getParent()));
    try (FileChannel out =
        FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer left = ByteBuffer.wrap(line.getBytes(UTF_8));
      while (left.hasRemaining()) {
        out.write(left);
      }
    }
  }

  /** Unset means yes where there is a work tree, and only those with one come here. */
  private boolean wanted() {
    String setting = repo.jgit().getConfig().getString("core", null, "logallrefupdates");
    return setting == null || !setting.matches("(?i)false|no|off|0");
  }

  private Path lock() {
    return repo.commonDir().resolve(ref + ".lock");
  }
}
