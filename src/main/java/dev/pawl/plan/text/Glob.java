package dev.pawl.plan.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern over the names of a path, from the root down. {@code **} is zero or more folders,
 * {@code *} and {@code ?} stay within a name; all else is meant literally, and case counts.
 */
public final class Glob {
  private static final String FOLDERS = "**";

  private final List<String> names;
  private final int fixed;

  /** Of these names. */
  public Glob(List<String> names) {
    this.names = List.copyOf(names);
    this.fixed = (int) names.stream().takeWhile(Glob::isFixed).count();
  }

  /**
   * What a text stands for in which {@code {a,b}} is either, by its choices in order; a brace
   * without its partner stays. Empty when that is more than so many.
   */
  public static Optional<List<String>> alternatives(String text, int most) {
    List<String> open = new ArrayList<>(List.of(text));
    List<String> done = new ArrayList<>();
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
      if (open.size() + done.size() > most) {
        return Optional.empty();
      }
    }
    return Optional.of(done);
  }

  public List<String> names() {
    return names;
  }

  /** The names up to the first wildcard. */
  public List<String> fixed() {
    return names.subList(0, fixed);
  }

  /** Whether it is a path without wildcards. */
  public boolean isPath() {
    return fixed == names.size();
  }

  private static boolean isFixed(String name) {
    return name.indexOf('*') < 0 && name.indexOf('?') < 0;
  }

  /** Whether a path is exactly one of its own. Only the last {@code **} is ever tried again. */
  public boolean matches(List<String> path) {
    int p = 0;
    int n = 0;
    int retryPattern = -1;
    int retryName = -1;
    while (n < path.size()) {
      if (p < names.size() && names.get(p).equals(FOLDERS)) {
        retryPattern = ++p;
        retryName = n;
      } else if (p < names.size() && nameMatches(names.get(p), path.get(n))) {
        p++;
        n++;
      } else if (retryPattern >= 0) {
        p = retryPattern;
        n = ++retryName;
      } else {
        return false;
      }
    }
    return names.subList(p, names.size()).stream().allMatch(FOLDERS::equals);
  }

  private static boolean nameMatches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int retryPattern = -1;
    int retryName = -1;
    while (n < name.length()) {
      int c = name.codePointAt(n);
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        retryPattern = ++p;
        retryName = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.codePointAt(p) == c)) {
        p += Character.charCount(pattern.codePointAt(p));
        n += Character.charCount(c);
      } else if (retryPattern >= 0) {
        p = retryPattern;
        retryName += Character.charCount(name.codePointAt(retryName));
        n = retryName;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  /**
   * Whether some path could be at or below what both match, whether there is such a file or not.
   * Decided by the patterns alone, in at most the product of their lengths.
   */
  public boolean overlaps(Glob other) {
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
    boolean manyMine = mine.get(i).equals(FOLDERS);
    boolean manyTheirs = theirs.get(j).equals(FOLDERS);
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
  private static boolean star(int i, int[] a, int j, int[] b, boolean[] below, boolean[] same) {
    boolean mine = i < a.length && a[i] == '*';
    boolean theirs = j < b.length && b[j] == '*';
    boolean nothing = (mine && below[j]) || (theirs && same[j + 1]);
    boolean more = (mine && j < b.length && same[j + 1]) || (theirs && i < a.length && below[j]);
    return nothing || more;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
