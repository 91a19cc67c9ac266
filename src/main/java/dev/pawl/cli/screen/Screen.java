package dev.pawl.cli.screen;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What standard output is seen on.
 *
 * @param terminal whether a person looks at it; what goes elsewhere is neither cut nor paged
 * @param columns how wide it is
 * @param rows how high it is
 * @param colour whether escape sequences for colours are wanted
 * @param unicode whether it can show more than ASCII
 */
public record Screen(boolean terminal, int columns, int rows, boolean colour, boolean unicode) {
  private static final int COLUMNS = 80;
  private static final int ROWS = 24;

  /** A file, or another program. */
  public static Screen none(boolean colour) {
    return new Screen(false, Integer.MAX_VALUE, Integer.MAX_VALUE, colour, true);
  }

  /**
   * What this process writes to.
   *
   * @param terminal whether that is a terminal, as far as Java can tell
   * @param launched what the launcher found, because it can ask a terminal for its size in a
   *     hundredth of the time: nothing where there is none, else its rows and columns (0 when they
   *     are not known), and {@code ascii} where it can show no more; null when something else
   *     started Java
   */
  public static Screen of(
      Map<String, String> variables, boolean terminal, @Nullable String launched) {
    boolean seen = launched == null ? terminal : !launched.isEmpty();
    boolean colour = colour(variables, seen);
    if (!seen) {
      return none(colour);
    }
    String[] found = (launched == null ? "" : launched).split(" ", -1);
    return new Screen(
        true,
        first(variables.get("COLUMNS"), found.length > 1 ? found[1] : null, COLUMNS),
        first(variables.get("LINES"), found[0], ROWS),
        colour,
        !found[found.length - 1].equals("ascii"));
  }

  private static int first(@Nullable String set, @Nullable String found, int usual) {
    for (String number : new @Nullable String[] {set, found}) {
      if (number != null && number.matches("[1-9][0-9]{0,4}")) {
        return Integer.parseInt(number);
      }
    }
    return usual;
  }

  /** NO_COLOR (no-color.org) beats CLICOLOR_FORCE (bixense.com/clicolors), that beats the rest. */
  private static boolean colour(Map<String, String> variables, boolean terminal) {
    if (!variables.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = variables.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return terminal && !"dumb".equals(variables.get("TERM"));
  }

  /** How wide running text is set: as wide as can be read with ease. */
  public int measure() {
    return Math.min(columns, 100);
  }

  /** Signs of pawl's own as ASCII where there is nothing else; each stays one column wide. */
  public String shown(String text) {
    if (unicode) {
      return text;
    }
    StringBuilder ascii = new StringBuilder(text);
    for (int i = 0; i < ascii.length(); i++) {
      int sign = "✓▸■✗·→…│█░–—’•".indexOf(ascii.charAt(i));
      if (sign >= 0) {
        ascii.setCharAt(i, "+>!x.>~|#.--'*".charAt(sign));
      }
    }
    return ascii.toString();
  }
}
