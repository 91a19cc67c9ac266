package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that people follow show what happens to those who do. */
final class PagesPlayedTest {
  private static final String HASH = "\\b[0-9a-f]{7,40}\\b";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/tutorial.md",
        "docs/pull-requests.md",
        "docs/agents.md",
        "docs/troubleshooting.md",
        "docs/from-others.md"
      })
  @DisplayName("a page shows what its commands print; -Dpawl.docs=write brings it up to date")
  void played(String name) throws Exception {
    Path file = Path.of(name);
    String shown = Files.readString(file);
    String played = new PlayedPage(folder).played(shown);
    boolean same = played.replaceAll(HASH, "#").equals(shown.replaceAll(HASH, "#"));
    if (!same && "write".equals(System.getProperty("pawl.docs"))) {
      Files.writeString(file, played);
    } else if (!same) {
      assertThat(shown)
          .as("run: mvn test -Dtest=PagesPlayedTest -Dpawl.docs=write")
          .isEqualTo(played);
    }
  }
}
