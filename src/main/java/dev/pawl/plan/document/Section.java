package dev.pawl.plan.document;

import dev.pawl.plan.text.Excerpt;
import dev.pawl.plan.yaml.YamlNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Front matter or a task block as it was read.
 *
 * @param fields its mapping; null when it cannot be read
 */
record Section(Excerpt excerpt, YamlNode.@Nullable Fields fields) {
  /** All its values; the text itself when they cannot be read. */
  Object value() {
    return fields == null ? excerpt.yaml() : values(fields);
  }

  /** All its values, with one of them set, or taken out by null. */
  Object valueWith(String field, @Nullable Object value) {
    if (fields == null) {
      return excerpt.yaml();
    }
    Map<String, Object> values = values(fields);
    if (value == null) {
      values.remove(field);
    } else {
      values.put(field, value);
    }
    return values;
  }

  private static Map<String, Object> values(YamlNode.Fields fields) {
    Map<String, Object> values = new HashMap<>();
    fields.fields().forEach((name, node) -> values.put(name, node.value()));
    return values;
  }

  /** The scalar that says the status; null when there is none. */
  YamlNode.@Nullable Scalar status() {
    return fields != null && fields.fields().get("status") instanceof YamlNode.Scalar scalar
        ? scalar
        : null;
  }
}
