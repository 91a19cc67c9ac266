package dev.pawl.git;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

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

  private final Repo repo;

  /** Of this repository; a bare one has no files. */
  public WorkTree(Repo repo) {
    this.repo = repo;
  }

  /**
   * The paths of the regular files at or below these folders, sorted; the empty root is the whole
   * work tree. Symbolic links, git's own folders and nested repositories are not entered.
   */
  public List<String> files(Set<String> roots, Predicate<String> wanted) throws GitException {
    TreeSet<String> found = new TreeSet<>();
    if (repo.isBare()) {
      return List.of();
    }
    for (String root : roots) {
      if (root.isEmpty()) {
        list(repo.workTree(), "", wanted, found);
        continue;
      }
      RepoPath.check(root);
      Path start = repo.workTree().resolve(root);
      if (!isInside(root)) {
        continue;
      }
      if (Files.isDirectory(start, NOFOLLOW_LINKS) && !isElsewhere(start)) {
        list(start, root + "/", wanted, found);
      } else if (Files.isRegularFile(start, NOFOLLOW_LINKS) && wanted.test(root)) {
        found.add(root);
      }
    }
    return List.copyOf(found);
  }

  private void list(Path folder, String prefix, Predicate<String> wanted, Set<String> found)
      throws GitException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry, NOFOLLOW_LINKS)) {
          if (!RepoPath.isGitFolder(name) && !isElsewhere(entry)) {
            list(entry, prefix + name + "/", wanted, found);
          }
        } else if (Files.isRegularFile(entry, NOFOLLOW_LINKS) && wanted.test(prefix + name)) {
          found.add(prefix + name);
        }
      }
    } catch (NoSuchFileException e) {
      // Removed while we looked: as if it had never been there.
      return;
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    }
  }

  /** Another repository, a submodule, another work tree, or where git keeps this one's parts. */
  private boolean isElsewhere(Path folder) {
    return Files.exists(folder.resolve(".git"), NOFOLLOW_LINKS)
        || folder.equals(repo.gitDir())
        || folder.equals(repo.commonDir());
  }

  /** Whether every folder above this path is a folder of this work tree, and none is a link. */
  private boolean isInside(String path) {
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
    Path file = repo.workTree().resolve(path);
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

  /**
   * Writes a file that is not there yet, and the folders above it.
   *
   * @throws GitException when there is something at this path, or a symbolic link leads to it
   */
  public void create(String path, byte[] bytes) throws GitException {
    Path file = WorkTreeFile.of(repo.workTree(), path).path();
    Path folder = repo.workTree();
    try {
      for (String segment : path.split("/", -1)) {
        if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
          Files.createDirectory(folder);
        }
        folder = folder.resolve(segment);
      }
      WorkTreeFile.writeNew(file, bytes);
      WorkTreeFile.forceFolder(Objects.requireNonNull(file.getParent()));
    } catch (FileAlreadyExistsException e) {
      throw new GitException(
          GitException.Kind.INVALID,
          path,
          "is there already, or a link is in the way",
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
      Path staged = file.stage(".pawl-" + UUID.randomUUID() + ".tmp", bytes);
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
    Map<String, State> changed =
        repo.installed().isPresent()
            ? Differences.asked(repo, repo.installed().get(), paths)
            : Differences.compared(repo, paths);
    Set<String> committed = new TreeSet<>();
    CommitId head = repo.head();
    if (head != null) {
      new Commits(repo).tree(head, Set.copyOf(paths)).forEach(entry -> committed.add(entry.path()));
    }
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
}
