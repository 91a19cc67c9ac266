package dev.pawl.git.repo;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.OwnerOnly;
import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code pawl} in the git folder that all work trees of a clone share: what pawl notes of the clone
 * for one user, and for nobody else (N53). That is so where {@code core.sharedRepository} lets
 * several users write as well: what was reported, claimed and trashed here is that one user's.
 */
public final class PawlFolder {
  private PawlFolder() {}

  /** Where it is, whether it is there or not. */
  public static Path in(Path commonDir) {
    return commonDir.resolve("pawl");
  }

  /** Makes it, unless it is there. */
  public static Path make(Path commonDir) throws IOException {
    return OwnerOnly.folder(in(commonDir));
  }

  /**
   * Takes from others what an earlier pawl, or a person, gave them of it.
   *
   * @throws GitException when it is another user's
   */
  public static void narrow(Path commonDir) throws GitException {
    Path folder = in(commonDir);
    if (!Files.isDirectory(folder, NOFOLLOW_LINKS) || !OwnerOnly.isPosix(folder)) {
      return;
    }
    try {
      boolean usable = Files.isReadable(folder) && Files.isExecutable(folder);
      if (usable
          && OwnerOnly.FOLDER.equals(Files.getPosixFilePermissions(folder, NOFOLLOW_LINKS))) {
        return;
      }
      String owner = Files.getAttribute(folder, "unix:uid", NOFOLLOW_LINKS).toString();
      if (owner.equals(Ownership.me())) {
        Files.setPosixFilePermissions(folder, OwnerOnly.FOLDER);
      } else if (!usable) {
        throw new GitException(
            GitException.Kind.ENVIRONMENT,
            folder.toString(),
            "is another user's: what pawl notes of a clone is for one user alone",
            "use a clone of your own, as with 'git clone "
                + commonDir
                + " FOLDER'; the remote brings together what both report");
      }
    } catch (IOException e) {
      throw GitException.failed(folder.toString(), e);
    }
  }
}
