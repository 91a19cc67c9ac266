package dev.pawl.git.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.WholeFile;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.RepoPath;
import dev.pawl.git.history.Commits;
import dev.pawl.git.repo.Repo;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The files that a person sees, without ever leaving the work tree. */
public final class WorkTree {
  /** How a file relates to the last commit. */
  public enum State {
    /** As committed. */
    SAME,
    /** Changed, and the change is in the index. */
    STAGED,
    /** Changed, and at least part of the change is not in the index. */
    MODIFIED,
    /** Not known to git. */
    UNTRACKED,
    /** Not there. */
    MISSING,
    /** Left by a merge for a person to resolve. */
    UNMERGED
  }

  /** So many files of one folder are looked up by reading the folder as a whole. */
  private static final int MANY = 8;

  private final Repo repo;

  /** Of this repository; a bare one has no files. */
  public WorkTree(Repo repo) {
    this.repo = repo;
  }

  /**
   * The regular files at or below these folders, each with what the file system says of it, and
   * what else stands there; the empty root is the whole work tree. Symbolic links, git's own
   * folders and nested repositories are not entered.
   */
  public Listing listing(Set<String> roots, Predicate<String> wanted) throws GitException {
    return repo.isBare() ? Listing.none(this) : Listing.of(this, repo.workTree(), roots, wanted);
  }

  /** Another repository, a submodule, another work tree, or where git keeps this one's parts. */
  boolean isElsewhere(Path folder) {
    return Files.exists(folder.resolve(".git"), NOFOLLOW_LINKS)
        || folder.equals(repo.gitDir())
        || folder.equals(repo.commonDir());
  }

  /** Whether every folder above this path is a folder of this work tree, and none is a link. */
  boolean isInside(String path) {
    Path folder = repo.workTree();
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      folder = folder.resolve(segments[i]);
      if (!Files.isDirectory(folder, NOFOLLOW_LINKS) || isElsewhere(folder)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What a file says; nothing when there is no regular file at this path, or a symbolic link leads
   * to it.
   */
  public Optional<byte[]> read(String path) throws GitException {
    RepoPath.check(path);
    if (repo.isBare() || !isInside(path)) {
      return Optional.empty();
    }
    return bytes(repo.workTree().resolve(path), path);
  }

  /** What a file says whose name is not UTF-8; nothing when it is gone. */
  public Optional<byte[]> read(Listing.Unread.Misnamed file) throws GitException {
    return bytes(file.place(), file.path());
  }

  private static Optional<byte[]> bytes(Path file, String path) throws GitException {
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream content = Files.newInputStream(file, NOFOLLOW_LINKS)) {
      byte[] bytes = content.readNBytes(Commits.LARGEST_BLOB + 1);
      if (bytes.length > Commits.LARGEST_BLOB) {
        throw new GitException(
            GitException.Kind.INVALID,
            path,
            "is larger than the " + Commits.LARGEST_BLOB + " bytes that are read",
            "make the file smaller, or leave it out of what pawl looks at");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw GitException.failed(path, e);
    }
  }

  /** Whether anything is at this path, were it a link. */
  public boolean isThere(String path) throws GitException {
    RepoPath.check(path);
    return !repo.isBare() && Files.exists(repo.workTree().resolve(path), NOFOLLOW_LINKS);
  }

  /**
   * The file or folder that a symbolic link leads to, from the root of the work tree, with no link
   * in its path; the empty path is the work tree itself. Nothing when it leads out of it, or
   * nowhere.
   */
  public Optional<String> target(Listing.Unread.Link link) throws GitException {
    try {
      Path top = repo.workTree().toRealPath();
      Path real = repo.workTree().resolve(link.path()).toRealPath();
      String target = top.relativize(real).toString().replace(File.separatorChar, '/');
      return target.isEmpty() || (RepoPath.isValid(target) && isInside(target))
          ? Optional.of(target)
          : Optional.empty();
    } catch (FileSystemException e) {
      // It leads nowhere, in a circle, or to where we may not go.
      return Optional.empty();
    } catch (IOException e) {
      throw GitException.failed(link.path(), e);
    }
  }

  /** Whether a symbolic link leads to a folder, wherever that is. */
  public boolean leadsToFolder(Listing.Unread.Link link) {
    return Files.isDirectory(repo.workTree().resolve(link.path()));
  }

  /**
   * Writes a file that is not there yet, and the folders above it.
   *
   * @throws GitException when there is something at this path, or a symbolic link leads to it
   */
  public void create(String path, byte[] bytes) throws GitException {
    WorkTreeFile file = WorkTreeFile.of(repo.workTree(), path);
    Path folder = repo.workTree();
    try {
      for (String segment : path.split("/", -1)) {
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
          Files.createDirectory(folder);
        }
        folder = folder.resolve(segment);
      }
      file.create(bytes);
    } catch (FileAlreadyExistsException e) {
      throw new GitException(
          GitException.Kind.INVALID,
          path,
          "already exists, or a link is in the way",
          "choose another name",
          e);
    } catch (IOException e) {
      throw GitException.failed(path, e);
    }
  }

  /**
   * Replaces a file's content as a whole.
   *
   * @param expected what it must hold now
   * @return false when it holds something else; nothing is written then
   */
  public boolean replace(String path, byte[] expected, byte[] bytes) throws GitException {
    WorkTreeFile file = WorkTreeFile.of(repo.workTree(), path);
    try {
      if (!file.holds(expected)) {
        return false;
      }
      Path staged = file.writeAs(WholeFile.beside(file.path()), bytes);
      try {
        if (!file.holds(expected)) {
          return false;
        }
        file.replaceBy(staged);
        return true;
      } finally {
        Files.deleteIfExists(staged);
      }
    } catch (IOException e) {
      throw GitException.failed(path, e);
    }
  }

  /** How one file relates to HEAD; see {@link #states}. */
  public State state(String path) throws GitException {
    return states(Set.of(path)).getOrDefault(path, State.MISSING);
  }

  /**
   * How these files relate to HEAD, compared by what git would store: line ends that git converts
   * are no change.
   */
  public Map<String, State> states(Collection<String> paths) throws GitException {
    for (String path : paths) {
      RepoPath.check(path);
    }
    if (paths.isEmpty() || repo.isBare()) {
      return Map.of();
    }
    Map<String, State> states = new TreeMap<>();
    StatClean.of(repo, paths).forEach(path -> states.put(path, State.SAME));
    List<String> rest = paths.stream().filter(path -> !states.containsKey(path)).toList();
    if (!rest.isEmpty()) {
      states.putAll(compared(rest));
    }
    return states;
  }

  private Map<String, State> compared(List<String> paths) throws GitException {
    Map<String, State> changed =
        repo.installed().isPresent()
            ? Differences.asked(repo, repo.installed().get(), paths)
            : Differences.compared(repo, paths);
    Set<String> committed = committed(paths);
    Map<String, State> states = new TreeMap<>();
    for (String path : paths) {
      State unlisted =
          committed.contains(path)
              ? State.SAME
              : Files.exists(repo.workTree().resolve(path), NOFOLLOW_LINKS)
                  ? State.UNTRACKED
                  : State.MISSING;
      states.put(path, changed.getOrDefault(path, unlisted));
    }
    return states;
  }

  /**
   * Of these paths the ones that HEAD holds, folder by folder: a tree is read once, not for each.
   */
  public Set<String> committed(Collection<String> paths) throws GitException {
    CommitId head = repo.head();
    if (head == null) {
      return Set.of();
    }
    Map<String, List<String>> folders =
        paths.stream()
            .collect(
                Collectors.groupingBy(
                    path -> path.substring(0, Math.max(0, path.lastIndexOf('/')))));
    Set<String> asked = new TreeSet<>();
    folders.forEach((folder, files) -> {
      if (folder.isEmpty() || files.size() < MANY) {
        asked.addAll(files);
      } else {
        asked.add(folder);
      }
    });
    Set<String> committed = new HashSet<>();
    new Commits(repo).tree(head, asked).forEach(entry -> committed.add(entry.path()));
    return committed;
  }
}
