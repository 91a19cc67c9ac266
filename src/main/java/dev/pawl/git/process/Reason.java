package dev.pawl.git.process;

import dev.pawl.disk.Printable;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of git and of remotes, made fit to be shown. */
public final class Reason {
  private static final int LONGEST = 2000;
  private static final String REMOTE = "remote: ";

  private Reason() {}

  /** Why something failed at a place; the file is named where it is another one. */
  public static String of(String place, Exception cause) {
    String reason = of(cause);
    return cause instanceof FileSystemException refused
            && refused.getFile() != null
            && !refused.getFile().endsWith(place)
        ? reason + ": " + refused.getFile()
        : reason;
  }

  /** What the file system's refusal means, without the name of the file. */
  public static String of(Exception cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "no permission";
      case NoSuchFileException _ -> "it is not there";
      case FileAlreadyExistsException _ -> "it is there already";
      case NotDirectoryException _ -> "it is not a folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException refused when refused.getReason() != null -> refused.getReason();
      default -> {
        String said = cause.getMessage();
        yield said == null ? cause.getClass().getSimpleName() : said;
      }
    };
  }

  /** What a failed git said, on one line. */
  public static String of(NativeGit.Result result) {
    String said = joined(result.err().lines());
    return said.isEmpty() ? "git ended with exit code " + result.exit() : said;
  }

  /** What the other side said, its hooks for example, on one line; empty when it said nothing. */
  public static String ofRemote(NativeGit.Result result) {
    return joined(
        result
            .err()
            .lines()
            .filter(line -> line.startsWith(REMOTE))
            .map(line -> line.substring(REMOTE.length())));
  }

  private static String joined(Stream<String> lines) {
    String said =
        lines
            .map(line -> Printable.line(line).strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
  }
}
