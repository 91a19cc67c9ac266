package dev.pawl.git.repo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.git.GitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** What this clone keeps out of git's sight without telling other clones: {@code info/exclude}. */
public final class Excludes {
  private Excludes() {}

  /**
   * Adds a pattern, once; all else in the file stays as it is. To be called within a turn of {@link
   * GitQueue}.
   */
  public static void add(Repo repo, String pattern) throws GitException {
    Path file = repo.commonDir().resolve("info").resolve("exclude");
    try {
      String text = Files.exists(file) ? Files.readString(file, ISO_8859_1) : "";
      // Compared as bytes: a person's lines may be in any encoding.
      String line = new String(pattern.getBytes(UTF_8), ISO_8859_1);
      if (text.lines().anyMatch(line::equals)) {
        return;
      }
      String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      // One append: another program's line of the same moment is kept.
      Files.writeString(
          file,
          separator + pattern + "\n",
          UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw GitException.failed(file.toString(), e);
    }
  }

  /** A pattern that matches exactly this path below the top folder. */
  public static String literal(String path) {
    return path.replaceAll("([\\\\*?\\[])", "\\\\$1");
  }
}
