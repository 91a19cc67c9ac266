package dev.pawl.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns, two spaces apart. */
public final class Table {
  private final List<List<Line>> rows = new ArrayList<>();

  public Table row(Line... cells) {
    rows.add(List.of(cells));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  public void print(Console console) {
    List<int[]> widths = new ArrayList<>();
    int[] widest = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
    for (List<Line> row : rows) {
      int[] width = new int[row.size()];
      for (int i = 0; i < width.length; i++) {
        width[i] = row.get(i).width();
        widest[i] = Math.max(widest[i], width[i]);
      }
      widths.add(width);
    }
    for (int r = 0; r < rows.size(); r++) {
      List<Line> row = rows.get(r);
      Line line = new Line();
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i));
        if (i < row.size() - 1) {
          line.pad(widest[i] - widths.get(r)[i] + 2);
        }
      }
      console.print(line);
    }
  }
}
