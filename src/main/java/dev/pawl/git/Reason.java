package dev.pawl.git;

import java.util.stream.Collectors;

/** Texts of git and of remotes, made fit to be shown. */
final class Reason {
  private static final int LONGEST = 2000;

  private Reason() {}

  /** What a failed git said, on one line. */
  static String of(NativeGit.Result result) {
    String said =
        result
            .err()
            .lines()
            .map(line -> Printable.line(line).strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    if (said.isEmpty()) {
      said = "git ended with exit code " + result.exit();
    }
    return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
  }
}
