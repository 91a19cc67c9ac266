package dev.pawl.git.process;

import dev.pawl.disk.Printable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What git and remotes said, made fit to be shown. */
public final class Reason {
  private static final int LONGEST = 2000;
  private static final String REMOTE = "remote: ";
  private static final String FATAL = "fatal: ";

  /** What git says of every remote that it cannot read, whatever the reason. */
  private static final Set<String> ALWAYS =
      Set.of(
          "Could not read from remote repository.",
          "Please make sure you have the correct access rights",
          "and the repository exists.");

  private Reason() {}

  /** What a failed git said, on one line. */
  public static String of(NativeGit.Result result) {
    List<String> lines =
        result
            .err()
            .lines()
            .map(line -> line.startsWith(FATAL) ? line.substring(FATAL.length()) : line)
            .toList();
    String telling = joined(lines.stream().filter(line -> !ALWAYS.contains(line.strip())));
    String said = telling.isEmpty() ? joined(lines.stream()) : telling;
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
