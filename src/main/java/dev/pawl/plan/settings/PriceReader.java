package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import dev.pawl.plan.yaml.UnreadableYaml;
import dev.pawl.plan.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code prices}, in {@code .pawl.yaml} and in the settings of a user. */
final class PriceReader {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final List<String> KEYS = List.of("input", "output", "cache_read", "cache_write");

  private PriceReader() {}

  static Prices read(SettingsValues values) throws UnreadableYaml {
    YamlNode.Scalar currency = values.scalar(Prices.CURRENCY);
    if (currency != null && !CURRENCY.matcher(currency.text()).matches()) {
      throw new UnreadableYaml(
          currency.from(), "`prices.currency` must be three capital letters, as USD");
    }
    Map<String, Prices.Price> prices = new LinkedHashMap<>();
    for (Map.Entry<String, YamlNode> model : values.mapping(Prices.MODELS).entrySet()) {
      prices.put(model.getKey(), price(model.getKey(), model.getValue()));
    }
    return new Prices(currency == null ? Prices.NONE.currency() : currency.text(), prices);
  }

  private static Prices.Price price(String model, YamlNode node) throws UnreadableYaml {
    String what = "the price of " + Printable.quoted(model);
    if (!(node instanceof YamlNode.Fields fields)) {
      throw new UnreadableYaml(
          node.from(), what + " must be {input: …, output: …}, for a million tokens");
    }
    for (Map.Entry<String, YamlNode> field : fields.fields().entrySet()) {
      if (!KEYS.contains(field.getKey())) {
        throw new UnreadableYaml(
            fields.keys().getOrDefault(field.getKey(), fields.from()),
            what
                + " knows %s, and no %s"
                    .formatted(String.join(", ", KEYS), Printable.quoted(field.getKey())));
      }
    }
    BigDecimal input = amount(fields, "input", what);
    BigDecimal output = amount(fields, "output", what);
    if (input == null || output == null) {
      throw new UnreadableYaml(fields.from(), what + " needs both input and output");
    }
    return new Prices.Price(
        input, output, amount(fields, "cache_read", what), amount(fields, "cache_write", what));
  }

  private static @Nullable BigDecimal amount(YamlNode.Fields fields, String key, String what)
      throws UnreadableYaml {
    YamlNode node = fields.fields().get(key);
    if (node == null) {
      return null;
    }
    if (node instanceof YamlNode.Scalar scalar && AMOUNT.matcher(scalar.text()).matches()) {
      return new BigDecimal(scalar.text());
    }
    throw new UnreadableYaml(
        node.from(), "%s: `%s` must be a number, as 3 or 0.25".formatted(what, key));
  }
}
