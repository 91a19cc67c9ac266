package dev.pawl.cli.terminal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The program that people start, as the launcher script says through {@code pawl.home}. */
public final class OwnProgram {
  private OwnProgram() {}

  /** Its path; null when this is not the packaged pawl. */
  public static @Nullable Path path() {
    String home = System.getProperty("pawl.home", "");
    if (home.isEmpty()) {
      return null;
    }
    Path launcher = Path.of(home, "bin", "pawl").toAbsolutePath();
    return Files.isExecutable(launcher) ? launcher : null;
  }
}
