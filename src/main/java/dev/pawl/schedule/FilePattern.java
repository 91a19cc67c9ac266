package dev.pawl.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One entry of {@code files}: a path, with forward slashes and relative to the root, and all that is
 * below it. {@code **} is zero or more folders, {@code *} and {@code ?} stay within a name, {@code
 * {a,b}} is either; all else is meant literally, brackets included, and case counts.
 */
public final class FilePattern {
  /** What is longer, or has more alternatives, stands for all below its fixed folders. */
  private static final int LONGEST = 400;

  private static final int MOST_ALTERNATIVES = 64;

  private static final int DEEPEST = 64;

  /** No file system has longer ones. */
  private static final int LONGEST_NAME = 255;

  private final String text;
  private final List<String> names;
  private final int fixed;

  private FilePattern(String text, List<String> names) {
    this.text = text;
    this.names = names;
    int leading = 0;
    while (leading < names.size() && isFixed(names.get(leading))) {
      leading++;
    }
    this.fixed = leading;
  }

  /** The patterns that one entry stands for; none for an entry that names nothing. */
  static List<FilePattern> of(String entry) {
    List<FilePattern> patterns = new ArrayList<>();
    for (String alternative : alternatives(entry)) {
      List<String> names = new ArrayList<>();
      for (String name : alternative.split("/", -1)) {
        boolean again = name.equals("**") && !names.isEmpty() && names.getLast().equals("**");
        if (!name.isEmpty() && !name.equals(".") && !again) {
          names.add(name);
        }
      }
      if (!names.isEmpty() || alternative.equals(".") || alternative.equals("./")) {
        FilePattern whole = new FilePattern(alternative, List.copyOf(names));
        patterns.add(alternative.length() > LONGEST ? whole.folder() : whole);
      }
    }
    return List.copyOf(patterns);
  }

  /** All below the folders that are fixed: more than the pattern itself, and quickly compared. */
  FilePattern folder() {
    List<String> kept = new ArrayList<>();
    for (String name : fixed()) {
      if (kept.size() == DEEPEST || name.length() > LONGEST_NAME) {
        break;
      }
      kept.add(name);
    }
    return new FilePattern(kept.isEmpty() ? "**" : String.join("/", kept) + "/**", kept);
  }

  /** The names up to the first wildcard. */
  List<String> fixed() {
    return names.subList(0, fixed);
  }

  /** Whether it is a path without wildcards. */
  boolean isPath() {
    return fixed == names.size();
  }

  /** As it is written, of braces one choice. */
  String text() {
    return text;
  }

  private static boolean isFixed(String name) {
    return name.indexOf('*') < 0 && name.indexOf('?') < 0;
  }

  private static Set<String> alternatives(String entry) {
    if (entry.length() > LONGEST) {
      int brace = entry.indexOf('{');
      String before = brace < 0 ? entry : entry.substring(0, brace);
      return Set.of(brace < 0 ? entry : before.substring(0, before.lastIndexOf('/') + 1) + "**");
    }
    Set<String> done = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(entry));
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      int end = next.indexOf('}');
      int start = end < 0 ? -1 : next.lastIndexOf('{', end);
      if (start < 0) {
        done.add(next);
      } else {
        for (String choice : next.substring(start + 1, end).split(",", -1)) {
          open.add(next.substring(0, start) + choice + next.substring(end + 1));
        }
      }
      if (open.size() + done.size() > MOST_ALTERNATIVES) {
        String before = entry.substring(0, entry.indexOf('{'));
        return Set.of(before.substring(0, before.lastIndexOf('/') + 1) + "**");
      }
    }
    return done;
  }

  /**
   * Whether some path could match both, whether there is such a file or not. Decided by the patterns
   * alone, in at most the product of their lengths.
   */
  public boolean overlaps(FilePattern other) {
    List<String> mine = names;
    List<String> theirs = other.names;
    boolean[] row = new boolean[theirs.size() + 1];
    // From the end: row[j] says whether the rest from i of mine and from j of theirs meet.
    for (int i = mine.size(); i >= 0; i--) {
      boolean[] next = new boolean[theirs.size() + 1];
      for (int j = theirs.size(); j >= 0; j--) {
        next[j] = meet(mine, i, theirs, j, row, next);
      }
      row = next;
    }
    return row[0];
  }

  private static boolean meet(
      List<String> mine, int i, List<String> theirs, int j, boolean[] below, boolean[] same) {
    if (i == mine.size() || j == theirs.size()) {
      // What one of them ends at, all below it belongs to.
      return true;
    }
    boolean manyMine = mine.get(i).equals("**");
    boolean manyTheirs = theirs.get(j).equals("**");
    if (manyMine || manyTheirs) {
      return below[j] || same[j + 1];
    }
    return below[j + 1] && namesMeet(mine.get(i), theirs.get(j));
  }

  /** Whether some name could match both. */
  private static boolean namesMeet(String mine, String theirs) {
    if (isFixed(mine) && isFixed(theirs)) {
      return mine.equals(theirs);
    }
    int[] a = mine.codePoints().toArray();
    int[] b = theirs.codePoints().toArray();
    boolean[] row = new boolean[b.length + 1];
    for (int i = a.length; i >= 0; i--) {
      boolean[] next = new boolean[b.length + 1];
      for (int j = b.length; j >= 0; j--) {
        boolean starMine = i < a.length && a[i] == '*';
        boolean starTheirs = j < b.length && b[j] == '*';
        if (i == a.length && j == b.length) {
          next[j] = true;
        } else if (starMine || starTheirs) {
          next[j] = star(i, a, j, b, row, next);
        } else {
          next[j] =
              i < a.length
                  && j < b.length
                  && row[j + 1]
                  && (a[i] == b[j] || a[i] == '?' || b[j] == '?');
        }
      }
      row = next;
    }
    return row[0];
  }

  /** A star takes nothing, or one more of what the other side has. */
  private static boolean star(
      int i, int[] a, int j, int[] b, boolean[] below, boolean[] same) {
    boolean mine = i < a.length && a[i] == '*';
    boolean theirs = j < b.length && b[j] == '*';
    boolean nothing = (mine && below[j]) || (theirs && same[j + 1]);
    boolean more = (mine && j < b.length && same[j + 1]) || (theirs && i < a.length && below[j]);
    return nothing || more;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FilePattern that && names.equals(that.names) && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new Object[] {names, text});
  }

  @Override
  public String toString() {
    return text;
  }
}
