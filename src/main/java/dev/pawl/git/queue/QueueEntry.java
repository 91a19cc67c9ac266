package dev.pawl.git.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Printable;
import dev.pawl.disk.ProcessMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the queue or waits in it, as a small text. It only names: who holds the queue is judged
 * by the lock.
 *
 * @param command what it runs, for people
 * @param place the folder it runs in
 * @param since when it came, by its own clock
 * @param token what its children carry in their environment
 * @param child the git it runs for a person; null when there is none
 */
record QueueEntry(
    ProcessMark process,
    String command,
    String place,
    Instant since,
    String token,
    @Nullable ProcessMark child) {
  private static final int MOST_BYTES = 16_384;
  private static final int LONGEST = 300;

  QueueEntry running(ProcessMark started) {
    return new QueueEntry(process, command, place, since, token, started);
  }

  byte[] encode() {
    StringBuilder text = new StringBuilder();
    mark(text, "", process);
    line(text, "command", command);
    line(text, "place", place);
    line(text, "since", since.toString());
    line(text, "token", token);
    if (child != null) {
      mark(text, "child.", child);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static void mark(StringBuilder text, String prefix, ProcessMark mark) {
    line(text, prefix + "pid", Long.toString(mark.pid()));
    line(text, prefix + "started", mark.started());
    line(text, prefix + "host", mark.host());
    line(text, prefix + "boot", mark.boot());
    line(text, prefix + "space", mark.space());
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append('=').append(shown(value)).append('\n');
  }

  private static String shown(String value) {
    String line = Printable.line(value);
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** What a file says; nothing when it is not there, or makes no sense. */
  static Optional<QueueEntry> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(new String(in.readNBytes(MOST_BYTES), UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Optional<QueueEntry> decode(String text) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          if (equals > 0) {
            values.put(line.substring(0, equals), shown(line.substring(equals + 1)));
          }
        });
    Optional<ProcessMark> process = mark(values, "");
    try {
      return process.map(mark ->
          new QueueEntry(
              mark,
              values.getOrDefault("command", "pawl"),
              values.getOrDefault("place", ""),
              Instant.parse(values.getOrDefault("since", "")),
              values.getOrDefault("token", ""),
              mark(values, "child.").orElse(null)));
    } catch (DateTimeException e) {
      // A torn or foreign text names nobody.
      return Optional.empty();
    }
  }

  private static Optional<ProcessMark> mark(Map<String, String> values, String prefix) {
    String pid = values.getOrDefault(prefix + "pid", "");
    return pid.matches("[1-9][0-9]{0,17}")
        ? Optional.of(
            new ProcessMark(
                Long.parseLong(pid),
                values.getOrDefault(prefix + "started", ""),
                values.getOrDefault(prefix + "host", ""),
                values.getOrDefault(prefix + "boot", ""),
                values.getOrDefault(prefix + "space", "")))
        : Optional.empty();
  }
}
