package dev.pawl.disk;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says which process wrote a record, so that no other is ever taken for it: the number alone comes
 * back after a while, and means nothing on another host or in another container.
 *
 * @param started when the process started, as the kernel counts it (ticks since boot) where it says
 * @param boot the id of the running kernel, empty where there is none
 * @param space the namespace of process numbers, empty where there is none
 */
public record ProcessMark(long pid, String started, String host, String boot, String space) {
  public enum Life {
    ALIVE,
    DEAD,
    /** Another host or container: its processes cannot be seen from here. */
    ELSEWHERE
  }

  /** The mark of this process. */
  public static ProcessMark current() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  /** The mark of a process that runs here now. */
  public static ProcessMark of(long pid) throws IOException {
    return new ProcessMark(
        pid,
        started(pid).orElse("unknown"),
        hostName(),
        line(Path.of("/proc/sys/kernel/random/boot_id")),
        namespace());
  }

  /** Whether the process that left this mark still runs, as far as this process can see. */
  public Life life() throws IOException {
    ProcessMark here = current();
    if (!host.equals(here.host)) {
      return Life.ELSEWHERE;
    }
    if (!boot.equals(here.boot)) {
      return Life.DEAD;
    }
    if (!space.equals(here.space)) {
      return Life.ELSEWHERE;
    }
    return started(pid).filter(started::equals).isPresent() ? Life.ALIVE : Life.DEAD;
  }

  private static Optional<String> started(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (Files.exists(Path.of("/proc/self/stat"))) {
      try {
        String text = Files.readString(stat);
        // The command name before it may hold blanks and parentheses; the start time is field 22.
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        boolean ended = fields[0].equals("Z") || fields[0].equals("X");
        return ended ? Optional.empty() : Optional.of(fields[19]);
      } catch (IOException e) {
        if (Files.exists(stat)) {
          throw e;
        }
        return Optional.empty();
      }
    }
    return ProcessHandle.of(pid)
        .map(process -> process.info().startInstant().map(Object::toString).orElse("unknown"));
  }

  private static String hostName() throws IOException {
    String kernel = line(Path.of("/proc/sys/kernel/hostname"));
    return kernel.isEmpty() ? InetAddress.getLocalHost().getHostName() : kernel;
  }

  private static String namespace() throws IOException {
    Path link = Path.of("/proc/self/ns/pid");
    return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
  }

  private static String line(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip() : "";
  }
}
