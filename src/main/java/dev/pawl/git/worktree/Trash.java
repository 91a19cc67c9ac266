package dev.pawl.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.Folders;
import dev.pawl.disk.OwnerOnly;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.PawlFolder;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code pawl/trash} in the common git folder: work trees that were removed, moved there as they
 * were, with git's own folder for each, so that they come back byte for byte. A ref keeps the
 * objects that only they reached. All that changes it is to be called within a turn of {@link
 * GitQueue}.
 */
public final class Trash {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int MOST_NAMES = 10_000;

  private final Repo repo;
  private final Path folder;

  /** That of this clone. */
  public Trash(Repo repo) {
    this.repo = repo;
    this.folder = PawlFolder.in(repo.commonDir()).resolve("trash");
  }

  /**
   * What is in it, oldest first.
   *
   * @param damaged what cannot be read, a line each; it stays as it is
   */
  public record Contents(List<TrashEntry> entries, List<String> damaged) {}

  /** What is in it. */
  public Contents contents() throws GitException {
    List<TrashEntry> entries = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
      for (Path each : folders) {
        try {
          TrashEntry.read(each, Whereabouts.top(repo)).ifPresent(entries::add);
        } catch (GitException e) {
          damaged.add(String.valueOf(e.getMessage()));
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever removed.
      return new Contents(List.of(), List.of());
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    }
    entries.sort(Comparator.comparing(TrashEntry::removed).thenComparing(TrashEntry::name));
    return new Contents(List.copyOf(entries), List.copyOf(damaged));
  }

  /**
   * Moves a work tree into the trash; its branch stays. First git's folder, so that git no longer
   * knows of it, then the files: what a kill leaves between is brought back by {@link #restore}.
   *
   * @param about what to know it by, one line
   */
  public TrashEntry put(LinkedWorktree tree, String about, Instant now) throws GitException {
    try {
      boolean there = Files.isDirectory(tree.path(), NOFOLLOW_LINKS) && tree.visible();
      Path place = place(TIME.format(now) + "-" + tree.name());
      TrashEntry entry =
          new TrashEntry(
              String.valueOf(place.getFileName()),
              about,
              tree.path(),
              tree.branch(),
              tree.head(),
              now,
              tree.name(),
              there ? TrashEntry.Kept.INSIDE : TrashEntry.Kept.NOWHERE,
              Whereabouts.origin(repo),
              place);
      entry.write(Whereabouts.top(repo));
      new TrashKeep(repo).keep(tree.admin(), tree.head(), entry.ref(), now);
      Folders.move(tree.admin(), entry.adminFolder());
      try {
        return there ? moveFiles(entry) : entry;
      } catch (IOException e) {
        Folders.move(entry.adminFolder(), tree.admin());
        forget(entry);
        throw e;
      }
    } catch (IOException e) {
      throw GitException.failed(tree.path().toString(), e);
    }
  }

  /** On another file system the files stay there, beside where they were. */
  private TrashEntry moveFiles(TrashEntry entry) throws IOException {
    try {
      Folders.move(entry.path(), Objects.requireNonNull(entry.files()));
      return entry;
    } catch (AtomicMoveNotSupportedException e) {
      TrashEntry beside = entry.keptAt(TrashEntry.Kept.BESIDE);
      beside.write(Whereabouts.top(repo));
      Folders.move(entry.path(), Objects.requireNonNull(beside.files()));
      return beside;
    }
  }

  private Path place(String wanted) throws IOException, GitException {
    OwnerOnly.folder(folder);
    for (int i = 0; i < MOST_NAMES; i++) {
      Path place = folder.resolve(i == 0 ? wanted : wanted + "-" + i);
      if (!Files.exists(place, NOFOLLOW_LINKS)) {
        try {
          return Files.createDirectory(place);
        } catch (FileAlreadyExistsException e) {
          // Somebody else was faster: the next name.
          wanted = wanted.strip();
        }
      }
    }
    throw new GitException(
        GitException.Kind.ENVIRONMENT,
        folder.toString(),
        "every name for " + wanted + " is taken",
        "pawl worktree prune empties it by age");
  }

  /** How much of it is in the trash, as far as can be seen from here. */
  public TrashState state(TrashEntry entry) throws GitException {
    try {
      return new Whereabouts(repo, entry).state(repo);
    } catch (IOException e) {
      throw GitException.failed(entry.folder().toString(), e);
    }
  }

  /**
   * Brings a work tree back to where it was, with its branch if that is gone; also one whose way
   * into or out of the trash was cut short. It is forgotten only once all of it was seen there.
   *
   * @return what a person should be told, a line each
   */
  public List<String> restore(TrashEntry entry) throws GitException {
    List<String> said = new ArrayList<>();
    Whereabouts whereabouts = new Whereabouts(repo, entry);
    try {
      TrashState state = state(entry);
      refuse(entry, state);
      if (state != TrashState.EMPTY) {
        free(entry, state);
        branch(entry, said);
        bring(entry, whereabouts);
      }
      if (!whereabouts.isBack()) {
        throw refused(
            entry.path().toString(),
            "is not as it was: nothing of it is left in the trash, or it was changed meanwhile",
            "see what 'git worktree list' says of it; the trash keeps what it knows");
      }
      if (entry.files() == null) {
        said.add("its files were gone when it was removed: only what git knew of it is back");
      }
      forget(entry);
      return List.copyOf(said);
    } catch (IOException e) {
      throw GitException.failed(entry.path().toString(), e);
    }
  }

  private static void refuse(TrashEntry entry, TrashState state) throws GitException, IOException {
    Path files = entry.files();
    switch (state) {
      case DROPPING ->
          throw refused(
              entry.name(),
              "its deletion has begun, so it cannot be brought back as it was",
              "what is left of it is in " + entry.folder());
      case ANOTHERS ->
          throw refused(
              String.valueOf(files),
              "belongs to the clone with " + Whereabouts.owner(Objects.requireNonNull(files)),
              "restore it there; if that clone was moved here, note this one in its file .git");
      case AWAY ->
          throw refused(
              String.valueOf(files),
              "cannot be seen from here: deleted, moved, or on a disk that is not mounted",
              "mount the disk; it stays in the trash until then");
      case WHOLE, CUT_SHORT, EMPTY -> {}
    }
  }

  private static GitException refused(String place, String reason, String nextStep) {
    return new GitException(GitException.Kind.INVALID, place, reason, nextStep);
  }

  private void bring(TrashEntry entry, Whereabouts whereabouts) throws IOException, GitException {
    Path files = entry.files();
    if (files != null && Whereabouts.folder(files)) {
      Files.createDirectories(Objects.requireNonNull(entry.path().getParent()));
      Folders.move(files, entry.path());
    }
    Path admin = name(repo.commonDir().resolve(Worktrees.FOLDER).resolve(entry.admin()));
    Files.createDirectories(Objects.requireNonNull(admin.getParent()));
    whereabouts.lead(admin);
    Folders.move(entry.adminFolder(), admin);
  }

  /** Nothing may stand where it is to go. */
  private void free(TrashEntry entry, TrashState state) throws GitException {
    if (state == TrashState.WHOLE
        && entry.files() != null
        && Files.exists(entry.path(), NOFOLLOW_LINKS)) {
      throw refused(
          entry.path().toString(),
          "something else is there by now",
          "move that away first; the worktree stays in the trash until then");
    }
    for (LinkedWorktree other : new Worktrees(repo).list()) {
      if (entry.branch() != null
          && entry.branch().equals(other.branch())
          && !other.path().equals(entry.path())) {
        throw refused(
            entry.branch().toString(),
            "is checked out in " + other.path() + " by now",
            "switch that one to another branch first");
      }
    }
  }

  private void branch(TrashEntry entry, List<String> said) throws GitException {
    BranchName branch = entry.branch();
    CommitId head = entry.head();
    if (branch == null || head == null) {
      return;
    }
    Refs refs = new Refs(repo);
    Optional<CommitId> now = refs.ref(branch.ref());
    if (now.isEmpty()) {
      refs.compareAndSet(branch.ref(), null, head, "branch: restored by pawl");
      said.add("the branch " + branch + " was gone and is back at " + head.abbreviated());
    } else if (!now.get().equals(head)) {
      said.add(
          "the branch "
              + branch
              + " went on since: the files are as they were, so git status shows"
              + " what is different");
    }
  }

  /** Its old name in git's folder, or the next that is free. */
  private static Path name(Path admin) throws GitException {
    for (int i = 0; i < MOST_NAMES; i++) {
      Path name = i == 0 ? admin : admin.resolveSibling(admin.getFileName() + "" + i);
      if (!Files.exists(name, NOFOLLOW_LINKS)) {
        return name;
      }
    }
    throw new GitException(
        GitException.Kind.ENVIRONMENT,
        admin.toString(),
        "every such name is taken",
        "look at 'git worktree list'");
  }

  /**
   * Deletes what is in the trash for good. What is not whole stays, as its files may be in use, and
   * so does what is another clone's.
   *
   * @return whether it was deleted
   */
  public boolean drop(TrashEntry entry) throws GitException {
    if (!droppable(entry)) {
      return false;
    }
    try {
      NewWorktree.put(entry.folder(), Whereabouts.DROPPING, "");
      Path files = entry.files();
      if (files != null) {
        Folders.delete(files);
      }
      // After the files: while it is there, and they are not, these may be on a disk that is away.
      Folders.delete(entry.adminFolder());
      forget(entry);
      return true;
    } catch (IOException e) {
      throw GitException.failed(entry.folder().toString(), e);
    }
  }

  /** Whether {@link #drop} would delete it. */
  public boolean droppable(TrashEntry entry) throws GitException {
    return switch (state(entry)) {
      case WHOLE, EMPTY -> true;
      case DROPPING ->
          entry.kept() != TrashEntry.Kept.BESIDE
              || Whereabouts.folder(Objects.requireNonNull(entry.files()))
              || !Whereabouts.folder(entry.adminFolder());
      case CUT_SHORT, AWAY, ANOTHERS -> false;
    };
  }

  /** Deletes the note of an entry, and nothing that it took. */
  private void forget(TrashEntry entry) throws IOException, GitException {
    Path files = entry.files();
    if (Whereabouts.folder(entry.adminFolder())
        || (files != null && files.startsWith(entry.folder()) && Whereabouts.folder(files))) {
      throw new IOException("it is not empty");
    }
    @Nullable CommitId kept = new Refs(repo).ref(entry.ref()).orElse(null);
    if (kept != null) {
      new Refs(repo).forget(Map.of(entry.ref(), kept));
    }
    Folders.delete(entry.folder());
  }
}
