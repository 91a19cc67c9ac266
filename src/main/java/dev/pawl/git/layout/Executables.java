package dev.pawl.git.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds programs on the {@code PATH} that was given, never in the current folder. */
public final class Executables {
  private Executables() {}

  public static Optional<Path> find(String program, Map<String, String> variables) {
    for (String folder : variables.getOrDefault("PATH", "").split(":", -1)) {
      if (folder.startsWith("/")) {
        Path file = Path.of(folder, program);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }
}
