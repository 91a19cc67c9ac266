package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.LinkLock;
import dev.pawl.disk.Patience;
import dev.pawl.disk.Printable;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Moves the branch of a work tree by compare-and-set, with git's lock protocol and reflogs.
 *
 * <p>Not by JGit's RefUpdate: a kill inside it leaves an empty {@code .lock} of which nobody can
 * say whose it was. This lock is the very file that lies in the commit folder as well, under a
 * second name, from its first instant until the note of the move is gone.
 */
public final class BranchTip {
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

  /**
   * Moves the branch; false when it does not stand at its old place any more, or stays locked. The
   * reflogs are written first, as git does it: where one cannot be, the branch has not moved.
   *
   * @param logged is called between the two
   */
  boolean move(Move move, Duration limit, Runnable logged) throws IOException, GitException {
    Path file = repo.commonDir().resolve(ref);
    Path lock = lock();
    Patience patience = new Patience(limit);
    do {
      Files.createDirectories(Objects.requireNonNull(lock.getParent()));
      if (LinkLock.tryTake(lock, seed(), move.fresh().hex() + "\n")) {
        if (!move.old().equals(read()) || !checkedOut()) {
          Files.delete(lock);
          return false;
        }
        log(move);
        logged.run();
        WholeFile.moveInto(lock, file);
        return true;
      }
    } while (patience.again());
    return false;
  }

  /**
   * What moves, and what the reflogs say of it.
   *
   * @param who name, address and time as git writes them
   */
  public record Move(CommitId old, CommitId fresh, String who, String message) {
    private String ids() {
      return old + " " + fresh + " ";
    }
  }

  /**
   * Takes back what a move that did not come about had begun: its lines in the reflogs, its lock.
   *
   * @param made whether only pawl can have named this commit, because pawl made it
   */
  void takeBack(CommitId old, CommitId fresh, boolean made) throws IOException {
    for (Path log : List.of(branchLog(), headLog())) {
      unlog(log, old + " " + fresh + " ");
    }
    if (isSeed() || (made && LinkLock.carries(lock(), fresh.hex() + "\n"))) {
      Files.deleteIfExists(lock());
    }
  }

  private boolean isSeed() throws IOException {
    return Files.exists(seed()) && Files.exists(lock()) && Files.isSameFile(seed(), lock());
  }

  private void log(Move move) throws IOException, GitException {
    append(branchLog(), move);
    if (checkedOut()) {
      append(headLog(), move);
    }
  }

  private void append(Path log, Move move) throws IOException, GitException {
    boolean there = Files.exists(log);
    if (!there && !wanted()) {
      return;
    }
    String line = move.ids() + move.who() + "\t" + Printable.line(move.message()) + "\n";
    Files.createDirectories(Objects.requireNonNull(log.getParent()));
    try (FileChannel out =
        FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long before = out.size();
      try {
        ByteBuffer left = ByteBuffer.wrap(line.getBytes(UTF_8));
        while (left.hasRemaining()) {
          out.write(left);
        }
      } catch (IOException e) {
        out.truncate(before);
        throw e;
      }
    } catch (AccessDeniedException e) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          log.toString(),
          "this user may not write to the reflog, so nothing was committed",
          "git could not commit here either; 'ls -l' shows whose file it is",
          e);
    }
  }

  /** Removes the last line of a reflog, if it is about this move. */
  private static void unlog(Path log, String ids) throws IOException {
    if (!Files.isRegularFile(log)) {
      return;
    }
    String text = Files.readString(log, ISO_8859_1);
    int last = text.lastIndexOf('\n', text.length() - 2) + 1;
    if (text.startsWith(ids, last)) {
      try (FileChannel out = FileChannel.open(log, StandardOpenOption.WRITE)) {
        if (out.size() == text.length()) {
          out.truncate(last);
        }
      }
    }
  }

  private Path branchLog() {
    return repo.commonDir().resolve(Constants.LOGS).resolve(ref);
  }

  private Path headLog() {
    return repo.gitDir().resolve(Constants.LOGS).resolve(Constants.HEAD);
  }

  private Path seed() {
    return folder.file("ref.seed");
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
