package dev.pawl.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A lock file of git's protocol that carries its owner's text from its first instant: it is written
 * elsewhere and then linked into place, which fails where the lock exists. So a kill never leaves a
 * lock that nobody can be asked about.
 */
public final class LinkLock {
  private LinkLock() {}

  /**
   * Tries once; false when somebody else holds it.
   *
   * @param seed a free name on the same disk; it stays, as a second name of the lock, so that
   *     whoever finds both knows whose the lock is
   */
  public static boolean tryTake(Path lock, Path seed, String text) throws IOException {
    Files.deleteIfExists(seed);
    WholeFile.writeNew(seed, text.getBytes(UTF_8));
    try {
      Files.createLink(lock, seed);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException e) {
      Files.deleteIfExists(seed);
      return takeWithoutLink(lock, text);
    } catch (FileSystemException e) {
      // "Operation not permitted" is what file systems without hard links say.
      if (e instanceof NoSuchFileException) {
        throw e;
      }
      Files.deleteIfExists(seed);
      return takeWithoutLink(lock, text);
    }
  }

  /** A kill between creating and writing it leaves an empty lock, as a killed git does. */
  private static boolean takeWithoutLink(Path lock, String text) throws IOException {
    try {
      WholeFile.writeNew(lock, text.getBytes(UTF_8));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Whether the lock is there and carries exactly this text. */
  public static boolean carries(Path lock, String text) throws IOException {
    try {
      return Files.size(lock) == text.getBytes(UTF_8).length
          && Arrays.equals(Files.readAllBytes(lock), text.getBytes(UTF_8));
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
