package dev.pawl.git;

import java.util.Locale;

/** Which texts are paths inside a work tree; git calls it {@code verify_path}. */
final class RepoPath {
  private RepoPath() {}

  /** Refuses what leads out of the work tree or into git's own folder. */
  static void check(String path) throws GitException {
    if (!isValid(path)) {
      throw new GitException(
          GitException.Kind.INVALID,
          "'" + Printable.line(path) + "'",
          "is not a path inside the repository",
          "name files from the root of the repository, with '/', without '..' and '.git'");
    }
  }

  static boolean isValid(String path) {
    if (path.isEmpty() || path.indexOf('\0') >= 0 || path.startsWith(":")) {
      return false;
    }
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || isGitFolder(segment)) {
        return false;
      }
    }
    return true;
  }

  /** Also as Windows and macOS would fold the name. */
  static boolean isGitFolder(String segment) {
    return segment.toLowerCase(Locale.ROOT).equals(".git");
  }
}
