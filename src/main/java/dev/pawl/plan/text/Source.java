package dev.pawl.plan.text;

import java.util.Arrays;

/** A decoded document and its lines, as CommonMark ends them: at LF, CRLF or a lone CR. */
public final class Source {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private final CodePoints codePoints;

  /** Where each line starts and where it ends, its line end not included. */
  private final int[] starts;

  private final int[] ends;

  public Source(String text) {
    this.text = text;
    this.codePoints = new CodePoints(text);
    int[] from = new int[64];
    int[] to = new int[64];
    int count = 0;
    int start = hasByteOrderMark() ? 1 : 0;
    for (int i = start; i <= text.length(); i++) {
      boolean last = i == text.length();
      if (!last && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        continue;
      }
      if (count == from.length) {
        from = Arrays.copyOf(from, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
      }
      from[count] = start;
      to[count++] = i;
      if (!last && text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
        i++;
      }
      start = i + 1;
    }
    starts = Arrays.copyOf(from, count);
    ends = Arrays.copyOf(to, count);
  }

  public String text() {
    return text;
  }

  boolean hasByteOrderMark() {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
  }

  /** At least 1; text after the last line end is a line, even when it is empty. */
  public int lines() {
    return starts.length;
  }

  /** Where a line starts, in UTF-16 units; lines are counted from 0 here. */
  public int start(int line) {
    return starts[line];
  }

  public int end(int line) {
    return ends[line];
  }

  /** A line without its line end. */
  public String line(int line) {
    return text.substring(starts[line], ends[line]);
  }

  public Position position(int unit) {
    int at = Math.clamp(unit, starts[0], text.length());
    int place = Arrays.binarySearch(starts, at);
    int line = place >= 0 ? place : -place - 2;
    return new Position(line + 1, codePoints.before(at) - codePoints.before(starts[line]) + 1);
  }

  /** The line end the document uses first; LF when it has none. */
  public String lineEnd() {
    return lines() == 1 ? "\n" : text.substring(ends[0], starts[1]);
  }
}
