package dev.pawl.git.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.git.GitException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file of a work tree, as it is while a commit is made. */
final class WorkTreeFileTest {
  @TempDir Path folder;

  @Test
  @DisplayName("N50 a file that a link leads to, or a link above it, is not taken for one of these")
  void links() throws Exception {
    Path root = Files.createDirectories(folder.resolve("work"));
    Path outside = Files.createDirectories(folder.resolve("outside"));
    byte[] text = "status: todo\n".getBytes(UTF_8);
    Files.write(outside.resolve("a.md"), text);
    Files.write(root.resolve("real.md"), text);
    Files.createSymbolicLink(root.resolve("plans"), outside);
    Files.createSymbolicLink(root.resolve("link.md"), outside.resolve("a.md"));

    assertThat(WorkTreeFile.of(root, "real.md").holds(text)).isTrue();
    for (String path : new String[] {"plans/a.md", "link.md"}) {
      assertThat(WorkTreeFile.of(root, path).read()).as(path).isEmpty();
      assertThat(WorkTreeFile.of(root, path).holds(text)).as(path).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside/a.md",
        "plans/../../outside/a.md",
        "/etc/hostname",
        "plans//a.md",
        "./a.md",
        ".git/config",
        "plans/.GIT/config",
        ":(top)a.md",
        "a\0b",
        ""
      })
  @DisplayName("N50 a path that leads out of the work tree or into git's folder is refused")
  void outside(String path) {
    assertThatThrownBy(() -> WorkTreeFile.of(folder, path))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("is not a path inside the repository");
  }
}
