package dev.pawl.app.setup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One hook in an agent's settings, below its member "hooks": put in as one piece of text, and taken
 * out again so that the document is what it was, byte for byte. What had to be made around the hook
 * is written on one line, so that taking out can tell it from what was there.
 *
 * @param event the member below "hooks" that holds an array
 * @param entry the hook as JSON, on one line
 * @param fresh a whole document with the hook, for where there is no file yet
 * @param mark text that a hook of ours contains, in whatever form it is
 * @param exact text that it contains as this version writes it
 */
record JsonInsertion(String event, String entry, String fresh, String mark, String exact) {
  private static final String HOOKS = "hooks";

  /** Whether a hook of ours is there. */
  boolean isIn(String text) throws IOException {
    return ours(text, JsonNode.parse(text)).isPresent();
  }

  /** The document with the hook, instead of one that an earlier version wrote. */
  String renewed(@Nullable String text) throws IOException {
    if (text == null || !isIn(text) || text.contains(exact)) {
      return into(text);
    }
    return into(outOf(text));
  }

  /** The document with the hook. */
  String into(@Nullable String text) throws IOException {
    if (text == null) {
      return fresh;
    }
    JsonNode root = JsonNode.parse(text);
    if (!root.isObject()) {
      throw new IOException("it is not an object");
    }
    if (ours(text, root).isPresent()) {
      return text;
    }
    JsonNode hooks = root.member(HOOKS);
    String list = "\"" + event + "\": [" + entry + "]";
    if (hooks == null) {
      return add(text, root, "\"" + HOOKS + "\": {" + list + "}");
    }
    if (!hooks.isObject()) {
      throw new IOException("its 'hooks' is not an object");
    }
    JsonNode array = hooks.member(event);
    if (array == null) {
      return add(text, hooks, list);
    }
    if (!array.isArray()) {
      throw new IOException("its '" + event + "' is not an array");
    }
    return add(text, array, entry);
  }

  /** The document without the hook; null where there was no file. */
  @Nullable String outOf(String text) throws IOException {
    if (text.equals(fresh)) {
      return null;
    }
    String left = text;
    for (Optional<Found> found = found(left); found.isPresent(); found = found(left)) {
      left = without(left, found.get());
    }
    return left;
  }

  private record Found(JsonNode root, JsonNode hooks, JsonNode array, JsonNode hook) {}

  private Optional<Found> found(String text) throws IOException {
    return ours(text, JsonNode.parse(text));
  }

  private Optional<Found> ours(String text, JsonNode root) {
    JsonNode hooks = root.isObject() ? root.member(HOOKS) : null;
    JsonNode array = hooks != null && hooks.isObject() ? hooks.member(event) : null;
    if (hooks == null || array == null || !array.isArray()) {
      return Optional.empty();
    }
    return array.children().stream()
        .filter(item -> text.substring(item.start(), item.end()).contains(mark))
        .findFirst()
        .map(item -> new Found(root, hooks, array, item));
  }

  private String without(String text, Found found) throws IOException {
    List<Function<String, String>> cuts = new ArrayList<>();
    cuts.add(from -> cut(from, found.array(), found.hook()));
    cuts.add(from -> cut(from, found.hooks(), found.array()));
    cuts.add(from -> cut(from, found.root(), found.hooks()));
    for (Function<String, String> cut : cuts) {
      String candidate = cut.apply(text);
      if (into(candidate).equals(text)) {
        return candidate;
      }
    }
    // Someone formatted the document anew: what holds nothing else goes as well.
    boolean lonely = found.array().children().size() == 1;
    boolean lonelier = lonely && found.hooks().children().size() == 1;
    return cuts.get(lonelier ? 2 : lonely ? 1 : 0).apply(text);
  }

  private static String add(String text, JsonNode container, String piece) {
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    if (container.children().isEmpty()) {
      int open = container.inner(text);
      String outer = indent(text, open);
      return insert(text, open, end + outer + unit(text) + piece + end + outer);
    }
    JsonNode last = container.children().getLast();
    boolean own = text.substring(lineStart(text, last.start()), last.start()).isBlank();
    String gap = own ? "," + end + indent(text, last.start()) : ", ";
    return insert(text, last.end(), gap + piece);
  }

  private static String cut(String text, JsonNode container, JsonNode child) {
    List<JsonNode> children = container.children();
    int at = children.indexOf(child);
    if (at > 0) {
      return remove(text, children.get(at - 1).end(), child.end());
    }
    if (children.size() > 1) {
      return remove(text, child.start(), children.get(1).start());
    }
    int open = container.inner(text);
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    String close = end + indent(text, open);
    boolean own = text.startsWith(close, child.end());
    return remove(text, open, child.end() + (own ? close.length() : 0));
  }

  private static String insert(String text, int at, String piece) {
    return text.substring(0, at) + piece + text.substring(at);
  }

  private static String remove(String text, int from, int to) {
    return text.substring(0, from) + text.substring(to);
  }

  private static int lineStart(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** The white space that the line of this offset begins with. */
  private static String indent(String text, int at) {
    int start = lineStart(text, at);
    int end = start;
    while (end < at && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(start, end);
  }

  /** One step of indentation: that of the first line that has one. */
  private static String unit(String text) {
    return text.lines()
        .filter(line -> line.startsWith(" ") || line.startsWith("\t"))
        .findFirst()
        .map(line -> line.substring(0, line.length() - line.stripLeading().length()))
        .orElse("  ");
  }
}
