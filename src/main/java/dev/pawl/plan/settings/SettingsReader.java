package dev.pawl.plan.settings;

import dev.pawl.disk.Printable;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.settings.RepositorySettings.GitEngine;
import dev.pawl.plan.settings.RepositorySettings.Result;
import dev.pawl.plan.settings.RepositorySettings.WritebackOn;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.UnreadableYaml;
import dev.pawl.plan.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code .pawl.yaml}. Nested keys may be written flat: {@code git.engine: jgit}. */
final class SettingsReader {
  private static final List<String> GROUPS = List.of("writeback", "git", "worktrees", "prices");
  private static final List<String> KEYS =
      List.of(
          "repo",
          "plans",
          "remote",
          "default_branch",
          "exchange",
          "peers",
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
          Prices.CURRENCY,
          Prices.MODELS,
          RepositorySettings.SETUP);

  private final SettingsValues values;

  SettingsReader(Source source) {
    this.values = new SettingsValues(source, GROUPS, KEYS);
  }

  Result read() {
    RepositorySettings settings = values.read(this::settings);
    return new Result(settings, values.notes());
  }

  private RepositorySettings settings() throws UnreadableYaml {
    RepositorySettings defaults = RepositorySettings.defaults();
    return new RepositorySettings(
        values.name("repo"),
        plans(),
        values.name("remote"),
        values.name("default_branch"),
        values.isOn("exchange", defaults.exchange()),
        peers(),
        values.choice("writeback.on", WritebackOn.values(), defaults.writebackOn()),
        words(Vocabulary.tasks(), "statuses", "aliases"),
        words(Vocabulary.plans(), "plan_statuses", "plan_aliases"),
        values.choice("git.engine", GitEngine.values(), defaults.gitEngine()),
        worktrees(defaults.worktrees()),
        planIds(defaults.planIds()),
        PriceReader.read(values),
        commands());
  }

  /** Names of remotes and not addresses: where a peer is, each clone says itself (N44, N50). */
  private List<String> peers() throws UnreadableYaml {
    List<String> peers = new ArrayList<>();
    for (YamlNode.Scalar item : values.texts("peers")) {
      if (!item.text().matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
        throw new UnreadableYaml(
            item.from(),
            "`peers` lists names of remotes; each clone says where one is: git remote add NAME URL");
      }
      peers.add(item.text());
    }
    return peers;
  }

  /** A command line is kept as it stands: what a user allows is exactly this text (N54). */
  private Map<String, String> commands() throws UnreadableYaml {
    YamlNode.Scalar setup = values.scalar(RepositorySettings.SETUP);
    return setup == null || setup.text().isBlank()
        ? Map.of()
        : Map.of(RepositorySettings.SETUP, setup.text());
  }

  private WorktreeSettings worktrees(WorktreeSettings defaults) throws UnreadableYaml {
    YamlNode.Scalar root = values.scalar(WorktreeSettings.ROOT);
    if (root != null && !WorktreeSettings.isRoot(root.text())) {
      throw new UnreadableYaml(
          root.from(),
          "`%s` must be a folder inside the repository, or one beside it (../NAME); the option"
                  .formatted(WorktreeSettings.ROOT)
              + " --root of pawl worktree create goes anywhere");
    }
    YamlNode.Scalar max = values.scalar(WorktreeSettings.MAX);
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
    YamlNode.Scalar scalar = values.scalar("plan_id");
    try {
      return scalar == null ? otherwise : new PlanIdPattern(scalar.text());
    } catch (IllegalArgumentException e) {
      throw new UnreadableYaml(scalar.from(), "`plan_id`: " + e.getMessage());
    }
  }

  private List<String> plans() throws UnreadableYaml {
    List<String> globs = globs("plans", RepositorySettings.DEFAULT_PLANS);
    YamlNode node = values.node("plans");
    if (node != null && globs.isEmpty()) {
      throw new UnreadableYaml(
          node.from(), "`plans` is empty; name at least one glob, or remove it");
    }
    return globs;
  }

  private List<String> globs(String key, List<String> otherwise) throws UnreadableYaml {
    YamlNode node = values.node(key);
    List<YamlNode.Scalar> texts = values.texts(key);
    if (node == null || (texts.isEmpty() && !(node instanceof YamlNode.Items))) {
      return otherwise;
    }
    List<String> globs = new ArrayList<>();
    for (YamlNode.Scalar text : texts) {
      try {
        PlanGlobs.of(List.of(text.text()));
      } catch (IllegalArgumentException e) {
        throw new UnreadableYaml(text.from(), String.valueOf(e.getMessage()));
      }
      globs.add(text.text());
    }
    try {
      PlanGlobs.of(globs);
    } catch (IllegalArgumentException e) {
      throw new UnreadableYaml(node.from(), String.valueOf(e.getMessage()));
    }
    return globs;
  }

  private Vocabulary words(Vocabulary base, String wordsKey, String aliasesKey)
      throws UnreadableYaml {
    Vocabulary words = base;
    for (Map.Entry<String, YamlNode> field : values.mapping(wordsKey).entrySet()) {
      String rank = SettingsValues.text(field.getValue(), wordsKey);
      if (!rank.matches("[0-9]{1,3}")) {
        throw new UnreadableYaml(
            field.getValue().from(),
            "the rank of %s must be 0 (not begun), 1 (under way) or 2 (settled)"
                .formatted(Printable.quoted(field.getKey())));
      }
      words =
          with(words, Map.of(field.getKey(), Integer.valueOf(rank)), Map.of(), field.getValue());
    }
    for (Map.Entry<String, YamlNode> field : values.mapping(aliasesKey).entrySet()) {
      String word = SettingsValues.text(field.getValue(), aliasesKey);
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
}
