package dev.pawl.git.commit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.pawl.disk.LinkLock;
import dev.pawl.disk.Patience;
import dev.pawl.disk.Printable;
import dev.pawl.disk.ProcessMark;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.GitException;
import dev.pawl.git.index.IndexFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Git's lock on the index of one work tree, with a line in it that says who holds it. */
final class IndexLock {
  private static final int LINE = 400;
  private final CommitFolder folder;
  private final String text;

  IndexLock(CommitFolder folder, String text) {
    this.folder = folder;
    this.text = text;
  }

  /** Takes the lock, or finds that it is held under this text already; false when time is over. */
  boolean take(Duration limit) throws IOException, GitException {
    Patience patience = new Patience(limit);
    do {
      if (held() || LinkLock.tryTake(folder.indexLock(), folder.file("index.seed"), text)) {
        return true;
      }
    } while (patience.again());
    return false;
  }

  boolean held() throws IOException {
    return LinkLock.carries(folder.indexLock(), text);
  }

  void release() throws IOException {
    if (held()) {
      Files.deleteIfExists(folder.indexLock());
    }
  }

  /** The index as it is; null where there is none. */
  @Nullable IndexFile read() throws IOException, GitException {
    try {
      return IndexFile.parse(Files.readAllBytes(folder.index()));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Writes an index to be put in place by {@link #commit}. */
  void prepare(byte[] fresh) throws IOException {
    Path prepared = folder.prepared();
    Files.deleteIfExists(prepared);
    WholeFile.writeNew(prepared, fresh);
    WholeFile.copyPermissions(folder.index(), prepared);
    // Git compares the content of a file that is as young as the index. Other entries are as they
    // were, so the index must not look younger to them than the one they were written in.
    Files.setLastModifiedTime(prepared, Files.getLastModifiedTime(folder.index()));
  }

  void commit() throws IOException {
    WholeFile.moveInto(folder.prepared(), folder.index());
  }

  /** Who holds a lock that could not be had, as far as it says. */
  static String holder(Path lock) throws IOException {
    try {
      ProcessMark owner = owner(lock);
      String who = owner == null ? "a git command" : "pawl, process " + owner.pid();
      if (owner != null && owner.life() == ProcessMark.Life.ELSEWHERE) {
        who += " on " + Printable.line(owner.host());
      }
      return lock + " is held by " + who + " since " + Files.getLastModifiedTime(lock);
    } catch (NoSuchFileException e) {
      return lock + " was held until now";
    }
  }

  /** The process of pawl that made this lock; null when it is git's, or gone. */
  static @Nullable ProcessMark owner(Path lock) throws IOException {
    try {
      return Files.size(lock) > LINE
          ? null
          : Intent.lockOwner(new String(Files.readAllBytes(lock), ISO_8859_1));
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
