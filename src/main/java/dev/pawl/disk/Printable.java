package dev.pawl.disk;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes text that others wrote fit for a terminal: nothing in it can steer a terminal, reorder a
 * line, flood the screen, or show the secrets of an address. What programs say is cleaned ({@link
 * #text}); what stands in a document is shown as it is, hidden characters included ({@link
 * #visible}).
 */
public final class Printable {
  private static final int LIMIT = 4000;
  private static final int SHOWN = 80;
  private static final Pattern ESCAPE =
      Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*|.)");
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\n\t]]");

  private Printable() {}

  /** Several lines, at most 4000 characters. */
  public static String text(String raw) {
    String clean = HIDDEN.matcher(ESCAPE.matcher(raw).replaceAll("")).replaceAll("").strip();
    clean = Address.shown(clean);
    return clean.length() <= LIMIT ? clean : clean.substring(0, LIMIT) + " …";
  }

  /** The same in one line. */
  public static String line(String raw) {
    return text(raw).replace('\n', ' ').replace('\t', ' ');
  }

  /**
   * The text with every control, format, line-separating, private-use and unassigned character
   * written as {@code <U+hex>}, so that it can neither steer a terminal nor reorder a line.
   */
  public static String visible(String text) {
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

  /** The first so many of these on one line, and how many there are besides. */
  public static String listed(List<String> items, int most) {
    String shown =
        items.stream().limit(most).map(Printable::line).collect(Collectors.joining(", "));
    return items.size() <= most ? shown : shown + " and " + (items.size() - most) + " more";
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

  /** As {@link #visible}, in backticks, cut after 80 characters; for messages. */
  public static String quoted(String text) {
    if (text.codePointCount(0, text.length()) <= SHOWN) {
      return "`" + visible(text) + "`";
    }
    return "`" + visible(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "…`";
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
