package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import dev.pawl.plan.text.EditDistance;
import dev.pawl.plan.text.Excerpt;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.UnreadableYaml;
import dev.pawl.plan.yaml.YamlNode;
import dev.pawl.plan.yaml.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of a settings file by their keys. Nested keys may be written flat: {@code git.engine:
 * jgit}. What is wrong is noted with its place.
 */
final class SettingsValues {
  private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|d)");

  private final Source source;
  private final List<String> groups;
  private final List<String> keys;
  private final Map<String, YamlNode> values = new LinkedHashMap<>();
  private final List<SettingsNote> notes = new ArrayList<>();

  /**
   * Nothing is read yet.
   *
   * @param groups keys that hold nothing but further keys
   * @param keys all others, written flat
   */
  SettingsValues(Source source, List<String> groups, List<String> keys) {
    this.source = source;
    this.groups = groups;
    this.keys = keys;
  }

  /** Makes settings of the values. */
  interface Maker<S> {
    S make() throws UnreadableYaml;
  }

  /** Reads the file and makes settings of it; null when they cannot be used, which is noted. */
  <S> @Nullable S read(Maker<S> settings) {
    try {
      List<String> lines = IntStream.range(0, source.lines()).mapToObj(source::line).toList();
      Optional<YamlNode> root = YamlReader.read(new Excerpt(source, 0, lines));
      if (root.isPresent() && !isNull(root.get())) {
        flatten(fields(root.get(), "the settings"), "");
      }
      return settings.make();
    } catch (UnreadableYaml e) {
      note(true, e.at(), e.reason());
      return null;
    }
  }

  /** What is wrong, in the order of the file. */
  List<SettingsNote> notes() {
    return notes.stream()
        .sorted(
            Comparator.<SettingsNote>comparingInt(note -> note.at().line())
                .thenComparingInt(note -> note.at().column()))
        .toList();
  }

  private void flatten(YamlNode.Fields fields, String prefix) throws UnreadableYaml {
    for (Map.Entry<String, YamlNode> field : fields.fields().entrySet()) {
      String key = prefix + field.getKey();
      int at = fields.keys().getOrDefault(field.getKey(), fields.from());
      if (groups.contains(key)) {
        if (!isNull(field.getValue())) {
          flatten(fields(field.getValue(), "`" + key + "`"), key + ".");
        }
      } else if (!keys.contains(key)) {
        note(false, at, unknown(key));
      } else if (values.put(key, field.getValue()) != null) {
        throw new UnreadableYaml(at, "`" + key + "` is given twice");
      }
    }
  }

  private String unknown(String key) {
    String near =
        keys.stream()
            .filter(known -> key.length() <= 40 && EditDistance.between(key, known) <= 3)
            .min(Comparator.comparingInt(known -> EditDistance.between(key, known)))
            .map(known -> "; did you mean `" + known + "`?")
            .orElse("");
    return "unknown setting " + Printable.quoted(key) + " is ignored" + near;
  }

  @Nullable YamlNode node(String key) {
    return values.get(key);
  }

  /** A name that is safe in a command line and on a screen; null where none is given. */
  @Nullable String name(String key) throws UnreadableYaml {
    YamlNode.Scalar scalar = scalar(key);
    if (scalar == null) {
      return null;
    }
    String text = scalar.text();
    // What starts with a hyphen would be an option to git (N50).
    if (text.isBlank() || text.startsWith("-") || !text.equals(Printable.visible(text))) {
      throw new UnreadableYaml(
          scalar.from(),
          "`%s` must be a name of visible characters that does not start with -".formatted(key));
    }
    return text;
  }

  /** Whether something is on. */
  boolean isOn(String key, boolean otherwise) throws UnreadableYaml {
    YamlNode.Scalar scalar = scalar(key);
    return switch (scalar == null ? "" : scalar.text()) {
      case "" -> otherwise;
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw oneOf(scalar, key, "on, off");
    };
  }

  /** A length of time: {@code 5s}, {@code 10m}, {@code 2h}, {@code 1d}. */
  Duration length(String key, Duration otherwise) throws UnreadableYaml {
    YamlNode.Scalar scalar = scalar(key);
    if (scalar == null) {
      return otherwise;
    }
    Matcher length = LENGTH.matcher(scalar.text());
    if (!length.matches()) {
      throw new UnreadableYaml(
          scalar.from(),
          "`%s` must be a length of time such as 5s, 10m, 2h, not %s"
              .formatted(key, Printable.quoted(scalar.text())));
    }
    long number = Long.parseLong(length.group(1));
    return switch (length.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** A list of texts, or one; empty where none is given. */
  List<YamlNode.Scalar> texts(String key) throws UnreadableYaml {
    YamlNode node = values.get(key);
    if (node == null || isNull(node)) {
      return List.of();
    }
    List<YamlNode.Scalar> texts = new ArrayList<>();
    for (YamlNode item : node instanceof YamlNode.Items items ? items.nodes() : List.of(node)) {
      text(item, key);
      texts.add((YamlNode.Scalar) item);
    }
    return texts;
  }

  /** One of the words of an enum. */
  <E extends Enum<E>> E choice(String key, E[] choices, E otherwise) throws UnreadableYaml {
    YamlNode.Scalar scalar = scalar(key);
    if (scalar == null) {
      return otherwise;
    }
    List<String> words = new ArrayList<>();
    for (E choice : choices) {
      String word = choice.name().toLowerCase(Locale.ROOT);
      if (word.equals(scalar.text())) {
        return choice;
      }
      words.add(word);
    }
    throw oneOf(scalar, key, String.join(", ", words));
  }

  static UnreadableYaml oneOf(YamlNode.@Nullable Scalar scalar, String key, String choices) {
    int at = scalar == null ? 0 : scalar.from();
    String given = scalar == null ? "" : Printable.quoted(scalar.text());
    return new UnreadableYaml(at, "`%s` must be one of %s, not %s".formatted(key, choices, given));
  }

  Map<String, YamlNode> mapping(String key) throws UnreadableYaml {
    YamlNode node = values.get(key);
    return node == null || isNull(node) ? Map.of() : fields(node, "`" + key + "`").fields();
  }

  YamlNode.@Nullable Scalar scalar(String key) throws UnreadableYaml {
    return switch (values.get(key)) {
      case null -> null;
      case YamlNode.Scalar scalar -> scalar.isNull() ? null : scalar;
      case YamlNode other ->
          throw new UnreadableYaml(other.from(), "`" + key + "` must be one text");
    };
  }

  static String text(YamlNode node, String key) throws UnreadableYaml {
    if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
      return scalar.text();
    }
    throw new UnreadableYaml(node.from(), "a text is expected here, in `" + key + "`");
  }

  private static YamlNode.Fields fields(YamlNode node, String what) throws UnreadableYaml {
    if (node instanceof YamlNode.Fields fields) {
      return fields;
    }
    throw new UnreadableYaml(node.from(), what + " must be `key: value` lines");
  }

  private static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }

  private void note(boolean error, int at, String message) {
    notes.add(new SettingsNote(error, source.position(at), message));
  }
}
