package dev.pawl.cli.usage;

import dev.pawl.cli.terminal.Json;
import dev.pawl.journal.usage.Tokens;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How counters and costs are said. */
final class Amounts {
  private static final long PLAIN = 10_000;
  private static final String UNITS = "kMGTP";

  private Amounts() {}

  /** For example "1,234,567". */
  static String exact(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** For example "1.23M". */
  static String rounded(long count) {
    if (count < PLAIN) {
      return exact(count);
    }
    BigDecimal left = BigDecimal.valueOf(count);
    int unit = -1;
    BigDecimal shown;
    do {
      left = left.movePointLeft(3);
      unit++;
      shown = left.setScale(Math.max(0, 3 - left.precision() + left.scale()), RoundingMode.HALF_UP);
    } while (shown.compareTo(BigDecimal.valueOf(1_000)) >= 0 && unit < UNITS.length() - 1);
    return shown.toPlainString() + UNITS.charAt(unit);
  }

  /** With cents, or with hundredths of a cent. */
  static String cost(BigDecimal cost, boolean cents) {
    return String.format(Locale.ROOT, cents ? "%,.2f" : "%,.4f", cost);
  }

  /** In OpenTelemetry's words. */
  static Json json(Json json, Tokens tokens) {
    return json.number("gen_ai.usage.input_tokens", tokens.input())
        .number("gen_ai.usage.output_tokens", tokens.output())
        .number("gen_ai.usage.cache_read.input_tokens", tokens.cacheRead())
        .number("gen_ai.usage.cache_creation.input_tokens", tokens.cacheCreation());
  }
}
