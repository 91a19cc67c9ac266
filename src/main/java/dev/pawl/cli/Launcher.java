package dev.pawl.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The program that people start, as the launcher script says through {@code pawl.home}. */
final class Launcher {
  private Launcher() {}

  /** Its path; null when this is not the packaged pawl. */
  static @Nullable Path path() {
    String home = System.getProperty("pawl.home", "");
    if (home.isEmpty()) {
      return null;
    }
    Path launcher = Path.of(home, "bin", "pawl").toAbsolutePath();
    return Files.isExecutable(launcher) ? launcher : null;
  }
}
