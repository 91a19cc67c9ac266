package dev.pawl.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds programs on the {@code PATH} that was given, never in the current folder. */
final class Executables {
  private Executables() {}

  static Optional<Path> find(String program, Map<String, String> variables) {
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
