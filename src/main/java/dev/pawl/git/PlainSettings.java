package dev.pawl.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Git's configuration where it is written as git itself writes it: sections, and {@code key =
 * value} without quotes, escapes and comments behind it. Anything else, an include or a variable
 * that changes configuration is null: then git is asked, which takes longer.
 */
final class PlainSettings {
  private static final String NO_SYSTEM = "GIT_CONFIG_NOSYSTEM";

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private PlainSettings() {}

  /** The values in file order, keys as {@code git config --list} prints them; or null. */
  static @Nullable Map<String, List<String>> read(Layout layout, Map<String, String> variables) {
    String home = variables.getOrDefault("HOME", "");
    if (!isKnown(variables) || !home.startsWith("/")) {
      return null;
    }
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    Path folder = xdg.isEmpty() ? Path.of(home, ".config") : Path.of(xdg);
    List<Path> files = new ArrayList<>();
    if (!variables.containsKey(NO_SYSTEM)) {
      files.add(Path.of("/etc/gitconfig"));
    }
    files.add(folder.resolve("git/config"));
    files.add(Path.of(home, ".gitconfig"));
    files.add(layout.commonDir().resolve("config"));
    if (layout.config().getBoolean("extensions", "worktreeConfig", false)) {
      files.add(layout.gitDir().resolve("config.worktree"));
    }
    PlainSettings settings = new PlainSettings();
    for (Path file : files) {
      if (!settings.add(file)) {
        return null;
      }
    }
    return settings.values;
  }

  /** Where the system's own file is, is only certain for the git of a Linux distribution. */
  private static boolean isKnown(Map<String, String> variables) {
    return System.getProperty("os.name", "").equals("Linux")
        && Executables.find("git", variables).filter(Path.of("/usr/bin/git")::equals).isPresent()
        && variables.getOrDefault(NO_SYSTEM, "1").equals("1")
        && variables.keySet().stream()
            .noneMatch(name -> name.startsWith("GIT_CONFIG") && !name.equals(NO_SYSTEM));
  }

  private boolean add(Path file) {
    String content;
    try {
      content = Files.readString(file);
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      // Git says what is wrong with it.
      return false;
    }
    if (content.indexOf('\r') >= 0) {
      return false;
    }
    String section = null;
    for (String line : content.split("\n", -1)) {
      String text = line.trim();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[")) {
        section = section(text);
        if (section == null) {
          return false;
        }
      } else if (section == null || !value(section, text)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String section(String text) {
    if (!text.endsWith("]") || text.indexOf('\\') >= 0) {
      return null;
    }
    String inside = text.substring(1, text.length() - 1);
    int quote = inside.indexOf(" \"");
    String name = quote < 0 ? inside : inside.substring(0, quote);
    String lower = name.toLowerCase(Locale.ROOT);
    if (!isName(name) || lower.equals("include") || lower.equals("includeif")) {
      return null;
    }
    if (quote < 0) {
      return lower;
    }
    String sub = inside.substring(quote + 2, Math.max(quote + 2, inside.length() - 1));
    boolean plain = inside.endsWith("\"") && inside.length() > quote + 2 && sub.indexOf('"') < 0;
    return plain ? lower + "." + sub : null;
  }

  private boolean value(String section, String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      return false;
    }
    String key = text.substring(0, equals).trim();
    String value = text.substring(equals + 1).trim();
    boolean plain = value.chars().noneMatch(c -> c < ' ' || "\"\\#;".indexOf(c) >= 0);
    if (!isName(key) || !plain) {
      return false;
    }
    values
        .computeIfAbsent(section + "." + key.toLowerCase(Locale.ROOT), k -> new ArrayList<>())
        .add(value);
    return true;
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && Character.isLetter(text.charAt(0))
        && text.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-');
  }
}
