package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.settings.RepositorySettings.GitEngine;
import dev.pawl.plan.settings.RepositorySettings.Note;
import dev.pawl.plan.settings.RepositorySettings.Result;
import dev.pawl.plan.settings.RepositorySettings.WritebackOn;
import dev.pawl.plan.text.EditDistance;
import dev.pawl.plan.text.Excerpt;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.UnreadableYaml;
import dev.pawl.plan.yaml.YamlNode;
import dev.pawl.plan.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads {@code .pawl.yaml}. Nested keys may be written flat: {@code git.engine: jgit}. */
final class SettingsReader {
  private static final List<String> GROUPS = List.of("writeback", "git", "worktrees");
  private static final List<String> KEYS =
      List.of(
          "repo",
          "plans",
          "remote",
          "default_branch",
          "exchange",
          "writeback.on",
          "statuses",
          "aliases",
          "plan_statuses",
          "plan_aliases",
          "plan_id",
          "git.engine",
          WorktreeSettings.ROOT,
          WorktreeSettings.COPY,
          WorktreeSettings.DISPOSABLE,
          WorktreeSettings.MAX,
          RepositorySettings.SETUP);

  private final Source source;
  private final Map<String, YamlNode> values = new LinkedHashMap<>();
  private final List<Note> notes = new ArrayList<>();

  SettingsReader(Source source) {
    this.source = source;
  }

  Result read() {
    RepositorySettings settings = null;
    try {
      List<String> lines = IntStream.range(0, source.lines()).mapToObj(source::line).toList();
      Optional<YamlNode> root = YamlReader.read(new Excerpt(source, 0, lines));
      if (root.isPresent() && !isNull(root.get())) {
        flatten(fields(root.get(), "the settings"), "");
      }
      settings = settings();
    } catch (UnreadableYaml e) {
      note(true, e.at(), e.reason());
    }
    notes.sort(
        Comparator.<Note>comparingInt(note -> note.at().line())
            .thenComparingInt(note -> note.at().column()));
    return new Result(settings, notes);
  }

  private void flatten(YamlNode.Fields fields, String prefix) throws UnreadableYaml {
    for (Map.Entry<String, YamlNode> field : fields.fields().entrySet()) {
      String key = prefix + field.getKey();
      int at = fields.keys().getOrDefault(field.getKey(), fields.from());
      if (GROUPS.contains(key)) {
        if (!isNull(field.getValue())) {
          flatten(fields(field.getValue(), "`" + key + "`"), key + ".");
        }
      } else if (!KEYS.contains(key)) {
        note(false, at, unknown(key));
      } else if (values.put(key, field.getValue()) != null) {
        throw new UnreadableYaml(at, "`" + key + "` is given twice");
      }
    }
  }

  private static String unknown(String key) {
    String near =
        KEYS.stream()
            .filter(known -> key.length() <= 40 && EditDistance.between(key, known) <= 3)
            .min(Comparator.comparingInt(known -> EditDistance.between(key, known)))
            .map(known -> "; did you mean `" + known + "`?")
            .orElse("");
    return "unknown setting " + Printable.quoted(key) + " is ignored" + near;
  }

  private RepositorySettings settings() throws UnreadableYaml {
    RepositorySettings defaults = RepositorySettings.defaults();
    return new RepositorySettings(
        name("repo"),
        plans(),
        name("remote"),
        name("default_branch"),
        exchange(defaults.exchange()),
        choice("writeback.on", WritebackOn.values(), defaults.writebackOn()),
        words(Vocabulary.tasks(), "statuses", "aliases"),
        words(Vocabulary.plans(), "plan_statuses", "plan_aliases"),
        choice("git.engine", GitEngine.values(), defaults.gitEngine()),
        worktrees(defaults.worktrees()),
        planIds(defaults.planIds()),
        commands());
  }

  private @Nullable String name(String key) throws UnreadableYaml {
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

  /** A command line is kept as it stands: what a user allows is exactly this text (N54). */
  private Map<String, String> commands() throws UnreadableYaml {
    YamlNode.Scalar setup = scalar(RepositorySettings.SETUP);
    return setup == null || setup.text().isBlank()
        ? Map.of()
        : Map.of(RepositorySettings.SETUP, setup.text());
  }

  private WorktreeSettings worktrees(WorktreeSettings defaults) throws UnreadableYaml {
    YamlNode.Scalar root = scalar(WorktreeSettings.ROOT);
    if (root != null && !WorktreeSettings.isRoot(root.text())) {
      throw new UnreadableYaml(
          root.from(),
          "`%s` must be a folder inside the repository, or one beside it (../NAME); the option"
                  .formatted(WorktreeSettings.ROOT)
              + " --root of pawl worktree create goes anywhere");
    }
    YamlNode.Scalar max = scalar(WorktreeSettings.MAX);
    if (max != null && !max.text().matches("[1-9][0-9]{0,3}")) {
      throw new UnreadableYaml(
          max.from(), "`%s` must be a number from 1 to 9999".formatted(WorktreeSettings.MAX));
    }
    return new WorktreeSettings(
        root == null ? defaults.root() : WorktreeSettings.normal(root.text()),
        globs(WorktreeSettings.COPY, defaults.copy()),
        globs(WorktreeSettings.DISPOSABLE, defaults.disposable()),
        max == null ? defaults.max() : Integer.parseInt(max.text()));
  }

  private PlanIdPattern planIds(PlanIdPattern otherwise) throws UnreadableYaml {
    YamlNode.Scalar scalar = scalar("plan_id");
    try {
      return scalar == null ? otherwise : new PlanIdPattern(scalar.text());
    } catch (IllegalArgumentException e) {
      throw new UnreadableYaml(scalar.from(), "`plan_id`: " + e.getMessage());
    }
  }

  private List<String> plans() throws UnreadableYaml {
    List<String> globs = globs("plans", RepositorySettings.DEFAULT_PLANS);
    YamlNode node = values.get("plans");
    if (node != null && globs.isEmpty()) {
      throw new UnreadableYaml(
          node.from(), "`plans` is empty; name at least one glob, or remove it");
    }
    return globs;
  }

  private List<String> globs(String key, List<String> otherwise) throws UnreadableYaml {
    YamlNode node = values.get(key);
    if (node == null || isNull(node)) {
      return otherwise;
    }
    List<YamlNode> nodes = node instanceof YamlNode.Items items ? items.nodes() : List.of(node);
    List<String> globs = new ArrayList<>();
    for (YamlNode item : nodes) {
      String glob = text(item, key);
      try {
        PlanGlobs.of(List.of(glob));
      } catch (IllegalArgumentException e) {
        throw new UnreadableYaml(item.from(), String.valueOf(e.getMessage()));
      }
      globs.add(glob);
    }
    try {
      PlanGlobs.of(globs);
    } catch (IllegalArgumentException e) {
      throw new UnreadableYaml(node.from(), String.valueOf(e.getMessage()));
    }
    return globs;
  }

  private boolean exchange(boolean otherwise) throws UnreadableYaml {
    YamlNode.Scalar scalar = scalar("exchange");
    return switch (scalar == null ? "" : scalar.text()) {
      case "" -> otherwise;
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw oneOf(scalar, "exchange", "on, off");
    };
  }

  private <E extends Enum<E>> E choice(String key, E[] choices, E otherwise) throws UnreadableYaml {
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

  private static UnreadableYaml oneOf(
      YamlNode.@Nullable Scalar scalar, String key, String choices) {
    int at = scalar == null ? 0 : scalar.from();
    String given = scalar == null ? "" : Printable.quoted(scalar.text());
    return new UnreadableYaml(at, "`%s` must be one of %s, not %s".formatted(key, choices, given));
  }

  private Vocabulary words(Vocabulary base, String wordsKey, String aliasesKey)
      throws UnreadableYaml {
    Vocabulary words = base;
    for (Map.Entry<String, YamlNode> field : mapping(wordsKey).entrySet()) {
      String rank = text(field.getValue(), wordsKey);
      if (!rank.matches("[0-9]{1,3}")) {
        throw new UnreadableYaml(
            field.getValue().from(),
            "the rank of %s must be 0 (not begun), 1 (under way) or 2 (settled)"
                .formatted(Printable.quoted(field.getKey())));
      }
      words =
          with(words, Map.of(field.getKey(), Integer.valueOf(rank)), Map.of(), field.getValue());
    }
    for (Map.Entry<String, YamlNode> field : mapping(aliasesKey).entrySet()) {
      String word = text(field.getValue(), aliasesKey);
      words = with(words, Map.of(), Map.of(field.getKey(), word), field.getValue());
    }
    return words;
  }

  private static Vocabulary with(
      Vocabulary words, Map<String, Integer> more, Map<String, String> aliases, YamlNode at)
      throws UnreadableYaml {
    try {
      return words.with(more, aliases);
    } catch (IllegalArgumentException e) {
      throw new UnreadableYaml(at.from(), String.valueOf(e.getMessage()));
    }
  }

  private Map<String, YamlNode> mapping(String key) throws UnreadableYaml {
    YamlNode node = values.get(key);
    return node == null || isNull(node) ? Map.of() : fields(node, "`" + key + "`").fields();
  }

  private YamlNode.@Nullable Scalar scalar(String key) throws UnreadableYaml {
    return switch (values.get(key)) {
      case null -> null;
      case YamlNode.Scalar scalar -> scalar.isNull() ? null : scalar;
      case YamlNode other ->
          throw new UnreadableYaml(other.from(), "`" + key + "` must be one text");
    };
  }

  private static String text(YamlNode node, String key) throws UnreadableYaml {
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
    notes.add(new Note(error, source.position(at), message));
  }
}
