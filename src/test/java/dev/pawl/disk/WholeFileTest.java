package dev.pawl.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WholeFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("file");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  @DisplayName("N14 what a kill left beside a file that a lock guards goes with the next write")
  void remains() throws Exception {
    Files.writeString(folder.resolve("file.new"), "ha");
    WholeFile.replaceLocked(file(), bytes("one"));
    assertThat(file()).hasContent("one");
    Files.writeString(folder.resolve("file.new"), "lf");
    WholeFile.note(file(), bytes("two"));
    assertThat(file()).hasContent("two");
    assertThat(folder).isDirectoryNotContaining("glob:**/*.new");
  }

  @Test
  @DisplayName("N14 a write that fails leaves what was there, and nothing beside it")
  void failed() throws Exception {
    WholeFile.replace(file(), bytes("one"));
    assertThatThrownBy(() ->
            WholeFile.replace(
                file(),
                staged -> {
                  Files.writeString(staged, "ha");
                  throw new IOException("No space left on device");
                }))
        .hasMessage("No space left on device");
    assertThatThrownBy(() -> WholeFile.create(file(), bytes("two")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file()).hasContent("one");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }
}
