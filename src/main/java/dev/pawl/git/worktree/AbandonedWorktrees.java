package dev.pawl.git.worktree;

import dev.pawl.disk.Folders;
import dev.pawl.disk.ProcessLock;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A work tree whose maker was killed before git could see it: git's folder for it, locked and
 * without a {@code gitdir}, and where it was to be nothing but a {@code .git} that leads there.
 */
final class AbandonedWorktrees {
  private AbandonedWorktrees() {}

  /**
   * Removes all there are. To be called within a turn of {@code GitQueue}: nobody makes one now.
   */
  static void sweep(Repo repo) throws GitException {
    Path folder = repo.commonDir().resolve(Worktrees.FOLDER);
    try (DirectoryStream<Path> admins = Files.newDirectoryStream(folder)) {
      for (Path admin : admins) {
        if (isLeft(admin)) {
          remove(admin);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // No work tree was ever made.
      return;
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    }
  }

  private static boolean isLeft(Path admin) throws IOException, GitException {
    boolean ours =
        Worktrees.line(admin.resolve(NewWorktree.LOCKED))
            .filter(line -> line.startsWith(NewWorktree.LOCK_REASON))
            .isPresent();
    if (!ours || Files.exists(admin.resolve("gitdir"))) {
      return false;
    }
    Path making = admin.resolve(NewWorktree.MAKING);
    return !ProcessLock.isTaken(making);
  }

  private static void remove(Path admin) throws IOException {
    Optional<Path> place = Worktrees.line(admin.resolve(NewWorktree.PLACE)).map(Path::of);
    if (place.isPresent() && Files.isDirectory(place.get())) {
      Path gitFile = place.get().resolve(".git");
      if (isAlone(place.get()) && (isEmpty(gitFile) || Worktrees.leadsTo(gitFile, admin))) {
        Files.delete(gitFile);
      }
      deleteIfEmpty(place.get());
    }
    Folders.delete(admin);
  }

  /** The kill came before it was written. */
  private static boolean isEmpty(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == 0;
  }

  private static boolean isAlone(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.count() == 1;
    }
  }

  /** Somebody may use the folder by now. */
  static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      return;
    }
  }
}
