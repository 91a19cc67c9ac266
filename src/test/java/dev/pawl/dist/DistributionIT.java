package dev.pawl.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package as it is built: copied elsewhere, with its AOT cache and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DistributionIT {
  private static final Path BUILT = Path.of(System.getProperty("pawl.dist", "target/pawl"));

  private Path folder;
  private Path home;
  private Path cache;

  record Run(int exit, String out, String err) {}

  @BeforeAll
  void copied(@TempDir Path empty) throws IOException {
    folder = empty;
    home = folder.resolve("a copy of pawl");
    copy(BUILT, home);
    cache = home.resolve("lib/pawl.aot");
  }

  @Test
  @DisplayName("the AOT cache serves the runtime that it was made with, copied and with new times")
  void cacheServes() throws Exception {
    // A run that demands the cache fails where it cannot be used.
    assertThat(java(cache, "-XX:AOTMode=on")).matches(run -> run.exit() == 0);
  }

  @Test
  @DisplayName("an AOT cache that is missing, cut off, foreign or a folder changes nothing said")
  void cacheDoesNotServe() throws Exception {
    Run good = pawl();
    assertThat(good.exit()).isZero();
    assertThat(good.out()).contains("Usage: pawl");
    byte[] bytes = Files.readAllBytes(cache);
    Files.delete(cache);
    assertThat(pawl()).as("missing").isEqualTo(good);
    assertThat(java(cache, "-XX:AOTMode=on")).matches(run -> run.exit() != 0);
    for (int length : new int[] {0, 10, 100_000, bytes.length - 1}) {
      Files.write(cache, Arrays.copyOf(bytes, length));
      assertThat(pawl()).as("%d bytes of it", length).isEqualTo(good);
    }
    byte[] foreign = bytes.clone();
    Arrays.fill(foreign, 8, 64, (byte) 7);
    Files.write(cache, foreign);
    assertThat(pawl()).as("another header").isEqualTo(good);
    Files.delete(cache);
    Files.createDirectory(cache);
    assertThat(pawl()).as("a folder").isEqualTo(good);
    Files.delete(cache);
    Files.write(cache, bytes);
    assertThat(pawl()).isEqualTo(good);
  }

  @Test
  @DisplayName("started through relative and absolute links, under another locale and JVM options")
  void launcher() throws Exception {
    Run good = pawl();
    Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("bin/pawl"));
    Path relative = Files.createSymbolicLink(folder.resolve("again"), Path.of("link"));
    assertThat(run(List.of(relative.toString(), "--help"))).isEqualTo(good);
    assertThat(run(List.of("sh", "-c", "LC_ALL=C JAVA_TOOL_OPTIONS=-Dx=y ./link --help")))
        .isEqualTo(good);
    assertThat(Files.deleteIfExists(link)).isTrue();
  }

  private Run pawl() throws Exception {
    return run(List.of(home.resolve("bin/pawl").toString(), "--help"));
  }

  private Run java(Path cache, String option) throws Exception {
    return run(
        List.of(
            home.resolve("runtime/bin/java").toString(),
            option,
            "-XX:AOTCache=" + cache,
            "@" + home.resolve("lib/java.options"),
            "-m",
            "dev.pawl/dev.pawl.cli.Main",
            "--version"));
  }

  private Run run(List<String> command) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + command);
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** As {@code cp -r} does: file times are not kept. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(dir).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2031-01-01T00:00:00Z")));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
