package dev.pawl.git;

import dev.pawl.disk.Printable;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which texts are paths inside a work tree; git calls it {@code verify_path}. */
public final class RepoPath {
  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private RepoPath() {}

  /** Refuses what leads out of the work tree or into git's own folder. */
  public static void check(String path) throws GitException {
    if (!isValid(path)) {
      throw new GitException(
          GitException.Kind.INVALID,
          "'" + Printable.line(path) + "'",
          "is not a path inside the repository",
          "name files from the root of the repository, with '/', without '..' and '.git'");
    }
  }

  public static boolean isValid(String path) {
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

  /** The path of a file below a folder as git prints it: what is not ASCII in octal digits. */
  public static String quoted(Path top, Path file) {
    // Only the address still has the bytes of a name that is not UTF-8.
    String below = file.toUri().getRawPath().substring(top.toUri().getRawPath().length());
    return ENCODED
        .matcher(below)
        .replaceAll(found -> {
          int b = HexFormat.fromHexDigits(found.group(1));
          String shown = b < 0x80 ? String.valueOf((char) b) : "\\%03o".formatted(b);
          return Matcher.quoteReplacement(shown);
        });
  }

  /** Also as Windows and macOS would fold the name. */
  public static boolean isGitFolder(String segment) {
    return segment.toLowerCase(Locale.ROOT).equals(".git");
  }
}
