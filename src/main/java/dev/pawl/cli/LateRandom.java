package dev.pawl.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The system's random numbers, asked for when they are needed: a {@link SecureRandom} takes them
 * from the same device, but first asks the security providers, which takes a cold JVM long.
 */
final class LateRandom implements RandomGenerator {
  private static final Path DEVICE = Path.of("/dev/urandom");

  private @Nullable SecureRandom random;

  @Override
  public synchronized long nextLong() {
    SecureRandom made = random;
    if (made == null) {
      try (InputStream device = Files.newInputStream(DEVICE)) {
        return ByteBuffer.wrap(device.readNBytes(Long.BYTES)).getLong();
      } catch (IOException | BufferUnderflowException e) {
        // No such device, as on Windows.
        made = new SecureRandom();
        random = made;
      }
    }
    return made.nextLong();
  }
}
