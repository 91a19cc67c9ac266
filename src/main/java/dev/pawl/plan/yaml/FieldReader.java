package dev.pawl.plan.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes typed values out of a mapping and says which ones have a shape that cannot be read. */
public final class FieldReader {
  private final YamlNode.Fields mapping;

  public FieldReader(YamlNode.Fields mapping) {
    this.mapping = mapping;
  }

  /** The scalar of a field; null when the field is missing or says that it has no value. */
  public YamlNode.@Nullable Scalar scalar(String field) throws UnreadableYaml {
    YamlNode node = mapping.fields().get(field);
    return switch (node) {
      case null -> null;
      case YamlNode.Scalar scalar -> scalar.isNull() ? null : scalar;
      default -> throw new UnreadableYaml(node.from(), "`" + field + "` must be one text");
    };
  }

  /** A field's text, whatever its shape; null when it has no value. */
  public @Nullable String text(String field) {
    YamlNode node = mapping.fields().get(field);
    return node == null || isNull(node) ? null : node.flat();
  }

  /** The texts of a field that is a text or a list of texts. */
  public List<String> texts(String field) throws UnreadableYaml {
    List<String> texts = new ArrayList<>();
    for (YamlNode node : items(field)) {
      if (!(node instanceof YamlNode.Scalar scalar)) {
        throw new UnreadableYaml(node.from(), "`" + field + "` must be a text or a list of texts");
      }
      texts.add(scalar.text());
    }
    return List.copyOf(texts);
  }

  /** The values of a field that is a list or a single value; those without a value are left out. */
  public List<YamlNode> items(String field) {
    YamlNode node = mapping.fields().get(field);
    return switch (node) {
      case null -> List.of();
      case YamlNode.Items items -> items.nodes().stream().filter(item -> !isNull(item)).toList();
      default -> isNull(node) ? List.of() : List.of(node);
    };
  }

  /** All fields but these, as flat text. */
  public Map<String, String> others(Set<String> known) {
    Map<String, String> others = new LinkedHashMap<>();
    mapping
        .fields()
        .forEach((name, node) -> {
          if (!known.contains(name)) {
            others.put(name, node.flat());
          }
        });
    return others;
  }

  private static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }
}
