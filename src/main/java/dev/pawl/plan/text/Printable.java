package dev.pawl.plan.text;

/** Makes text of a document safe to show on one line of a terminal. */
public final class Printable {
  private static final int SHOWN = 80;

  private Printable() {}

  /**
   * The text with every control, format, line-separating, private-use and unassigned character
   * written as {@code <U+hex>}, so that it can neither steer a terminal nor reorder a line.
   */
  public static String line(String text) {
    if (isAscii(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (isPlain(c)) {
            shown.appendCodePoint(c);
          } else {
            shown.append("<U+%04X>".formatted(c));
          }
        });
    return shown.toString();
  }

  /** Most text is, and long lists are full of it. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** As {@link #line}, in backticks, cut after 80 characters; for messages. */
  public static String quoted(String text) {
    if (text.codePointCount(0, text.length()) <= SHOWN) {
      return "`" + line(text) + "`";
    }
    return "`" + line(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "…`";
  }

  /** Whether a character can neither steer a terminal nor reorder a line. */
  public static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      // The joiner of composed emoji is harmless; the bidirectional controls are not.
      case Character.FORMAT -> c == 0x200D;
      default -> true;
    };
  }
}
