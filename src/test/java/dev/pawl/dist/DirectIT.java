package dev.pawl.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build changes in class files changes nothing of what they do. */
final class DirectIT {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);

  @Test
  @DisplayName("switches over types, and records' equals and hashCode, do what they did")
  void same(@TempDir Path folder) throws Exception {
    Path plain = folder.resolve("plain.jar");
    List<Class<?>> classes = new ArrayList<>(List.of(DirectSample.class));
    classes.addAll(List.of(DirectSample.class.getDeclaredClasses()));
    try (OutputStream out = Files.newOutputStream(plain);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Class<?> one : classes) {
        String name = one.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(name));
        try (InputStream in = one.getClassLoader().getResourceAsStream(name)) {
          jar.write(Objects.requireNonNull(in).readAllBytes());
        }
      }
    }
    Path direct = folder.resolve("direct.jar");
    Process build =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "src/build/java/OneModule.java",
                direct.toString(),
                "java.base",
                plain.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    assertThat(build.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
    try (JarFile jar = new JarFile(direct.toFile())) {
      String bytes =
          new String(
              jar.getInputStream(jar.getEntry("dev/pawl/dist/DirectSample.class")).readAllBytes(),
              StandardCharsets.ISO_8859_1);
      assertThat(bytes).as("it was changed").contains("direct$switch$0");
    }
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {direct.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Object made =
          loader.loadClass(DirectSample.class.getName()).getDeclaredConstructor().newInstance();
      for (long seed = SEED; seed < SEED + 500; seed++) {
        assertThat(((LongFunction<?>) made).apply(seed))
            .as("seed %s", seed)
            .isEqualTo(new DirectSample().apply(seed));
      }
    }
  }
}
