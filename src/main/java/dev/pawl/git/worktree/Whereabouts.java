package dev.pawl.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an entry of the trash are, and whether they are this clone's: a clone may have
 * been moved or copied, and a disk may be away (N36).
 */
final class Whereabouts {
  /** In the folder of an entry whose deletion has begun. */
  static final String DROPPING = "dropping";

  private static final String POINTER = "gitdir: ";
  private final Path common;
  private final Path top;
  private final TrashEntry entry;

  Whereabouts(Repo repo, TrashEntry entry) {
    this.common = repo.commonDir();
    this.top = top(repo);
    this.entry = entry;
  }

  /** What moves along with a clone: its main work tree, or git's folder where there is none. */
  static Path top(Repo repo) {
    return new Worktrees(repo).main().orElse(repo.commonDir());
  }

  /** What a copy of this clone does not share with it; empty where the file system has no such. */
  static String origin(Repo repo) throws IOException {
    Path folder = repo.commonDir();
    return folder.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? String.valueOf(Files.getAttribute(folder, "unix:ino"))
        : "";
  }

  TrashState state(Repo repo) throws IOException {
    boolean admin = folder(entry.adminFolder());
    Path files = entry.files();
    boolean here = files != null && folder(files);
    if (files != null && here && !isOurs(files, origin(repo))) {
      return TrashState.ANOTHERS;
    }
    if (Files.exists(entry.folder().resolve(DROPPING), NOFOLLOW_LINKS)) {
      return TrashState.DROPPING;
    }
    if (!admin) {
      return here ? TrashState.AWAY : TrashState.EMPTY;
    }
    if (here || files == null) {
      return TrashState.WHOLE;
    }
    return isAtItsPlace() ? TrashState.CUT_SHORT : TrashState.AWAY;
  }

  /**
   * Beside a work tree outside of the clone there may be what a copy of the clone knows of, too.
   */
  private boolean isOurs(Path files, String origin) throws IOException {
    if (files.startsWith(entry.folder()) || files.startsWith(top)) {
      return true;
    }
    Path owner = owner(files);
    return isCommon(owner)
        || (!origin.isEmpty()
            && origin.equals(entry.origin())
            && (owner == null || !folder(owner)));
  }

  /** The common git folder that a work tree says it is of; null where it says none. */
  static @Nullable Path owner(Path files) throws IOException {
    Path target = target(files.resolve(".git")).orElse(null);
    Path folder = target == null ? null : target.getParent();
    return folder == null ? null : folder.getParent();
  }

  private boolean isCommon(@Nullable Path folder) throws IOException {
    return folder != null
        && (folder.equals(common) || (folder(folder) && Files.isSameFile(folder, common)));
  }

  /** Whether its files are where they were, and git knows of no work tree there by now. */
  private boolean isAtItsPlace() throws IOException {
    Path target = target(entry.path().resolve(".git")).orElse(null);
    if (target == null || !folder(entry.path())) {
      return false;
    }
    boolean ours = isCommon(owner(entry.path()));
    Path name = Objects.requireNonNull(target.getFileName());
    return entry.path().startsWith(top)
        ? !folder(common.resolve(Worktrees.FOLDER).resolve(name))
        : ours && !folder(target);
  }

  /** Makes the files and git's folder lead to one another, once that folder has this name. */
  void lead(Path admin) throws IOException {
    Path gitFile = entry.path().resolve(".git");
    if (folder(entry.path()) && !target(gitFile).equals(Optional.of(admin))) {
      String old = Worktrees.line(gitFile).orElse("");
      Path target = isRelative(old, POINTER) ? entry.path().relativize(admin) : admin;
      NewWorktree.put(entry.path(), ".git", POINTER + target + "\n");
    }
    String old = Worktrees.line(entry.adminFolder().resolve("gitdir")).orElse("");
    if (!admin.resolve(old).normalize().equals(gitFile)) {
      Path target = isRelative(old, "") ? admin.relativize(gitFile) : gitFile;
      NewWorktree.put(entry.adminFolder(), "gitdir", target + "\n");
    }
  }

  private static boolean isRelative(String text, String prefix) {
    return !text.isEmpty()
        && text.startsWith(prefix)
        && !Path.of(text.substring(prefix.length())).isAbsolute();
  }

  /** Whether git's folder is back, and leads to the files and they to it. */
  boolean isBack() throws IOException {
    Path gitFile = entry.path().resolve(".git");
    Path target = target(gitFile).orElse(null);
    Path admin =
        entry.kept() == TrashEntry.Kept.NOWHERE || target == null
            ? common.resolve(Worktrees.FOLDER).resolve(entry.admin())
            : target;
    String pointer = Worktrees.line(admin.resolve("gitdir")).orElse("");
    boolean known =
        isCommon(Objects.requireNonNull(admin.getParent()).getParent())
            && admin.resolve(pointer).normalize().equals(gitFile);
    return known && (entry.kept() == TrashEntry.Kept.NOWHERE || target != null);
  }

  private static Optional<Path> target(Path gitFile) throws IOException {
    return Worktrees.line(gitFile)
        .filter(text -> text.startsWith(POINTER))
        .map(text -> gitFile.resolveSibling(text.substring(POINTER.length())).normalize());
  }

  static boolean folder(Path path) {
    return Files.isDirectory(path, NOFOLLOW_LINKS);
  }
}
