package dev.pawl.plan.document;

import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.ScalarText;
import dev.pawl.plan.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ways to write a field into its block, smallest first. They are not checked here: some only fit a
 * block in lines, some only one in braces.
 */
final class FieldText {
  private static final List<String> ORDER =
      List.of("id", "title", "status", "priority", "phase", "depends_on", "files");

  private final Source source;
  private final YamlNode.Fields fields;
  private final String name;
  private final @Nullable YamlNode node;

  FieldText(Source source, YamlNode.Fields fields, TaskField field) {
    this.source = source;
    this.fields = fields;
    this.name = field.word();
    this.node = fields.fields().get(name);
  }

  /**
   * For this value.
   *
   * @param value a text, a list of texts, or null to take the field out
   */
  List<Edit> candidates(@Nullable Object value) {
    if (value == null) {
      return node == null ? List.of() : List.of(lines(node), inBraces(node));
    }
    List<String> texts =
        value instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of(String.valueOf(value));
    boolean list = value instanceof List<?>;
    return switch (node) {
      case null -> added(texts, list);
      case YamlNode.Scalar scalar when list ->
          List.of(new Edit(scalar.from(), scalar.to(), inBrackets(texts)));
      case YamlNode.Scalar scalar -> replaced(scalar, texts.getFirst());
      case YamlNode.Items items when list -> listed(items, texts);
      default -> List.of();
    };
  }

  private List<Edit> replaced(YamlNode.Scalar scalar, String text) {
    String written = source.text().substring(scalar.from(), scalar.to());
    if (scalar.isNull() && written.isEmpty()) {
      return List.of(new Edit(scalar.from(), scalar.to(), " " + ScalarText.plainOrQuoted(text)));
    }
    return ScalarText.isWhole(scalar, written)
        ? ScalarText.candidates(scalar.style(), text).stream()
            .map(candidate -> new Edit(scalar.from(), scalar.to(), candidate))
            .toList()
        : List.of();
  }

  private List<Edit> listed(YamlNode.Items items, List<String> texts) {
    List<YamlNode> nodes = items.nodes();
    List<Integer> other =
        IntStream.range(0, Math.min(nodes.size(), texts.size()))
            .filter(i -> !nodes.get(i).value().equals(texts.get(i)))
            .boxed()
            .toList();
    if (nodes.size() == texts.size()
        && other.size() == 1
        && nodes.get(other.getFirst()) instanceof YamlNode.Scalar scalar) {
      return replaced(scalar, texts.get(other.getFirst()));
    }
    return source.text().charAt(items.from()) == '['
        ? List.of(new Edit(items.from(), end(items), inBrackets(texts)))
        : inLines(items, texts);
  }

  private static String inBrackets(List<String> texts) {
    return texts.stream()
        .map(ScalarText::plainOrQuoted)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** A list with a line for each: lines that stay are not touched. */
  private List<Edit> inLines(YamlNode.Items items, List<String> texts) {
    Set<Integer> gone = new HashSet<>();
    int kept = 0;
    for (YamlNode item : items.nodes()) {
      if (kept < texts.size() && item.value().equals(texts.get(kept))) {
        kept++;
      } else if (!(item instanceof YamlNode.Scalar) || !gone.add(line(item.from()))) {
        return List.of();
      }
    }
    YamlNode head = items.nodes().getFirst();
    int first = line(head.from());
    int last = line(end(items));
    List<String> lines = new ArrayList<>();
    for (int line = first; line <= last; line++) {
      if (!gone.contains(line)) {
        lines.add(source.line(line));
      }
    }
    String prefix = source.text().substring(source.start(first), head.from());
    texts
        .subList(kept, texts.size())
        .forEach(text -> lines.add(prefix + ScalarText.plainOrQuoted(text)));
    return List.of(
        new Edit(source.start(first), source.end(last), String.join(source.lineEnd(), lines)));
  }

  /** After the fields that usually stand before it. */
  private List<Edit> added(List<String> texts, boolean list) {
    List<Edit> edits = new ArrayList<>();
    for (String before : ORDER.subList(0, ORDER.indexOf(name)).reversed()) {
      YamlNode there = fields.fields().get(before);
      if (there != null) {
        int key = fields.keys().getOrDefault(before, there.from());
        String prefix = source.text().substring(source.start(line(key)), key);
        int end = source.end(line(end(there)));
        edits.add(new Edit(end, end, source.lineEnd() + prefix + inLines(texts, list, prefix)));
        String value = list ? inBrackets(texts) : ScalarText.plainOrQuoted(texts.getFirst());
        edits.add(new Edit(end(there), end(there), ", " + name + ": " + value));
      }
    }
    return edits;
  }

  private String inLines(List<String> texts, boolean list, String prefix) {
    String dash = source.lineEnd() + prefix + "  - ";
    return list
        ? name
            + ":"
            + texts.stream()
                .map(text -> dash + ScalarText.plainOrQuoted(text))
                .collect(Collectors.joining())
        : name + ": " + ScalarText.plainOrQuoted(texts.getFirst());
  }

  /** Takes out the lines of the field. */
  private Edit lines(YamlNode there) {
    int first = line(key(there));
    int last = line(end(there));
    return last + 1 < source.lines()
        ? new Edit(source.start(first), source.start(last + 1), "")
        : new Edit(source.start(first), source.end(last), "");
  }

  /** Takes out the field and the comma before it. */
  private Edit inBraces(YamlNode there) {
    int comma = source.text().lastIndexOf(',', key(there));
    return new Edit(comma < fields.from() ? key(there) : comma, end(there), "");
  }

  private int key(YamlNode there) {
    return fields.keys().getOrDefault(name, there.from());
  }

  private int line(int unit) {
    return source.position(unit).line() - 1;
  }

  /** The unit after the last one of a value. */
  private int end(YamlNode value) {
    return switch (value) {
      case YamlNode.Scalar scalar -> scalar.to();
      case YamlNode.Items items -> {
        int last = items.nodes().isEmpty() ? items.from() : end(items.nodes().getLast());
        boolean open = source.text().charAt(items.from()) == '[';
        yield open ? source.text().indexOf(']', last) + 1 : last;
      }
      case YamlNode.Fields mapping -> mapping.from();
    };
  }
}
