package dev.pawl.cli.cluster;

import dev.pawl.app.cluster.PlanPlace;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.cli.terminal.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans by status, side by side: what is to come first, what is over last. */
final class PlanBoard {
  private static final int GAP = 2;
  private static final int NARROW = 16;

  private static final List<String> ORDER =
      List.of("proposed", "ready", "active", "blocked", "done", "cancelled", "archived");

  private final Console console;

  PlanBoard(Context context) {
    this.console = context.console();
  }

  void print(List<PlanPlace> plans) {
    Map<String, List<PlanPlace>> columns = new LinkedHashMap<>();
    plans.stream()
        .sorted(Comparator.comparingInt(place -> rank(place.plan().status())))
        .forEach(place ->
            columns.computeIfAbsent(place.plan().status(), _ -> new ArrayList<>()).add(place));
    if (columns.isEmpty()) {
      return;
    }
    int width = (console.screen().columns() - GAP * (columns.size() - 1)) / columns.size();
    if (width < NARROW) {
      columns.forEach((word, column) -> stacked(word, column));
      return;
    }
    Table table = new Table();
    table.row(
        columns.entrySet().stream()
            .map(column -> title(column.getKey(), column.getValue()).cut(width))
            .toArray(Line[]::new));
    int rows = columns.values().stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < rows; i++) {
      int row = i;
      table.row(cells(columns, column -> head(column, row).cut(width)));
      table.row(cells(columns, column -> foot(column, row).cut(width)));
    }
    table.print(console);
  }

  private static Line[] cells(
      Map<String, List<PlanPlace>> columns,
      java.util.function.Function<List<PlanPlace>, Line> cell) {
    return columns.values().stream().map(cell).toArray(Line[]::new);
  }

  private void stacked(String word, List<PlanPlace> column) {
    console.print(title(word, column));
    for (int i = 0; i < column.size(); i++) {
      console.print(new Line().pad(2).append(head(column, i)).pad(2).append(foot(column, i)));
    }
  }

  private static int rank(String status) {
    int at = ORDER.indexOf(status);
    return at < 0 ? ORDER.size() : at;
  }

  private static Line title(String word, List<PlanPlace> column) {
    return new Line()
        .add(Words.style(word), "%s %s".formatted(Words.sign(word), word))
        .add(Style.DIM, " " + column.size());
  }

  private static Line head(List<PlanPlace> column, int row) {
    if (row >= column.size()) {
      return new Line();
    }
    PlanPlace place = column.get(row);
    return new Line()
        .add(Style.BOLD, place.plan().id() == null ? "?" : place.plan().id())
        .add(" " + place.plan().title());
  }

  private static Line foot(List<PlanPlace> column, int row) {
    if (row >= column.size()) {
      return new Line();
    }
    PlanPlace place = column.get(row);
    Line line =
        new Line()
            .add(
                Style.DIM,
                "  %d/%d".formatted(place.plan().settled(), place.plan().tasks().size()));
    return place.host() == null
        ? line
        : line.add(" ")
            .append(WhereCommand.host(place))
            .add(" ")
            .append(HostWords.liveness(place.host()));
  }
}
