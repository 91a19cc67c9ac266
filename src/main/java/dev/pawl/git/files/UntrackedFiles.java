package dev.pawl.git.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;

/**
 * Files unknown to git where new ones are to be written. Git gives way for ignored ones; here they
 * are somebody's work like any other.
 */
final class UntrackedFiles {
  private final Path workTree;
  private final DirCache index;

  UntrackedFiles(Repo repo) throws GitException {
    this.workTree = repo.workTree();
    try {
      this.index = repo.jgit().readDirCache();
    } catch (IOException e) {
      throw GitException.failed(repo.jgit().getIndexFile().toString(), e);
    }
  }

  /** The unknown files that would go if these paths were written, sorted. */
  Collection<String> inTheWayOf(Collection<String> paths) throws GitException {
    TreeSet<String> found = new TreeSet<>();
    for (String path : paths) {
      if (index.getEntry(path) == null) {
        parent(path).ifPresent(found::add);
        at(path, found);
      }
    }
    return found;
  }

  /** A file where a folder must be. */
  private Optional<String> parent(String path) {
    for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
      String part = path.substring(0, end);
      Path there = workTree.resolve(part);
      if (Files.exists(there, NOFOLLOW_LINKS)
          && !Files.isDirectory(there, NOFOLLOW_LINKS)
          && index.getEntry(part) == null) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** A file at the path itself, or files in a folder there. */
  private void at(String path, Collection<String> found) throws GitException {
    Path there = workTree.resolve(path);
    if (!Files.isDirectory(there, NOFOLLOW_LINKS)) {
      if (Files.exists(there, NOFOLLOW_LINKS)) {
        found.add(path);
      }
      return;
    }
    try (Stream<Path> inside = Files.walk(there)) {
      inside
          .filter(file -> !Files.isDirectory(file, NOFOLLOW_LINKS))
          .map(file -> workTree.relativize(file).toString())
          .filter(file -> index.getEntry(file) == null)
          .forEach(found::add);
    } catch (IOException e) {
      throw GitException.failed(there.toString(), e);
    }
  }
}
