package dev.pawl.plan.text;

import java.util.Arrays;

/**
 * Converts between UTF-16 units, in which Java and CommonMark count, and code points, in which YAML
 * and people count. Each question costs a binary search, however long the line.
 */
final class CodePoints {
  /** Where the characters of two units start. */
  private final int[] wide;

  CodePoints(CharSequence text) {
    int[] found = new int[16];
    int count = 0;
    for (int i = 0; i + 1 < text.length(); i++) {
      if (Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = i++;
      }
    }
    wide = Arrays.copyOf(found, count);
  }

  /** How many code points start before this unit. */
  int before(int unit) {
    return unit - wideBefore(unit);
  }

  /** The unit at which the code point with this index starts. */
  int unit(int codePoint) {
    int low = 0;
    int high = wide.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (wide[middle] - middle < codePoint) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return codePoint + low;
  }

  private int wideBefore(int unit) {
    int place = Arrays.binarySearch(wide, unit);
    return place >= 0 ? place : -place - 1;
  }
}
