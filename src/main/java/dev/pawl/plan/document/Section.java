package dev.pawl.plan.document;

import dev.pawl.plan.text.Excerpt;
import dev.pawl.plan.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Front matter or a task block as it was read.
 *
 * @param fields its mapping; null when it cannot be read
 */
record Section(Excerpt excerpt, YamlNode.@Nullable Fields fields) {
  /** All its values; the text itself when they cannot be read. */
  Object value() {
    return fields == null ? excerpt.yaml() : fields.value();
  }

  /** All its values, with the status replaced. */
  Object valueWithStatus(String word) {
    return fields == null
        ? excerpt.yaml()
        : fields.fields().entrySet().stream()
            .map(field ->
                List.of(
                    field.getKey(),
                    field.getKey().equals("status") ? word : field.getValue().value()))
            .toList();
  }

  /** The scalar that says the status; null when there is none. */
  YamlNode.@Nullable Scalar status() {
    return fields != null && fields.fields().get("status") instanceof YamlNode.Scalar scalar
        ? scalar
        : null;
  }
}
