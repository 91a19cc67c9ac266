package dev.pawl.git.repo;

import dev.pawl.git.GitException;
import dev.pawl.git.layout.PlainSettings;
import dev.pawl.git.process.NativeGit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/**
 * Git's configuration as git sees it, with conditional includes, the environment and the settings
 * of the work tree. Without an installed git: the files alone.
 */
public final class Settings {
  /** In file order: the last value of a key counts. An empty value may be a bare key. */
  private final Map<String, List<String>> values;

  private Settings(Map<String, List<String>> values) {
    this.values = values;
  }

  /** Reads them anew. */
  static Settings read(Repo repo) throws GitException {
    Optional<NativeGit> git = repo.installed();
    if (git.isEmpty()) {
      return new Settings(parsed(repo));
    }
    Map<String, List<String>> plain =
        PlainSettings.read(repo.layout(), repo.environment().variables());
    return new Settings(plain == null ? asked(repo, git.get()) : plain);
  }

  private static Map<String, List<String>> asked(Repo repo, NativeGit git) throws GitException {
    NativeGit.Result listed = git.must(repo.root(), List.of("config", "--list", "-z"), git.local());
    return listed.read("git config", Settings::listed);
  }

  private static Map<String, List<String>> listed(NativeGit.Result list) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String entry : list.records()) {
      int end = entry.indexOf('\n');
      String key = end < 0 ? entry : entry.substring(0, end);
      if (key.indexOf('.') <= 0) {
        throw new IllegalArgumentException(key);
      }
      String value = end < 0 ? "true" : entry.substring(end + 1);
      values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }
    return values;
  }

  private static Map<String, List<String>> parsed(Repo repo) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    addAll(repo.jgit().getConfig(), values);
    if (repo.layout().config().getBoolean("extensions", "worktreeConfig", false)) {
      addAll(repo.layout().config(), values);
    }
    return values;
  }

  private static void addAll(Config config, Map<String, List<String>> values) {
    for (String section : config.getSections()) {
      for (String name : config.getNames(section, true)) {
        add(config, section, null, name, values);
      }
      for (String subsection : config.getSubsections(section)) {
        for (String name : config.getNames(section, subsection, true)) {
          add(config, section, subsection, name, values);
        }
      }
    }
  }

  private static void add(
      Config config,
      String section,
      @Nullable String subsection,
      String name,
      Map<String, List<String>> values) {
    String middle = subsection == null ? "." : "." + subsection + ".";
    String key = section.toLowerCase(Locale.ROOT) + middle + name.toLowerCase(Locale.ROOT);
    List<String> all = values.computeIfAbsent(key, k -> new ArrayList<>());
    for (@Nullable String value : config.getStringList(section, subsection, name)) {
      all.add(value == null ? "" : value);
    }
  }

  /** The value that counts, for {@code section.name} or {@code section.subsection.name}. */
  public Optional<String> get(String key) {
    List<String> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** All values of a key that may be given several times. */
  public List<String> all(String key) {
    return List.copyOf(values.getOrDefault(canonical(key), List.of()));
  }

  /** Whether the value that counts is one of git's words for true. */
  public boolean isTrue(String key) {
    String value = get(key).orElse("false").toLowerCase(Locale.ROOT);
    return value.equals("true")
        || value.equals("yes")
        || value.equals("on")
        || value.matches("0*[1-9]\\d*");
  }

  /** The subsections of a section, as {@code remote}. */
  public Set<String> subsections(String section) {
    Set<String> names = new TreeSet<>();
    for (String key : values.keySet()) {
      int end = key.lastIndexOf('.');
      if (key.startsWith(section + ".") && end > section.length()) {
        names.add(key.substring(section.length() + 1, end));
      }
    }
    return names;
  }

  private static String canonical(String key) {
    int first = key.indexOf('.');
    int last = key.lastIndexOf('.');
    return key.substring(0, first).toLowerCase(Locale.ROOT)
        + key.substring(first, last)
        + key.substring(last).toLowerCase(Locale.ROOT);
  }
}
