package dev.pawl.git.commit;

import dev.pawl.disk.Digest;
import dev.pawl.disk.Printable;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.ProcessMark;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.files.WorkTreeFile;
import dev.pawl.git.index.FileStat;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finishes or drops what a status commit left that was killed, or stopped half-way.
 *
 * <p>Where the branch has moved the commit counts, and the index is brought up to it. Where it has
 * not, files that hold exactly what the commit had put there get their old bytes back. Whatever a
 * person did meanwhile stays. A second run finds nothing to do.
 */
public final class Recovery {
  enum End {
    FINISHED,
    DROPPED,
    /** A lock was not had: the note stays for the next time. */
    LEFT
  }

  private final Repo repo;
  private final CommitFolder folder;
  private final CommitObjects objects;
  private final Duration patience;
  private final List<String> said = new ArrayList<>();

  public Recovery(Repo repo, CommitFolder folder, Duration patience) {
    this.repo = repo;
    this.folder = folder;
    this.objects = new CommitObjects(repo);
    this.patience = patience;
  }

  /**
   * Settles what was left in this work tree, waiting at most this long for a lock.
   *
   * @return what was done, a sentence each; empty when nothing was left
   */
  public static List<String> run(Repo repo, Duration patience) throws GitException {
    CommitFolder folder = new CommitFolder(repo.gitDir());
    if (!folder.exists()) {
      return List.of();
    }
    try {
      Optional<ProcessLock> claim = folder.claim(patience);
      if (claim.isEmpty()) {
        return List.of("another pawl is committing in " + repo.root() + " right now");
      }
      try (ProcessLock held = claim.get()) {
        Recovery recovery = new Recovery(repo, folder, patience);
        recovery.leftovers(held);
        return List.copyOf(recovery.said);
      }
    } catch (IOException e) {
      throw GitException.failed(repo.gitDir().toString(), e);
    }
  }

  /** Settles all that is left; false when something stays that forbids a new commit. */
  public boolean leftovers(ProcessLock claim) throws IOException, GitException {
    if (Files.exists(claim.folder().resolve("intent"))) {
      Intent intent = read();
      if (intent != null && !settleDead(intent)) {
        return false;
      }
    }
    orphanLock();
    GcLock.drop(repo, folder);
    folder.clear();
    return true;
  }

  public List<String> said() {
    return List.copyOf(said);
  }

  private @Nullable Intent read() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.intent());
    try {
      return Intent.decode(bytes);
    } catch (IllegalArgumentException e) {
      Path aside = folder.file(CommitFolder.DAMAGED + Digest.sha256(bytes).substring(0, 16));
      WholeFile.moveInto(folder.intent(), aside);
      said.add(
          "the note of an unfinished commit cannot be read ("
              + e.getMessage()
              + "); set aside as "
              + aside
              + ", compare the plans with 'git status' and 'git diff'");
      return null;
    }
  }

  private boolean settleDead(Intent intent) throws IOException, GitException {
    boolean own = intent.by().equals(ProcessMark.current());
    ProcessMark.Life life = own ? ProcessMark.Life.DEAD : intent.by().life();
    if (life != ProcessMark.Life.DEAD) {
      said.add(
          intent.what()
              + " that is not finished belongs to process "
              + intent.by().pid()
              + " on "
              + Printable.line(intent.by().host())
              + (life == ProcessMark.Life.ALIVE ? ", which still runs" : "; run pawl there"));
      return false;
    }
    End end = settle(intent, true);
    String what = intent.what();
    said.add(
        switch (end) {
          case FINISHED ->
              "finished " + what + ", " + intent.commit() + ", that a kill had cut short";
          case DROPPED -> "took back " + what + " that a kill had cut short";
          case LEFT -> what + " that was cut short waits: " + IndexLock.holder(folder.indexLock());
        });
    return end != End.LEFT;
  }

  /** A lock of pawl's without a note: its process died between dropping the two. */
  private void orphanLock() throws IOException {
    ProcessMark owner = IndexLock.owner(folder.indexLock());
    if (owner != null
        && (owner.equals(ProcessMark.current()) || owner.life() == ProcessMark.Life.DEAD)) {
      Files.deleteIfExists(folder.indexLock());
      said.add("removed the index.lock of process " + owner.pid() + " of pawl, which is gone");
    }
  }

  /**
   * Settles one note; its process must be this one, or dead.
   *
   * @param replaced false when it is certain that no file was replaced yet: what then holds the new
   *     bytes is another's work
   */
  End settle(Intent intent, boolean replaced) throws IOException, GitException {
    if (intent.onlyMoves()) {
      return new FastForward(repo, folder, patience, any -> {}).settle(intent, said);
    }
    IndexLock lock = new IndexLock(folder, intent.lockText());
    boolean moved = moved(intent);
    if ((moved || (replaced && touched(intent))) && !lock.take(patience)) {
      return End.LEFT;
    }
    if (moved) {
      finish(intent, lock);
    } else {
      drop(intent, lock, replaced);
    }
    for (Intent.Replacement file : intent.files()) {
      Files.deleteIfExists(staged(file));
    }
    folder.clear();
    lock.release();
    return moved ? End.FINISHED : End.DROPPED;
  }

  private boolean moved(Intent intent) throws IOException, GitException {
    CommitId commit = intent.commit();
    CommitId tip = new BranchTip(repo, folder, intent.ref()).read();
    return commit != null && tip != null && objects.contains(tip, commit);
  }

  /** Whether a file may hold what the commit put there. */
  private boolean touched(Intent intent) throws IOException, GitException {
    for (Intent.Replacement file : intent.files()) {
      if (holds(file, file.newDigest())) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(Intent.Replacement file, String digest) throws IOException, GitException {
    Optional<byte[]> bytes = WorkTreeFile.of(repo.workTree(), file.path()).read();
    return bytes.isPresent() && Digest.sha256(bytes.get()).equals(digest);
  }

  private void finish(Intent intent, IndexLock lock) throws IOException, GitException {
    IndexFile index = lock.read();
    if (index == null) {
      return;
    }
    Map<String, TreeEntry> committed = committed(intent);
    Map<String, IndexFile.Update> updates = new HashMap<>();
    for (Intent.Replacement file : intent.files()) {
      // Only what the commit was about to do, and only where HEAD agrees with it.
      if (entryIs(index, file.path(), file.oldBlob())
          && holds(committed, file.path(), file.newBlob())) {
        updates.put(file.path(), update(file.newBlob(), file, file.newDigest()));
      }
    }
    write(index, updates, lock);
  }

  private void drop(Intent intent, IndexLock lock, boolean replaced)
      throws IOException, GitException {
    if (intent.commit() != null) {
      new BranchTip(repo, folder, intent.ref())
          .takeBack(intent.old(), intent.commit(), /* made= */ true);
    }
    if (!replaced || !touched(intent)) {
      return;
    }
    IndexFile index = lock.read();
    Map<String, TreeEntry> committed = committed(intent);
    Map<String, IndexFile.Update> updates = new HashMap<>();
    for (int i = 0; i < intent.files().size(); i++) {
      Intent.Replacement file = intent.files().get(i);
      if (!holds(file, file.newDigest())
          || index == null
          || !entryIs(index, file.path(), file.oldBlob())
          || !holds(committed, file.path(), file.oldBlob())) {
        continue;
      }
      Path before = folder.before(i);
      if (!Digest.sha256(Files.readAllBytes(before)).equals(file.oldDigest())) {
        said.add(file.path() + " keeps the new status: what it held before was damaged");
        continue;
      }
      Files.deleteIfExists(staged(file));
      WorkTreeFile.of(repo.workTree(), file.path()).putBack(before, file.temporary());
      updates.put(file.path(), update(file.oldBlob(), file, file.oldDigest()));
    }
    if (index != null) {
      refresh(index, updates, lock);
    }
  }

  /** Spares git a look into files that are as they were; a full disk is no reason to stop here. */
  private void refresh(IndexFile index, Map<String, IndexFile.Update> updates, IndexLock lock) {
    try {
      write(index, updates, lock);
    } catch (IOException e) {
      said.add("the index could not be refreshed (" + e.getMessage() + "); git does it by itself");
    }
  }

  private static void write(IndexFile index, Map<String, IndexFile.Update> updates, IndexLock lock)
      throws IOException {
    if (!updates.isEmpty()) {
      lock.prepare(index.with(updates));
      lock.commit();
    }
  }

  /** The stat data counts only for the bytes it belongs to; else git shall compare. */
  private IndexFile.Update update(BlobId blob, Intent.Replacement file, String digest)
      throws IOException, GitException {
    Path path = WorkTreeFile.of(repo.workTree(), file.path()).path();
    FileStat stat =
        Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? FileStat.of(path) : FileStat.NONE;
    return new IndexFile.Update(blob.hex(), holds(file, digest) ? stat : FileStat.NONE);
  }

  private static boolean entryIs(IndexFile index, String path, BlobId blob) {
    IndexFile.Entry entry = index.entry(path);
    return entry != null && entry.id().equals(blob.hex());
  }

  /** What HEAD has at the paths of a note. */
  private Map<String, TreeEntry> committed(Intent intent) throws IOException, GitException {
    CommitId head = repo.head();
    List<String> paths = intent.files().stream().map(Intent.Replacement::path).toList();
    return head == null ? Map.of() : objects.files(head, paths);
  }

  private static boolean holds(Map<String, TreeEntry> committed, String path, BlobId blob) {
    TreeEntry held = committed.get(path);
    return held != null && held.blob().equals(blob);
  }

  private Path staged(Intent.Replacement file) throws GitException {
    return WorkTreeFile.of(repo.workTree(), file.path()).path().resolveSibling(file.temporary());
  }
}
