package dev.pawl.git.layout;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Pawl makes no symbolic link among its own files in git's folder: one that is there was planted,
 * and would lead what pawl writes to another place.
 */
public final class PlantedLinks {
  /** Holds what was in work trees, links included; nothing in it is ever written through. */
  private static final String TRASH = "trash";

  /** {@code journal/<replica>/<segment>}. */
  private static final int DEEPEST = 3;

  private PlantedLinks() {}

  /** Refuses a clone with such a link, before anything is written. */
  public static void refuse(Layout layout) throws GitException, IOException {
    look(layout.commonDir().resolve("pawl"), 0);
    if (!layout.gitDir().equals(layout.commonDir())) {
      look(layout.gitDir().resolve("pawl"), 0);
    }
  }

  private static void look(Path path, int depth) throws GitException, IOException {
    if (Files.isSymbolicLink(path)) {
      throw new GitException(
          GitException.Kind.UNTRUSTED,
          path.toString(),
          "is a symbolic link; pawl makes none there and follows none",
          "see where it leads with 'ls -l', and move it away");
    }
    boolean kept = depth == 1 && path.endsWith(TRASH);
    if (kept || depth == DEEPEST || !Files.isDirectory(path, NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(path)) {
      for (Path each : inside) {
        look(each, depth + 1);
      }
    } catch (NoSuchFileException e) {
      // Gone meanwhile: nothing leads anywhere.
      return;
    }
  }
}
