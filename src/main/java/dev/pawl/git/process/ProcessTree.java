package dev.pawl.git.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process and all that it started, so that a bound ends them together.
 *
 * <p>Children that outlive their parent, or leave its session, are found again by a mark in their
 * environment where the system shows it ({@code /proc}), and by having been seen before elsewhere.
 */
final class ProcessTree {
  static final String MARK = "PAWL_GIT_RUN";

  private static final Path PROC = Path.of("/proc");
  private static final Duration GRACE = Duration.ofMillis(800);
  private static final int ROUNDS = 5;

  private final String name = UUID.randomUUID().toString();
  private final byte[] mark = (MARK + "=" + name).getBytes(StandardCharsets.UTF_8);
  private final Set<ProcessHandle> seen = new HashSet<>();
  private @Nullable Process root;
  private boolean ending;

  /** Starts the process that all others descend from; not once {@link #end} was called. */
  synchronized Process start(ProcessBuilder builder) throws IOException {
    if (ending) {
      throw new IOException("pawl is ending");
    }
    builder.environment().put(MARK, name);
    Process started = builder.start();
    root = started;
    return started;
  }

  /** Remembers who is there now: a child's children are only known while it lives. */
  synchronized void look() {
    if (root != null) {
      seen.add(root.toHandle());
      root.descendants().forEach(seen::add);
    }
  }

  /** Asks all to stop, so that git can drop its locks, then makes them. */
  synchronized void end() {
    ending = true;
    for (int round = 0; round < ROUNDS; round++) {
      Set<ProcessHandle> living = living();
      if (living.isEmpty()) {
        return;
      }
      for (ProcessHandle process : living) {
        if (round == 0) {
          process.destroy();
        } else {
          process.destroyForcibly();
        }
      }
      awaitEnd(living);
    }
  }

  private Set<ProcessHandle> living() {
    look();
    marked();
    Set<ProcessHandle> living = new HashSet<>(seen);
    living.removeIf(process -> !process.isAlive());
    return living;
  }

  private void marked() {
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path process : processes) {
        if (carriesMark(process.resolve("environ"))) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(seen::add);
        }
      }
    } catch (IOException e) {
      // Without /proc the ones seen before are all there is to know.
      return;
    }
  }

  private boolean carriesMark(Path environ) {
    byte[] text;
    try {
      text = Files.readAllBytes(environ);
    } catch (IOException e) {
      // Another user's process, or one that ended meanwhile: not ours.
      return false;
    }
    for (int start = 0; start + mark.length <= text.length; start++) {
      if ((start == 0 || text[start - 1] == 0) && matches(text, start)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(byte[] text, int start) {
    for (int i = 0; i < mark.length; i++) {
      if (text[start + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static void awaitEnd(Set<ProcessHandle> living) {
    long end = System.nanoTime() + GRACE.toNanos();
    while (System.nanoTime() < end && living.stream().anyMatch(ProcessHandle::isAlive)) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
