package dev.pawl.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What packages bring beside the program, and the archives that the profile packages makes. */
final class PackagesIT {
  private static final Path BUILT = Path.of(System.getProperty("pawl.dist", "target/pawl"));

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "bash, bash-completion/completions/pawl",
    "zsh, zsh/site-functions/_pawl",
    "fish, fish/vendor_completions.d/pawl.fish",
  })
  @DisplayName("the completion scripts in the package are those that pawl prints")
  void completion(String shell, String file) throws Exception {
    assertThat(run(BUILT.resolve("bin/pawl").toString(), "completion", shell))
        .isEqualTo(Files.readString(BUILT.resolve("share").resolve(file)));
  }

  @Test
  @DisplayName("the manual pages are in the package, and name its version")
  void manual() throws Exception {
    String version = run(BUILT.resolve("bin/pawl").toString(), "--version").strip();
    Path page = BUILT.resolve("share/man/man1/pawl.1.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(page))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).contains("\"" + version + "\"");
    }
    assertThat(BUILT.resolve("share/man/man1/pawl-fix-consistency.1.gz")).exists();
  }

  @Test
  @DisplayName("the archive runs where it is unpacked")
  void archive() throws Exception {
    Optional<Path> archive = made(".tar.gz");
    assumeTrue(archive.isPresent(), "built without -Ppackages");
    run("tar", "-xzf", archive.orElseThrow().toString(), "-C", folder.toString());
    try (Stream<Path> unpacked = Files.list(folder)) {
      Path home = unpacked.findFirst().orElseThrow();
      assertThat(run(home.resolve("bin/pawl").toString(), "explain", "C-13")).startsWith("C-13");
      assertThat(home.resolve("README.md")).exists();
    }
  }

  @Test
  @DisplayName("the .deb holds a program that runs through its link, pages and scripts")
  void deb() throws Exception {
    Optional<Path> deb = made(".deb");
    assumeTrue(deb.isPresent(), "built without -Ppackages");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "dpkg-deb is not installed");
    run("dpkg-deb", "-x", deb.orElseThrow().toString(), folder.toString());
    Path link = folder.resolve("usr/bin/pawl");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../lib/pawl/bin/pawl"));
    assertThat(run(link.toString(), "explain", "C-13")).startsWith("C-13");
    assertThat(folder.resolve("usr/share/man/man1/pawl.1.gz")).exists();
    assertThat(folder.resolve("usr/share/bash-completion/completions/pawl")).exists();
    assertThat(folder.resolve("usr/share/zsh/vendor-completions/_pawl")).exists();
    assertThat(folder.resolve("usr/share/fish/vendor_completions.d/pawl.fish")).exists();
    assertThat(folder.resolve("usr/lib/pawl/share")).doesNotExist();
  }

  private static Optional<Path> made(String suffix) throws Exception {
    try (Stream<Path> files = Files.list(BUILT.resolveSibling("."))) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst();
    }
  }

  private static String run(String... command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as("%s: %s", words, said).isZero();
    return said;
  }
}
