package dev.pawl.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
