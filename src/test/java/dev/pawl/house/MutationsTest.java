package dev.pawl.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The patches that take guards out still fit the code; {@code mutations.sh} plays them. */
final class MutationsTest {
  @TempDir Path folder;

  @Test
  @DisplayName("every patch that takes a guard out applies, and names tests that are there")
  void apply() throws Exception {
    GitSandbox git = GitSandbox.create(folder);
    Path here = Path.of("").toAbsolutePath();
    Set<String> tests = names("src/test/java", ".java");
    List<String> broken = new ArrayList<>();
    Set<String> patches = names("src/test/mutations", ".patch");
    assertThat(patches).hasSizeGreaterThan(60);
    for (String patch : patches) {
      Path file = here.resolve("src/test/mutations").resolve(patch + ".patch");
      GitSandbox.Outcome applied =
          git.attempt(here, "apply", "--check", "--recount", file.toString());
      if (applied.exit() != 0) {
        broken.add(patch + ": " + applied.err());
      }
      for (String test : tests(file)) {
        if (!tests.contains(test)) {
          broken.add(patch + ": there is no " + test);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<String> tests(Path patch) throws Exception {
    String line =
        Files.readAllLines(patch).stream()
            .filter(each -> each.startsWith("Tests: "))
            .findFirst()
            .orElseThrow();
    return List.of(line.substring("Tests: ".length()).split(",", -1));
  }

  private static Set<String> names(String folder, String suffix) throws Exception {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .collect(Collectors.toSet());
    }
  }
}
