package dev.pawl.git.layout;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit may know of the machine: the given variables instead of the process's own, the same
 * configuration files as git, and no probing of the disk. JGit keeps one such object for the whole
 * process.
 */
public final class SystemSettings extends SystemReader.Delegate {
  /** FAT's two seconds are the coarsest: JGit re-reads what is younger, and never measures. */
  private static final Duration COARSEST_TIMESTAMP = Duration.ofSeconds(2);

  private static final Object LOCK = new Object();

  private final Map<String, String> variables;

  private SystemSettings(SystemReader system, Map<String, String> variables) {
    super(system);
    this.variables = variables;
  }

  /** Makes JGit see these variables; a repeated call with the same ones changes nothing. */
  public static void use(Map<String, String> variables) {
    synchronized (LOCK) {
      SystemReader current = SystemReader.getInstance();
      if (current instanceof SystemSettings settings) {
        if (settings.variables.equals(variables)) {
          return;
        }
        SystemReader.setInstance(null);
        current = SystemReader.getInstance();
      }
      SystemReader.setInstance(new SystemSettings(current, variables));
    }
  }

  /** The user's home as git takes it, from {@code HOME}. */
  public static Optional<Path> home(Map<String, String> variables) {
    String home = variables.getOrDefault("HOME", "");
    return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home));
  }

  @Override
  public @Nullable String getenv(String variable) {
    return variables.get(variable);
  }

  @Override
  public @Nullable String getProperty(String key) {
    return key.equals("user.home")
        ? home(variables).map(Path::toString).orElseGet(() -> super.getProperty(key))
        : super.getProperty(key);
  }

  /** {@code git config --system} without asking git: JGit would start it twice. */
  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    String named = variables.getOrDefault("GIT_CONFIG_SYSTEM", "");
    if (isTrue(variables.getOrDefault("GIT_CONFIG_NOSYSTEM", ""))) {
      return new Nothing(parent, fs);
    }
    if (!named.isEmpty()) {
      return new FileBasedConfig(parent, new File(named), fs);
    }
    return new FileBasedConfig(parent, systemConfig().toFile(), fs);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    String named = variables.get("GIT_CONFIG_GLOBAL");
    if (named != null) {
      return named.isEmpty() ? new Nothing(parent, fs) : new Unprobed(parent, new File(named), fs);
    }
    Optional<Path> home = home(variables);
    String xdg = variables.getOrDefault("XDG_CONFIG_HOME", "");
    Optional<Path> folder =
        xdg.isEmpty() ? home.map(h -> h.resolve(".config")) : Optional.of(Path.of(xdg));
    Config below = parent;
    if (folder.isPresent()) {
      below = new FileBasedConfig(parent, folder.get().resolve("git/config").toFile(), fs);
    }
    return home.isPresent()
        ? new Unprobed(below, home.get().resolve(".gitconfig").toFile(), fs)
        : new Nothing(below, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Nothing(parent, fs);
  }

  /** Git built for {@code /usr} reads {@code /etc}, any other its own prefix. */
  private Path systemConfig() {
    return Executables.find("git", variables)
        .map(Path::getParent)
        .map(Path::getParent)
        .filter(prefix -> !prefix.equals(Path.of("/usr")) && prefix.getNameCount() > 0)
        .map(prefix -> prefix.resolve("etc/gitconfig"))
        .orElse(Path.of("/etc/gitconfig"));
  }

  private static boolean isTrue(String value) {
    return !value.isEmpty()
        && !value.equals("0")
        && !value.equalsIgnoreCase("false")
        && !value.equalsIgnoreCase("no")
        && !value.equalsIgnoreCase("off");
  }

  /** Answers JGit's question about the disk's clock, which it would else measure for seconds. */
  private static class Unprobed extends FileBasedConfig {
    Unprobed(Config parent, File file, FS fs) {
      super(parent, file, fs);
    }

    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long defaultValue, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(COARSEST_TIMESTAMP)
          : super.getTimeUnit(section, subsection, name, defaultValue, unit);
    }
  }

  /** A configuration without a file. */
  private static final class Nothing extends Unprobed {
    Nothing(Config parent, FS fs) {
      super(parent, new File("/dev/null"), fs);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
