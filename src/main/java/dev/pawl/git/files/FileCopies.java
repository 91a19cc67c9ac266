package dev.pawl.git.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.dircache.DirCache;
import org.jspecify.annotations.Nullable;

/**
 * Copies files that git does not track from one work tree to another; where the file system can,
 * they share their blocks. Nothing is overwritten, and no link is followed.
 */
public final class FileCopies {
  private final Path from;
  private final Path to;
  private final DirCache tracked;
  private final Predicate<String> wanted;
  private final List<String> copied = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  private FileCopies(Path from, Path to, DirCache tracked, Predicate<String> wanted) {
    this.from = from;
    this.to = to;
    this.tracked = tracked;
    this.wanted = wanted;
  }

  /**
   * What came of it.
   *
   * @param copied paths, sorted
   * @param left links that lead out of the work tree, and what was in the way, a line each
   */
  public record Outcome(List<String> copied, List<String> left) {}

  /**
   * Copies the wanted files, and the folders that are wanted as a whole.
   *
   * @param from the top folder of a work tree of this clone
   * @param to that of another one
   * @param roots where to look, relative to the top; the empty path is the whole tree
   * @param wanted whether a path, of a file or a folder, is to be copied
   */
  public static Outcome copy(
      Repo repo, Path from, Path to, Set<String> roots, Predicate<String> wanted)
      throws GitException {
    try (Repo inside = Repo.open(to, repo.environment())) {
      FileCopies copies =
          new FileCopies(from, inside.workTree(), inside.jgit().readDirCache(), wanted);
      for (String root : roots) {
        Path start = root.isEmpty() ? from : from.resolve(root);
        if (copies.isInside(start) && Files.exists(start, NOFOLLOW_LINKS)) {
          copies.walk(start);
        }
      }
      return new Outcome(
          copies.copied.stream().sorted().toList(), copies.left.stream().sorted().toList());
    } catch (IOException e) {
      throw GitException.failed(from.toString(), e);
    }
  }

  /** Whether all folders above it are folders, and none is a link. */
  private boolean isInside(Path start) {
    for (Path folder = start.getParent();
        folder != null && folder.startsWith(from) && !folder.equals(from);
        folder = folder.getParent()) {
      if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return start.startsWith(from);
  }

  private void walk(Path start) throws IOException {
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          private @Nullable Path whole;

          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean elsewhere =
                !folder.equals(from)
                    && (folder.getFileName().toString().equals(".git")
                        || Files.exists(folder.resolve(".git"), NOFOLLOW_LINKS)
                        || folder.equals(to));
            if (elsewhere) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (whole == null && !folder.equals(from) && wanted.test(path(folder))) {
              whole = folder;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (whole != null || wanted.test(path(file))) {
              file(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            left.add(path(file) + " cannot be read");
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (folder.equals(whole)) {
              whole = null;
            }
            return super.postVisitDirectory(folder, failure);
          }
        });
  }

  private String path(Path file) {
    return from.relativize(file).toString().replace('\\', '/');
  }

  private void file(Path file, BasicFileAttributes attributes) throws IOException {
    String path = path(file);
    if (tracked.getEntry(path) != null || path.endsWith("/.git")) {
      return;
    }
    if (attributes.isOther()) {
      left.add(path + " is neither a file nor a link");
      return;
    }
    if (attributes.isSymbolicLink() && !staysInside(file)) {
      left.add(path + " is a link that leads out of the worktree");
      return;
    }
    Path target = to.resolve(path);
    if (!folders(target)) {
      left.add(path + " is in a folder that is a link or a file there");
      return;
    }
    try {
      Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, NOFOLLOW_LINKS);
      copied.add(path);
    } catch (FileAlreadyExistsException e) {
      left.add(path + " already exists");
    }
  }

  private boolean staysInside(Path link) throws IOException {
    Path target = Files.readSymbolicLink(link);
    return !target.isAbsolute() && link.resolveSibling(target).normalize().startsWith(from);
  }

  /** Makes the folders above a file, and never goes through a link. */
  private boolean folders(Path target) throws IOException {
    Path folder = to;
    for (Path part : to.relativize(target.getParent())) {
      if (part.toString().isEmpty()) {
        continue;
      }
      folder = folder.resolve(part);
      if (!Files.exists(folder, NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
      } else if (!Files.isDirectory(folder, NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }
}
