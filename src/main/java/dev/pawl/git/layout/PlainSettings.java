package dev.pawl.git.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Git's configuration where it is written as git itself writes it: sections, and {@code key =
 * value} without comments behind it, quotes around the whole of it or none. Anything else, an
 * include or a variable that changes configuration is null: then git is asked, which takes longer.
 */
public final class PlainSettings {
  private static final String NO_SYSTEM = "GIT_CONFIG_NOSYSTEM";
  private static final Path SYSTEM_GIT = Path.of("/usr/bin/git");
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  private PlainSettings() {}

  /** The values in file order, keys as {@code git config --list} prints them; or null. */
  public static @Nullable Map<String, List<String>> read(
      Layout layout, Map<String, String> variables) {
    String home = variables.getOrDefault("HOME", "");
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    boolean absolute = home.startsWith("/") && (xdg.isEmpty() || xdg.startsWith("/"));
    if (!absolute || !isKnown(variables)) {
      return null;
    }
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
        && Executables.find("git", variables).filter(PlainSettings::isOfSystem).isPresent()
        && variables.getOrDefault(NO_SYSTEM, "1").equals("1")
        && variables.keySet().stream()
            .noneMatch(name -> name.startsWith("GIT_CONFIG") && !name.equals(NO_SYSTEM));
  }

  /** A git built for {@code /usr}; a script in its place may add settings of its own. */
  private static boolean isOfSystem(Path git) {
    if (!git.equals(SYSTEM_GIT) || Files.exists(Path.of("/usr/etc/gitconfig"))) {
      return false;
    }
    try (InputStream program = Files.newInputStream(git)) {
      return Arrays.equals(program.readNBytes(ELF.length), ELF);
    } catch (IOException e) {
      return false;
    }
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
    if (content.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t')) {
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
    String value = unquoted(text.substring(equals + 1).trim());
    if (!isName(key) || value == null) {
      return false;
    }
    values
        .computeIfAbsent(section + "." + key.toLowerCase(Locale.ROOT), k -> new ArrayList<>())
        .add(value);
    return true;
  }

  /** A value without or with quotes around the whole of it, as git writes it; else null. */
  private static @Nullable String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    String inside = quoted ? text.substring(1, text.length() - 1) : text;
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) {
        i++;
        int escaped = "\\\"nt".indexOf(inside.charAt(i));
        if (escaped < 0) {
          return null;
        }
        value.append("\\\"\n\t".charAt(escaped));
      } else if (c == '"' || c == '\\' || (!quoted && (c < ' ' || c == '#' || c == ';'))) {
        return null;
      } else {
        value.append(c);
      }
    }
    return value.toString();
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
