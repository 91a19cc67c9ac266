package dev.pawl.app.workspace;

import dev.pawl.machine.Glance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long this machine is up: a clock that nobody sets.
 *
 * @param boot tells starts of the machine apart, where that can be known; else empty
 */
public record Uptime(String boot, LongSupplier clock) {
  /** The system's own: on every platform pawl runs on, {@code nanoTime} counts from the start. */
  public static Uptime system() {
    return new Uptime(
        bootId(), () -> Math.max(0, TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
  }

  public long millis() {
    return clock.getAsLong();
  }

  /** A look at this machine's clocks, of which this is one. */
  public Glance glance(InstantSource wall) {
    return new Glance(boot, millis(), Math.max(0, wall.millis()));
  }

  private static String bootId() {
    Path id = Path.of("/proc/sys/kernel/random/boot_id");
    try {
      return Files.isReadable(id) ? Files.readString(id).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
