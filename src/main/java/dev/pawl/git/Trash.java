package dev.pawl.git;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
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
  private static final FileAttribute<?> OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?>[] NONE = {};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int MOST_NAMES = 10_000;

  /** A file of an entry whose deletion has begun. */
  private static final String DROPPING = "dropping";

  private final Repo repo;
  private final Path folder;

  /** That of this clone. */
  public Trash(Repo repo) {
    this.repo = repo;
    this.folder = repo.commonDir().resolve("pawl").resolve("trash");
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
          TrashEntry.read(each).ifPresent(entries::add);
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
              there ? place.resolve("files") : null,
              place);
      entry.write();
      new TrashKeep(repo).keep(tree.admin(), tree.head(), entry.ref(), now);
      move(tree.admin(), entry.adminFolder());
      try {
        return there ? moveFiles(entry) : entry;
      } catch (IOException e) {
        move(entry.adminFolder(), tree.admin());
        forget(entry);
        throw e;
      }
    } catch (IOException e) {
      throw GitException.failed(tree.path().toString(), e);
    }
  }

  /** On another file system the files stay there, beside where they were. */
  private static TrashEntry moveFiles(TrashEntry entry) throws IOException {
    try {
      move(entry.path(), Objects.requireNonNull(entry.files()));
      return entry;
    } catch (AtomicMoveNotSupportedException e) {
      Path beside = entry.path().resolveSibling(".pawl-trash-" + entry.name());
      TrashEntry elsewhere =
          new TrashEntry(
              entry.name(),
              entry.about(),
              entry.path(),
              entry.branch(),
              entry.head(),
              entry.removed(),
              entry.admin(),
              beside,
              entry.folder());
      elsewhere.write();
      move(entry.path(), beside);
      return elsewhere;
    }
  }

  private Path place(String wanted) throws IOException, GitException {
    if (!Files.isDirectory(folder)) {
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OWNER} : NONE);
    }
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

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    WorkTreeFile.forceFolder(Objects.requireNonNull(to.getParent()));
  }

  /**
   * Brings a work tree back to where it was, with its branch if that is gone; also one whose way
   * into or out of the trash was cut short.
   *
   * @return what a person should be told, a line each
   */
  public List<String> restore(TrashEntry entry) throws GitException {
    if (isBeingDropped(entry)) {
      throw new GitException(
          GitException.Kind.INVALID,
          entry.name(),
          "its deletion has begun, so it cannot be brought back as it was",
          "what is left of it is in " + entry.folder());
    }
    List<String> said = new ArrayList<>();
    try {
      free(entry);
      branch(entry, said);
      Path admin = repo.commonDir().resolve(Worktrees.FOLDER).resolve(entry.admin());
      boolean away = Files.isDirectory(entry.adminFolder(), NOFOLLOW_LINKS);
      Path files = entry.files();
      if (files != null && Files.isDirectory(files, NOFOLLOW_LINKS)) {
        Files.createDirectories(Objects.requireNonNull(entry.path().getParent()));
        move(files, entry.path());
      }
      if (away) {
        Path name = name(admin);
        Files.createDirectories(Objects.requireNonNull(name.getParent()));
        if (!name.equals(admin) && Files.isDirectory(entry.path())) {
          repoint(entry, name);
        }
        move(entry.adminFolder(), name);
      }
      forget(entry);
      return List.copyOf(said);
    } catch (IOException e) {
      throw GitException.failed(entry.path().toString(), e);
    }
  }

  /** Nothing may stand where it is to go. */
  private void free(TrashEntry entry) throws GitException {
    Path files = entry.files();
    boolean filesHere = files != null && Files.isDirectory(files, NOFOLLOW_LINKS);
    if (filesHere && Files.exists(entry.path(), NOFOLLOW_LINKS)) {
      throw new GitException(
          GitException.Kind.INVALID,
          entry.path().toString(),
          "something else is there by now",
          "move that away first; the worktree stays in the trash until then");
    }
    for (LinkedWorktree other : new Worktrees(repo).list()) {
      if (entry.branch() != null
          && entry.branch().equals(other.branch())
          && !other.path().equals(entry.path())) {
        throw new GitException(
            GitException.Kind.INVALID,
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

  private static void repoint(TrashEntry entry, Path admin) throws IOException {
    Path gitFile = entry.path().resolve(".git");
    String old = Worktrees.line(gitFile).orElse("");
    boolean relative = !old.startsWith("gitdir: /");
    Path target = relative ? entry.path().relativize(admin) : admin;
    NewWorktree.put(entry.path(), ".git", "gitdir: " + target + "\n");
  }

  /**
   * Deletes what is in the trash for good. What is not whole stays: its files may be in use.
   *
   * @return whether it was deleted
   */
  public boolean drop(TrashEntry entry) throws GitException {
    if (!entry.whole() && !entry.empty() && !isBeingDropped(entry)) {
      return false;
    }
    try {
      NewWorktree.put(entry.folder(), DROPPING, "");
      Path files = entry.files();
      if (files != null) {
        Folders.delete(files);
      }
      Folders.delete(entry.adminFolder());
      forget(entry);
      return true;
    } catch (IOException e) {
      throw GitException.failed(entry.folder().toString(), e);
    }
  }

  /** Whether its deletion has begun: then it cannot be restored. */
  public static boolean isBeingDropped(TrashEntry entry) {
    return Files.exists(entry.folder().resolve(DROPPING), NOFOLLOW_LINKS);
  }

  private void forget(TrashEntry entry) throws IOException, GitException {
    @Nullable CommitId kept = new Refs(repo).ref(entry.ref()).orElse(null);
    if (kept != null) {
      new Refs(repo).forget(Map.of(entry.ref(), kept));
    }
    Folders.delete(entry.folder());
  }
}
