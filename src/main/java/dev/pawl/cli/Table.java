package dev.pawl.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns, two spaces apart; a column without any text is left out. */
final class Table {
  private final List<List<Line>> rows = new ArrayList<>();

  Table row(Line... cells) {
    rows.add(List.of(cells));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(Console console) {
    List<Integer> widths = new ArrayList<>();
    for (List<Line> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), row.get(i).width()));
      }
    }
    for (List<Line> row : rows) {
      Line line = new Line();
      for (int i = 0; i < row.size(); i++) {
        boolean last = i == row.size() - 1;
        if (widths.get(i) == 0) {
          continue;
        }
        line.append(last ? row.get(i) : row.get(i).padTo(widths.get(i)).add("  "));
      }
      console.print(line);
    }
  }
}
