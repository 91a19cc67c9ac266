package dev.pawl.plan.document;

import dev.pawl.plan.text.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What a merge leaves in the text where both sides changed it, and somebody committed. */
final class ConflictMarkers {
  private static final String OURS = "<<<<<<<";
  private static final String BETWEEN = "=======";
  private static final String THEIRS = ">>>>>>>";

  private ConflictMarkers() {}

  /** From its first marker to its last; lines count from 0. */
  record Conflict(int first, int last) {
    /** Whether it begins between these lines. */
    boolean isIn(int from, int to) {
      return first >= from && first <= to;
    }
  }

  /**
   * Those that are whole: one without its end is text like any other.
   *
   * @param code lines that are an example of something
   */
  static List<Conflict> of(Source source, BitSet code) {
    List<Conflict> found = new ArrayList<>();
    if (!source.text().contains(OURS)) {
      return found;
    }
    int first = -1;
    boolean parted = false;
    for (int line = 0; line < source.lines(); line++) {
      String text = code.get(line) ? "" : source.line(line);
      if (is(text, OURS)) {
        first = line;
        parted = false;
      } else if (first >= 0 && text.stripTrailing().equals(BETWEEN)) {
        parted = true;
      } else if (parted && is(text, THEIRS)) {
        found.add(new Conflict(first, line));
        first = -1;
        parted = false;
      }
    }
    return found;
  }

  /** Git writes the name of a side behind its marker. */
  private static boolean is(String line, String marker) {
    return line.startsWith(marker)
        && (line.length() == marker.length() || Character.isWhitespace(line.charAt(7)));
  }
}
