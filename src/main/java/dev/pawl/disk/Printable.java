package dev.pawl.disk;

import java.util.regex.Pattern;

/**
 * Makes text that others wrote fit for a terminal: no escapes, no hidden characters, no flood, and
 * no secrets of addresses.
 */
public final class Printable {
  private static final int LIMIT = 4000;
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
}
