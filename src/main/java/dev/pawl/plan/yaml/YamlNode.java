package dev.pawl.plan.yaml;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A value read from YAML, with its place in the document. Every scalar is its text. */
public sealed interface YamlNode {
  /** The unit of the document where it starts. */
  int from();

  /** As text on one line, for fields that pawl only keeps. */
  String flat();

  /** The value without places and styles, for comparing two readings. */
  Object value();

  /** How a scalar is written. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    /** Literal or folded. */
    BLOCK
  }

  /**
   * One text.
   *
   * @param from where it starts, an anchor or a tag before it included
   */
  record Scalar(String text, Style style, int from, int to) implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    /** Whether it says that there is no value (YAML 1.2.2, section 10.2.1.1). */
    public boolean isNull() {
      return style == Style.PLAIN && NULLS.contains(text);
    }

    @Override
    public String flat() {
      return isNull() ? "" : text;
    }

    @Override
    public Object value() {
      return text;
    }
  }

  /** A sequence. */
  record Items(List<YamlNode> nodes, int from) implements YamlNode {
    @Override
    public String flat() {
      return nodes.stream().map(YamlNode::flat).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public Object value() {
      return nodes.stream().map(YamlNode::value).toList();
    }
  }

  /**
   * A mapping of texts to values.
   *
   * @param fields in the order of the document
   * @param keys where each key starts
   */
  record Fields(Map<String, YamlNode> fields, Map<String, Integer> keys, int from)
      implements YamlNode {
    @Override
    public String flat() {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + ": " + field.getValue().flat())
          .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public Object value() {
      return fields.entrySet().stream()
          .map(field -> List.of(field.getKey(), field.getValue().value()))
          .toList();
    }
  }
}
