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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** A pattern needs more stack for a longer line; that is git's to read. */
  private static final int LONGEST_LINE = 1000;

  private static final String NAME = "([A-Za-z][A-Za-z0-9-]*)";
  private static final Pattern HEADER =
      Pattern.compile("\\[(?!(?i:include|includeif)\\b)" + NAME + "(?: \"([^\"\\\\]+)\")?]");

  /** Quotes around the whole of it or none, and within it the escapes that git writes. */
  private static final Pattern VALUE =
      Pattern.compile(
          NAME
              + "\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\[\"\\\\nt])*)\""
              + "|((?:[^\"\\\\#;\\t]|\\\\[\"\\\\nt])*))");

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
      if (text.length() > LONGEST_LINE) {
        return false;
      }
      Matcher header = HEADER.matcher(text);
      Matcher value = VALUE.matcher(text);
      if (header.matches()) {
        String sub = header.group(2) == null ? "" : "." + header.group(2);
        section = header.group(1).toLowerCase(Locale.ROOT) + sub;
      } else if (section != null && value.matches()) {
        String written = value.group(2) == null ? value.group(3) : value.group(2);
        values
            .computeIfAbsent(
                section + "." + value.group(1).toLowerCase(Locale.ROOT), k -> new ArrayList<>())
            .add(written.translateEscapes());
      } else {
        return false;
      }
    }
    return true;
  }
}
