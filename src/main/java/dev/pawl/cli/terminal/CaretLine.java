package dev.pawl.cli.terminal;

/**
 * A part of a line that fits a terminal, and where the caret goes under it.
 *
 * @param text the part around the place, without control characters
 * @param caret columns to the left of the caret
 */
public record CaretLine(String text, int caret) {
  private static final int WIDTH = 72;

  /**
   * The part of {@code line} around a column.
   *
   * @param column from 1, in code points
   */
  public static CaretLine of(String line, int column) {
    int[] points = line.codePoints().toArray();
    int place = Math.min(Math.max(column - 1, 0), points.length);
    int from = place < WIDTH - 8 ? 0 : place - WIDTH / 2;
    int to = Math.min(points.length, from + WIDTH);
    String before = Line.clean(new String(points, from, place - from)).replace('\t', ' ');
    String after = Line.clean(new String(points, place, to - place)).replace('\t', ' ');
    String cut = from == 0 ? "" : "…";
    return new CaretLine(
        cut + before + after + (to == points.length ? "" : "…"), Line.columns(cut + before));
  }
}
