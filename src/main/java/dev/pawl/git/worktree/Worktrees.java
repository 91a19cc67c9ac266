package dev.pawl.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.Patience;
import dev.pawl.disk.Printable;
import dev.pawl.disk.ProcessLock;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The work trees of one clone: what git knows of them, and new ones. */
public final class Worktrees {
  static final String FOLDER = "worktrees";
  private static final String POINTER = "gitdir: ";
  private static final String SYMBOLIC = "ref: ";
  private static final int LONGEST_NOTE = 64 << 10;

  private final Repo repo;

  /** Of this clone, whichever of its work trees was opened. */
  public Worktrees(Repo repo) {
    this.repo = repo;
  }

  /** The main one first, then the linked ones by path. One that is just being made is left out. */
  public List<LinkedWorktree> list() throws GitException {
    Map<String, CommitId> branches = new Refs(repo).refs("refs/heads/");
    List<LinkedWorktree> linked = new ArrayList<>();
    Path folder = repo.commonDir().resolve(FOLDER);
    try (DirectoryStream<Path> admins = Files.newDirectoryStream(folder)) {
      for (Path admin : admins) {
        linked(admin, branches).ifPresent(linked::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // No linked work tree was ever made, or the last one was removed.
      linked.clear();
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    }
    linked.sort(Comparator.comparing(LinkedWorktree::path));
    List<LinkedWorktree> all = new ArrayList<>();
    main(branches).ifPresent(all::add);
    all.addAll(linked);
    return List.copyOf(all);
  }

  private Optional<LinkedWorktree> main(Map<String, CommitId> branches) throws GitException {
    Optional<Path> path = main();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Path admin = repo.commonDir();
    try {
      return Optional.of(worktree("", admin, path.get(), Files.isDirectory(path.get()), branches));
    } catch (IOException e) {
      throw GitException.failed(admin.toString(), e);
    }
  }

  /** The top folder of the main work tree; none of a bare repository, or where git forgot it. */
  public Optional<Path> main() {
    if (repo.gitDir().equals(repo.commonDir())) {
      return repo.isBare() ? Optional.empty() : Optional.of(repo.workTree());
    }
    if (repo.layout().config().getBoolean("core", "bare", false)) {
      return Optional.empty();
    }
    String elsewhere = repo.layout().config().getString("core", null, "worktree");
    if (elsewhere != null) {
      return Optional.of(repo.commonDir().resolve(elsewhere).normalize());
    }
    Path name = repo.commonDir().getFileName();
    return name != null && name.toString().equals(".git")
        ? Optional.ofNullable(repo.commonDir().getParent())
        : Optional.empty();
  }

  private static Optional<LinkedWorktree> linked(Path admin, Map<String, CommitId> branches)
      throws IOException {
    Optional<String> pointer = line(admin.resolve("gitdir"));
    if (pointer.isEmpty() || pointer.get().isEmpty()) {
      return Optional.empty();
    }
    Path gitFile = admin.resolve(pointer.get()).normalize();
    Path path = gitFile.getParent();
    if (path == null) {
      return Optional.empty();
    }
    String name = Objects.requireNonNull(admin.getFileName()).toString();
    return Optional.of(worktree(name, admin, path, leadsTo(gitFile, admin), branches));
  }

  private static LinkedWorktree worktree(
      String name, Path admin, Path path, boolean visible, Map<String, CommitId> branches)
      throws IOException {
    String head = line(admin.resolve("HEAD")).orElse("");
    BranchName branch = branch(head);
    CommitId commit =
        branch != null
            ? branches.get(branch.ref())
            : ObjectName.is(head) ? new CommitId(head) : null;
    String locked = name.isEmpty() ? null : line(admin.resolve("locked")).orElse(null);
    return new LinkedWorktree(
        name, admin, path, branch, commit, locked == null ? null : Printable.line(locked), visible);
  }

  private static @Nullable BranchName branch(String head) {
    if (!head.startsWith(SYMBOLIC)) {
      return null;
    }
    String ref = head.substring(SYMBOLIC.length()).strip();
    String name = ref.startsWith("refs/heads/") ? ref.substring("refs/heads/".length()) : "";
    return BranchName.isValid(name) ? new BranchName(name) : null;
  }

  /** Whether the {@code .git} of a work tree leads back to this folder of git's. */
  static boolean leadsTo(Path gitFile, Path admin) throws IOException {
    Optional<String> text = line(gitFile);
    if (text.isEmpty() || !text.get().startsWith(POINTER)) {
      return false;
    }
    Path target = gitFile.resolveSibling(text.get().substring(POINTER.length())).normalize();
    return target.equals(admin) || (Files.exists(target) && Files.isSameFile(target, admin));
  }

  /** A file's text without the last line breaks; empty when there is no such regular file. */
  static Optional<String> line(Path file) throws IOException {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS) || Files.size(file) > LONGEST_NOTE) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).stripTrailing());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** What was noted with a work tree when it was made; nothing for one that git itself made. */
  public static Optional<String> note(LinkedWorktree worktree, String name) throws GitException {
    return worktree.isMain() ? Optional.empty() : note(worktree.admin(), name);
  }

  /** What was noted with the work tree that was opened. */
  public Optional<String> ownNote(String name) throws GitException {
    return repo.gitDir().equals(repo.commonDir()) ? Optional.empty() : note(repo.gitDir(), name);
  }

  private static Optional<String> note(Path admin, String name) throws GitException {
    try {
      return line(admin.resolve(name));
    } catch (IOException e) {
      throw GitException.failed(admin.resolve(name).toString(), e);
    }
  }

  /** Notes something with a work tree that is there already, in place of what was noted. */
  public void write(LinkedWorktree worktree, String name, String text) throws GitException {
    if (worktree.isMain()) {
      throw new IllegalArgumentException("the main work tree has no notes");
    }
    try {
      NewWorktree.put(worktree.admin(), name, text + "\n");
    } catch (IOException e) {
      throw GitException.failed(worktree.admin().resolve(name).toString(), e);
    }
  }

  /** Takes back what was noted, if anything was. */
  public static void erase(LinkedWorktree worktree, String name) throws GitException {
    Path file = worktree.admin().resolve(name);
    try {
      if (!worktree.isMain()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  /**
   * Holds a work tree for a purpose, once nobody else does; empty when that takes longer than the
   * limit.
   */
  public static Optional<Hold> hold(LinkedWorktree worktree, String purpose, Duration limit)
      throws GitException {
    Path file = worktree.admin().resolve(purpose);
    try {
      return ProcessLock.take(file, limit).map(Hold::new);
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  /**
   * Registers a new linked work tree and makes its folder; {@link NewWorktree#fill} brings the
   * files. Nothing of it is left when this fails. To be called within a turn of {@code GitQueue}.
   *
   * @param path its top folder: not there yet, or empty
   * @param branch is checked out nowhere
   * @param start where the branch begins; null when there is such a branch already
   * @param notes texts to keep in git's folder for it, by file name
   */
  public NewWorktree register(
      Path path, BranchName branch, @Nullable CommitId start, Map<String, String> notes)
      throws GitException {
    return NewWorktree.register(repo, path, branch, start, notes);
  }

  /**
   * Ends the making of a work tree whose maker ended when its files were there already. To be
   * called within a turn of {@code GitQueue}.
   */
  public void settle(LinkedWorktree worktree) throws GitException {
    Path mark = worktree.admin().resolve(NewWorktree.MAKING);
    if (worktree.isMain() || !Files.exists(mark) || making(worktree) != Making.DONE) {
      return;
    }
    try {
      Path locked = worktree.admin().resolve(NewWorktree.LOCKED);
      if (line(locked).orElse("").startsWith(NewWorktree.LOCK_REASON)) {
        Files.deleteIfExists(locked);
      }
      Files.deleteIfExists(worktree.admin().resolve(NewWorktree.PLACE));
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw GitException.failed(mark.toString(), e);
    }
  }

  /** How far the making of a work tree has come. */
  public enum Making {
    /** It is whole. */
    DONE,
    /** A process is at it. */
    UNDER_WAY,
    /** The process that was at it ended before it was whole. */
    LEFT
  }

  /** Waits until nobody is at it any more; false when that takes longer than the limit. */
  public static boolean awaitMade(LinkedWorktree worktree, Duration limit) throws GitException {
    Patience patience = new Patience(limit);
    try {
      do {
        if (making(worktree) != Making.UNDER_WAY) {
          return true;
        }
      } while (patience.again());
      return false;
    } catch (InterruptedIOException e) {
      throw GitException.failed(worktree.path().toString(), e);
    }
  }

  /** Whether a work tree is whole. */
  public static Making making(LinkedWorktree worktree) throws GitException {
    Path mark = worktree.admin().resolve(NewWorktree.MAKING);
    if (worktree.isMain() || !Files.exists(mark)) {
      return Making.DONE;
    }
    try (ProcessLock lock = ProcessLock.takeExisting(mark, Duration.ZERO).orElse(null)) {
      if (lock == null) {
        return Making.UNDER_WAY;
      }
      // Git writes the index last, as a whole.
      return Files.exists(worktree.admin().resolve("index")) ? Making.DONE : Making.LEFT;
    } catch (NoSuchFileException e) {
      // Finished, or taken back, while we looked.
      return Making.DONE;
    } catch (IOException e) {
      throw GitException.failed(mark.toString(), e);
    }
  }
}
