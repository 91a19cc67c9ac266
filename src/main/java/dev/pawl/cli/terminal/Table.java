package dev.pawl.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of cells in aligned columns, two spaces apart, no wider than what they are seen on. */
public final class Table {
  private static final int GAP = 2;

  /** What is left of a column that is cut before another column goes, and in the end. */
  private static final int READABLE = 16;

  private static final int LEAST = 8;

  /** How far what stands below the first cell of a row is indented. */
  private static final int INDENT = 6;

  private final List<List<Line>> rows = new ArrayList<>();
  private boolean whole;
  private int cut = -1;
  private int[] going = {};

  public Table row(Line... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /**
   * How it gives way where it is too wide.
   *
   * @param column this one is cut
   * @param others these go as a whole before little is left of that one, in this order
   */
  public Table fit(int column, int... others) {
    cut = column;
    going = others;
    return this;
  }

  /** Where it is too wide nothing is cut: the cells of a row stand below one another. */
  public Table whole() {
    whole = true;
    return this;
  }

  public void print(Console console) {
    lines(console.screen().columns()).forEach(console::print);
  }

  List<Line> lines(int columns) {
    int[] widths = fitted(columns);
    if (whole && IntStream.of(widths).map(width -> width + GAP).sum() - GAP > columns) {
      return below(columns);
    }
    List<Line> lines = new ArrayList<>();
    for (List<Line> row : rows) {
      Line line = new Line();
      int padding = 0;
      for (int i = 0; i < row.size(); i++) {
        if (widths[i] > 0) {
          Line cell = row.get(i).cut(widths[i]);
          line.pad(padding).append(cell);
          padding = widths[i] - cell.width() + GAP;
        }
      }
      lines.add(line.cut(columns));
    }
    return lines;
  }

  private List<Line> below(int columns) {
    List<Line> lines = new ArrayList<>();
    for (List<Line> row : rows) {
      lines.addAll(row.getFirst().wrapped(columns, INDENT));
      row.stream()
          .skip(1)
          .map(cell -> new Line().pad(INDENT).append(cell))
          .forEach(cell -> lines.addAll(cell.wrapped(columns, INDENT)));
    }
    return lines;
  }

  /** How wide each column is; 0 for one that is empty or goes. */
  private int[] fitted(int columns) {
    int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<Line> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    if (cut < 0 || cut >= widths.length) {
      return widths;
    }
    for (int column : going) {
      if (column < widths.length && room(widths, columns) < Math.min(READABLE, widths[cut])) {
        widths[column] = 0;
      }
    }
    widths[cut] = Math.min(widths[cut], Math.max(LEAST, room(widths, columns)));
    return widths;
  }

  /** What the others leave to the column that is cut. */
  private int room(int[] widths, int columns) {
    int room = columns;
    for (int i = 0; i < widths.length; i++) {
      room -= i == cut || widths[i] == 0 ? 0 : widths[i] + GAP;
    }
    return room;
  }
}
