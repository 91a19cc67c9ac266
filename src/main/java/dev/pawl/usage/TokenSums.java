package dev.pawl.usage;

import dev.pawl.journal.usage.Tokens;
import dev.pawl.plan.settings.Prices;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sums over what was used, and what it cost. What has no price is left out of the cost, and said to
 * be (a price is never guessed).
 *
 * @param by what the rows are for
 * @param rows the dearest first, or in order where the first is the day
 * @param unpriced the models that have no price, or not all that it takes; empty for an unnamed one
 */
public record TokenSums(List<Dimension> by, List<Row> rows, Row total, Set<String> unpriced) {
  private static final String DOLLARS = "USD";
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  /**
   * A sum.
   *
   * @param values what it is for, as {@code by} says; null for what has nothing there
   * @param cost of what has a price; null when nothing has
   * @param complete whether all of it has
   */
  public record Row(
      List<@Nullable String> values, Tokens tokens, @Nullable BigDecimal cost, boolean complete) {}

  /** What has come together for one row. */
  private static final class Sum {
    private Tokens paid = Tokens.NONE;
    private @Nullable BigDecimal said;
    private final Map<String, Tokens> unsaid = new HashMap<>();

    void add(Ledger.Entry entry, boolean inDollars) {
      BigDecimal cost = inDollars ? entry.costUsd() : null;
      if (cost == null) {
        String model = entry.record().usage().by().model();
        unsaid.merge(model == null ? "" : model, entry.tokens(), Tokens::plus);
      } else {
        paid = paid.plus(entry.tokens());
        said = said == null ? cost : said.add(cost);
      }
    }

    void add(Sum other) {
      paid = paid.plus(other.paid);
      BigDecimal cost = other.said;
      said = cost == null || said == null ? (said == null ? cost : said) : said.add(cost);
      other.unsaid.forEach((model, tokens) -> unsaid.merge(model, tokens, Tokens::plus));
    }

    Row row(List<@Nullable String> values, Prices prices, Set<String> unpriced) {
      BigDecimal cost = said;
      Tokens tokens = paid;
      boolean complete = true;
      for (Map.Entry<String, Tokens> model : unsaid.entrySet()) {
        tokens = tokens.plus(model.getValue());
        Prices.Price price = prices.of(model.getKey());
        BigDecimal known = price == null ? null : cost(model.getValue(), price);
        if (known == null) {
          unpriced.add(model.getKey());
          complete = false;
        } else {
          cost = cost == null ? known : cost.add(known);
        }
      }
      return new Row(values, tokens, cost, complete);
    }
  }

  /** Sums these up. */
  public static TokenSums of(Collection<Ledger.Entry> entries, List<Dimension> by, Prices prices) {
    boolean inDollars = prices.currency().equals(DOLLARS);
    Map<List<@Nullable String>, Sum> sums = new HashMap<>();
    for (Ledger.Entry entry : entries) {
      List<@Nullable String> values = new ArrayList<>(by.size());
      by.forEach(dimension -> values.add(dimension.of(entry)));
      sums.computeIfAbsent(values, _ -> new Sum()).add(entry, inDollars);
    }
    Sum all = new Sum();
    sums.values().forEach(all::add);
    Set<String> unpriced = new TreeSet<>();
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<List<@Nullable String>, Sum> each : sums.entrySet()) {
      rows.add(each.getValue().row(each.getKey(), prices, unpriced));
    }
    rows.sort(order(by));
    return new TokenSums(by, List.copyOf(rows), all.row(List.of(), prices, unpriced), unpriced);
  }

  /** The sums of several repositories as one, each of which has prices of its own. */
  public static TokenSums together(Collection<TokenSums> parts, List<Dimension> by) {
    Map<List<@Nullable String>, Row> rows = new HashMap<>();
    Row total = new Row(List.of(), Tokens.NONE, null, true);
    Set<String> unpriced = new TreeSet<>();
    for (TokenSums part : parts) {
      part.rows().forEach(row -> rows.merge(row.values(), row, TokenSums::both));
      total = both(total, part.total());
      unpriced.addAll(part.unpriced());
    }
    List<Row> sorted = new ArrayList<>(rows.values());
    sorted.sort(order(by));
    return new TokenSums(by, List.copyOf(sorted), total, unpriced);
  }

  private static Row both(Row one, Row other) {
    BigDecimal cost = one.cost();
    BigDecimal more = other.cost();
    return new Row(
        one.values(),
        one.tokens().plus(other.tokens()),
        cost == null || more == null ? (cost == null ? more : cost) : cost.add(more),
        one.complete() && other.complete());
  }

  private static Comparator<Row> order(List<Dimension> by) {
    Comparator<Row> byValues = TokenSums::byValues;
    return !by.isEmpty() && by.getFirst() == Dimension.DAY
        ? byValues
        : Comparator.comparing(
                Row::cost, Comparator.nullsLast(Comparator.<BigDecimal>reverseOrder()))
            .thenComparingLong(row -> -row.tokens().total())
            .thenComparing(byValues);
  }

  /** What has nothing there comes last. */
  private static int byValues(Row one, Row other) {
    Comparator<@Nullable String> each = Comparator.nullsLast(Comparator.naturalOrder());
    for (int i = 0; i < one.values().size(); i++) {
      int compared = each.compare(one.values().get(i), other.values().get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** What these tokens cost; null when a price that it takes is not known. */
  private static @Nullable BigDecimal cost(Tokens tokens, Prices.Price price) {
    BigDecimal read = price.cacheRead();
    BigDecimal written = price.cacheWrite();
    if ((read == null && tokens.cacheRead() > 0)
        || (written == null && tokens.cacheCreation() > 0)) {
      return null;
    }
    return times(price.input(), tokens.uncached())
        .add(times(price.output(), tokens.output()))
        .add(times(read, tokens.cacheRead()))
        .add(times(written, tokens.cacheCreation()))
        .divide(MILLION)
        .stripTrailingZeros();
  }

  private static BigDecimal times(@Nullable BigDecimal price, long tokens) {
    return price == null ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(tokens));
  }
}
