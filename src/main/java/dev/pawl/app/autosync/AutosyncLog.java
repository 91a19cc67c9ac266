package dev.pawl.app.autosync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.OwnerOnly;
import dev.pawl.disk.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The lines of an autosync, in a file that does not grow for ever: the one before it is kept. */
final class AutosyncLog {
  /** In bytes. */
  static final long LARGEST = 256 * 1024;

  private final Path file;

  AutosyncLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  void add(Instant at, String text) throws IOException {
    if (Files.exists(file) && Files.size(file) >= LARGEST) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    String line = "%s  %s%n".formatted(at.truncatedTo(ChronoUnit.SECONDS), Printable.line(text));
    if (!OwnerOnly.create(file, line.getBytes(UTF_8))) {
      Files.writeString(file, line, StandardOpenOption.APPEND);
    }
  }
}
