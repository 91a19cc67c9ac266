package dev.pawl.plan.settings;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, as the settings say. Nothing is known of a model that they do not name.
 *
 * @param currency of all prices, for example {@code USD}
 * @param models by name, or by the beginning of names and a {@code *}
 */
public record Prices(String currency, Map<String, Price> models) {
  static final String CURRENCY = "prices.currency";
  static final String MODELS = "prices.models";

  /** Nothing is known of any model. */
  public static final Prices NONE = new Prices("USD", Map.of());

  /** Copies the map. */
  public Prices {
    models = Map.copyOf(models);
  }

  /**
   * For a million tokens.
   *
   * @param input of what neither came from a cache nor went into it
   * @param cacheRead null when it is not known
   * @param cacheWrite null when it is not known
   */
  public record Price(
      BigDecimal input,
      BigDecimal output,
      @Nullable BigDecimal cacheRead,
      @Nullable BigDecimal cacheWrite) {}

  /** These, and of what they do not name those of others, where the currency is the same. */
  public Prices before(Prices others) {
    if (models.isEmpty()) {
      return others;
    }
    Map<String, Price> all = new HashMap<>();
    if (others.currency.equals(currency)) {
      all.putAll(others.models);
    }
    all.putAll(models);
    return new Prices(currency, all);
  }

  /** Of the model of this name: what names it exactly, else the longest beginning; or null. */
  public @Nullable Price of(@Nullable String model) {
    if (model == null) {
      return null;
    }
    Price exact = models.get(model);
    String longest = "";
    for (String pattern : models.keySet()) {
      boolean fits =
          pattern.endsWith("*") && model.startsWith(pattern.substring(0, pattern.length() - 1));
      if (fits && pattern.length() > longest.length()) {
        longest = pattern;
      }
    }
    return exact != null ? exact : models.get(longest);
  }
}
