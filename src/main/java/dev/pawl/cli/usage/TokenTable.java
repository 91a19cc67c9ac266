package dev.pawl.cli.usage;

import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Context;
import dev.pawl.cli.terminal.Line;
import dev.pawl.cli.terminal.Line.Style;
import dev.pawl.cli.terminal.Table;
import dev.pawl.usage.Dimension;
import dev.pawl.usage.TokenSums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums for people: a row each, with a bar where there is room for it. */
final class TokenTable {
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final int WIDEST = 24;
  private static final int NARROWEST = 4;
  private static final int GAP = 2;

  /** From here on cents are exact enough. */
  private static final BigDecimal MUCH = BigDecimal.TEN;

  private final Console console;
  private final boolean quiet;
  private final LongFunction<String> counted;

  TokenTable(Context context) {
    console = context.console();
    quiet = context.quiet();
    counted = context.verbose() ? Amounts::exact : Amounts::rounded;
  }

  void print(TokenSums sums, String currency) {
    if (sums.rows().isEmpty()) {
      if (!quiet) {
        console.print(new Line().add(Style.DIM, "nothing was recorded: pawl tokens add does it"));
      }
      return;
    }
    List<List<Line>> cells = cells(sums, currency);
    aligned(cells, sums.by().size());
    int bar = barWidth(cells);
    Table table = new Table().fit(0, going(sums.by().size()));
    for (int i = 0; i < cells.size(); i++) {
      List<Line> row = new ArrayList<>(cells.get(i));
      boolean counts = i > 0 && i <= sums.rows().size();
      if (counts && bar >= NARROWEST) {
        row.add(new Line().add(Style.CYAN, bar(share(sums, sums.rows().get(i - 1)), bar)));
      }
      table.row(row.toArray(Line[]::new));
    }
    table.print(console);
    if (!sums.total().complete() && !quiet) {
      incomplete(sums);
    }
  }

  /** Where it is narrow the counters go first, then what the rows are for but the first. */
  private static int[] going(int values) {
    return IntStream.concat(
            IntStream.of(values + 1, values),
            IntStream.range(1, values).map(column -> values - column))
        .toArray();
  }

  /** A head, the rows, and the sum. */
  private List<List<Line>> cells(TokenSums sums, String currency) {
    BigDecimal all = sums.total().cost();
    boolean cents = all != null && all.compareTo(MUCH) >= 0;
    List<List<Line>> cells = new ArrayList<>();
    List<Line> head = new ArrayList<>();
    for (Dimension dimension : sums.by()) {
      head.add(new Line().add(Style.DIM, dimension.word()));
    }
    for (String word : List.of("in", "out", currency)) {
      head.add(new Line().add(Style.DIM, word));
    }
    cells.add(head);
    for (TokenSums.Row row : sums.rows()) {
      List<Line> line = new ArrayList<>();
      row.values().forEach(value -> line.add(value(value)));
      numbers(row, cents, Style.PLAIN, line);
      cells.add(line);
    }
    List<Line> total = new ArrayList<>();
    for (int i = 0; i < sums.by().size(); i++) {
      total.add(new Line().add(Style.BOLD, i == 0 ? "total" : ""));
    }
    numbers(sums.total(), cents, Style.BOLD, total);
    cells.add(total);
    return cells;
  }

  private static Line value(@Nullable String value) {
    return value == null ? new Line().add(Style.DIM, "–") : Line.of(value);
  }

  private void numbers(TokenSums.Row row, boolean cents, Style style, List<Line> cells) {
    BigDecimal cost = row.cost();
    String more = row.complete() ? "" : "> ";
    cells.add(new Line().add(style, counted.apply(row.tokens().input())));
    cells.add(new Line().add(style, counted.apply(row.tokens().output())));
    cells.add(new Line().add(style, cost == null ? "–" : more + Amounts.cost(cost, cents)));
  }

  /** Puts numbers, from this column on, to the right of their columns. */
  private static void aligned(List<List<Line>> cells, int from) {
    for (int column = from; column < cells.getFirst().size(); column++) {
      int widest = 0;
      for (List<Line> row : cells) {
        widest = Math.max(widest, row.get(column).width());
      }
      for (List<Line> row : cells) {
        Line cell = row.get(column);
        row.set(column, new Line().pad(widest - cell.width()).append(cell));
      }
    }
  }

  private int barWidth(List<List<Line>> cells) {
    long left = console.screen().columns();
    for (int column = 0; column < cells.getFirst().size(); column++) {
      int widest = 0;
      for (List<Line> row : cells) {
        widest = Math.max(widest, row.get(column).width());
      }
      left -= widest + GAP;
    }
    return (int) Math.min(WIDEST, left);
  }

  /** A row's part of the largest: by cost where all of it is known, else by tokens. */
  private static double share(TokenSums sums, TokenSums.Row row) {
    boolean priced = sums.total().complete();
    double most = sums.rows().stream().mapToDouble(each -> weight(each, priced)).max().orElse(0);
    return most == 0 ? 0 : weight(row, priced) / most;
  }

  private static double weight(TokenSums.Row row, boolean priced) {
    BigDecimal cost = row.cost();
    return priced ? (cost == null ? 0 : cost.doubleValue()) : row.tokens().total();
  }

  private String bar(double share, int width) {
    long eighths = Math.round(share * width * 8);
    if (!console.screen().unicode()) {
      return "#".repeat((int) ((eighths + 4) / 8));
    }
    int rest = (int) (eighths % 8);
    return "█".repeat((int) (eighths / 8)) + (rest == 0 ? "" : EIGHTHS.charAt(rest));
  }

  private void incomplete(TokenSums sums) {
    List<String> unpriced =
        sums.unpriced().stream().map(name -> name.isEmpty() ? "a model not named" : name).toList();
    console.wrap(
        new Line()
            .add(Style.YELLOW, "not all has a price: ")
            .add(String.join(", ", unpriced))
            .add(Style.DIM, "  (prices.models in .pawl.yaml)"),
        2);
  }
}
