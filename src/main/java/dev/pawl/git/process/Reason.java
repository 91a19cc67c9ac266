package dev.pawl.git.process;

import dev.pawl.disk.Printable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What git and remotes said, made fit to be shown. */
public final class Reason {
  private static final int LONGEST = 2000;
  private static final String REMOTE = "remote: ";

  private Reason() {}

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
