package dev.pawl.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process that takes a lock, says whether it has it, and keeps it until it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    Optional<ProcessLock> lock =
        args[0].equals("share")
            ? ProcessLock.share(file, Duration.ZERO)
            : ProcessLock.take(file, Duration.ZERO);
    System.out.println(lock.isPresent() ? "has it" : "has it not");
    System.in.read();
  }

  static Process start(String how, Path file) throws IOException {
    String surefire = System.getProperty("surefire.test.class.path");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            surefire == null ? System.getProperty("java.class.path") : surefire,
            LockHolder.class.getName(),
            how,
            file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Whether it has the lock. */
  static boolean has(Process process) throws IOException {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    return "has it".equals(out.readLine());
  }
}
