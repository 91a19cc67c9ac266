package dev.pawl.plan;

/** What an id may look like, so that it is safe in a branch name, a command line and a terminal. */
final class IdSyntax {
  private IdSyntax() {}

  /** {@code limit} counts code points; {@code inside} lists the marks allowed after the first. */
  static boolean fits(String text, int limit, String inside) {
    // A code point is at most two units; the cheap test first keeps a huge scalar cheap.
    if (text.isEmpty()
        || text.length() > 2 * limit
        || text.codePointCount(0, text.length()) > limit
        || !Character.isLetterOrDigit(text.codePointAt(0))) {
      return false;
    }
    return text.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || inside.indexOf(c) >= 0)
        && !text.contains("..")
        && !text.endsWith(".")
        && !text.endsWith(".lock");
  }
}
