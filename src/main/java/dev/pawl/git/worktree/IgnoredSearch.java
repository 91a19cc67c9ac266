package dev.pawl.git.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks through what is ignored for what is only here: files, and repositories, these also where
 * tools make everything else anew.
 */
final class IgnoredSearch extends SimpleFileVisitor<Path> {
  private final Path top;
  private final @Nullable Path main;
  private final DisposableFiles throwaway;
  private final List<String> precious;
  private final List<String> repositories;

  /** The outermost folder around here that tools make anew; null elsewhere. */
  private @Nullable Path anew;

  IgnoredSearch(
      Path top,
      @Nullable Path main,
      DisposableFiles throwaway,
      List<String> precious,
      List<String> repositories) {
    this.top = top;
    this.main = main;
    this.throwaway = throwaway;
    this.precious = precious;
    this.repositories = repositories;
  }

  private String path(Path file) {
    return top.relativize(file).toString().replace('\\', '/');
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (NestedRepositories.isOne(folder)) {
      repositories.add(path(folder) + "/");
      return FileVisitResult.SKIP_SUBTREE;
    }
    if (anew == null && throwaway.matches(path(folder))) {
      anew = folder;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
      throws IOException {
    if (folder.equals(anew)) {
      anew = null;
    }
    return super.postVisitDirectory(folder, failure);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    boolean lost =
        anew == null
            && !throwaway.matches(path(file))
            && !(attributes.isRegularFile() && attributes.size() == 0)
            && !isCopied(file, attributes);
    if (lost) {
      precious.add(path(file));
    }
    return FileVisitResult.CONTINUE;
  }

  /** The main work tree has the same, as where it was copied from. */
  private boolean isCopied(Path file, BasicFileAttributes attributes) throws IOException {
    Path other = main == null ? null : main.resolve(path(file));
    if (other == null || !Files.exists(other, NOFOLLOW_LINKS)) {
      return false;
    }
    if (attributes.isSymbolicLink()) {
      return Files.isSymbolicLink(other)
          && Files.readSymbolicLink(other).equals(Files.readSymbolicLink(file));
    }
    return attributes.isRegularFile()
        && Files.isRegularFile(other, NOFOLLOW_LINKS)
        && Files.mismatch(file, other) < 0;
  }
}
