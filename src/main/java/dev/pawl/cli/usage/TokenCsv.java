package dev.pawl.cli.usage;

import dev.pawl.cli.terminal.Console;
import dev.pawl.disk.Printable;
import dev.pawl.journal.usage.Tokens;
import dev.pawl.usage.Dimension;
import dev.pawl.usage.TokenSums;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rows as RFC 4180 has them. A text that a spreadsheet would take for a formula gets an apostrophe
 * before it, as spreadsheets themselves mark a text (N50).
 */
final class TokenCsv {
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);
  private static final Pattern QUOTED = Pattern.compile("[\",\\r\\n]");

  private TokenCsv() {}

  static void print(Console console, TokenSums sums, String currency) {
    List<String> head = new ArrayList<>(sums.by().stream().map(Dimension::word).toList());
    head.addAll(
        List.of("input", "output", "cache_read", "cache_creation", "cost", "currency", "complete"));
    line(console, head);
    for (TokenSums.Row row : sums.rows()) {
      List<String> fields = new ArrayList<>();
      row.values().forEach(value -> fields.add(text(value)));
      Tokens tokens = row.tokens();
      BigDecimal cost = row.cost();
      fields.add(Long.toString(tokens.input()));
      fields.add(Long.toString(tokens.output()));
      fields.add(Long.toString(tokens.cacheRead()));
      fields.add(Long.toString(tokens.cacheCreation()));
      fields.add(cost == null ? "" : cost.toPlainString());
      fields.add(currency);
      fields.add(Boolean.toString(row.complete()));
      line(console, fields);
    }
  }

  private static String text(@Nullable String value) {
    String text = value == null ? "" : Printable.visible(value);
    String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
    return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static void line(Console console, List<String> fields) {
    console.out().print(String.join(",", fields) + "\r\n");
  }
}
