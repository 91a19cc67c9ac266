package dev.pawl.git.repo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExcludesTest {
  @TempDir Path folder;

  @Test
  @DisplayName("a person's patterns may be in any encoding; ours is added once")
  void otherEncoding() throws Exception {
    GitSandbox git = GitSandbox.create(folder);
    Path dir = git.repo("work");
    Path file = dir.resolve(".git/info/exclude");
    byte[] theirs = "café/\n".getBytes(ISO_8859_1);
    Files.createDirectories(dir.resolve(".git/info"));
    Files.write(file, theirs);

    try (Repo repo = git.open(dir)) {
      Excludes.add(repo, "/arbeitsbäume/");
      Excludes.add(repo, "/arbeitsbäume/");
    }

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(theirs);
    expected.writeBytes("/arbeitsbäume/\n".getBytes(UTF_8));
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.toByteArray());
  }
}
