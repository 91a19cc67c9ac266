package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged launcher, run as a process of its own. */
record Packaged(Path script) {
  /** The one that the build packaged. */
  static Packaged packaged() {
    return new Packaged(home().resolve("bin/pawl"));
  }

  /** Where the build put the distribution. */
  static Path home() {
    return Path.of(requireNonNull(System.getProperty("pawl.dist"), "set by the build"));
  }

  /** Starts it; its output goes to files beside {@code log}. */
  Process start(Path folder, Map<String, String> variables, Path log, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.redirectOutput(log.resolveSibling(log.getFileName() + ".out").toFile());
    builder.redirectError(log.resolveSibling(log.getFileName() + ".err").toFile());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a started one came to, once it ended. */
  static Run ended(Process process, Path log, String... arguments) {
    try {
      int exit = process.waitFor();
      return new Run(
          List.of(arguments),
          exit,
          Files.readString(log.resolveSibling(log.getFileName() + ".out"), UTF_8),
          Files.readString(log.resolveSibling(log.getFileName() + ".err"), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs it to its end. */
  Run run(Path folder, Map<String, String> variables, String... arguments) {
    try {
      Path log = Files.createTempFile("pawl-run-", "");
      try {
        return ended(start(folder, variables, log, arguments), log, arguments);
      } finally {
        for (String end : List.of("", ".out", ".err")) {
          Files.deleteIfExists(log.resolveSibling(log.getFileName() + end));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
