package dev.pawl.app.autosync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AutosyncLogTest {
  @TempDir Path folder;

  @Test
  @DisplayName("the log rotates: two files of a bounded size, the last line in the newer one")
  void rotates() throws Exception {
    AutosyncLog log = new AutosyncLog(folder.resolve("log"));
    String line = "x".repeat(4000);
    for (int i = 0; i < 200; i++) {
      log.add(Instant.EPOCH, i + " " + line);
    }
    log.add(Instant.EPOCH, "last\u001b[31m");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
    assertThat(Files.size(log.file())).isLessThan(AutosyncLog.LARGEST + 5000);
    assertThat(Files.size(folder.resolve("log.1"))).isLessThan(AutosyncLog.LARGEST + 5000);
    assertThat(Files.readString(log.file()))
        .contains("1970-01-01T00:00:00Z  last")
        .doesNotContain("\u001b");
    assertThat(Files.readString(folder.resolve("log.1"))).doesNotContain("last");
  }
}
