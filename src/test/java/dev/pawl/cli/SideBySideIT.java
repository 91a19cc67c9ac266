package dev.pawl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that anyone can run plays to its end with what was packaged. */
final class SideBySideIT {
  @TempDir Path folder;

  @Test
  @DisplayName("two machines, one remote: started, refused, worked on, merged, all of it in commits")
  void played() throws IOException, InterruptedException {
    Path printed = folder.resolve("printed.txt");
    Process process =
        new ProcessBuilder(
                "src/test/scripts/side-by-side.sh",
                Packaged.packaged().script().toString(),
                folder.resolve("played").toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> text(printed)).isZero();
    assertThat(text(printed)).contains("# Played: ");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
