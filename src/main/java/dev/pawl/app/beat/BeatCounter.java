package dev.pawl.app.beat;

import dev.pawl.app.workspace.Failure;
import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.OwnerOnly;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.machine.Glance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this host remembers from beat to beat, in its user's own folder: how many there were, so
 * that one that it did not make itself is known for that, and when its progress moved last.
 */
final class BeatCounter {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final Path file;

  BeatCounter(Path state, String hostId) {
    this.folder = state.resolve("beats");
    this.file = folder.resolve(hostId);
  }

  /**
   * A beat.
   *
   * @param known the highest number before it; null where that is not remembered
   * @param still how long there was no progress
   */
  record Beaten(long sequence, @Nullable Long known, Duration still) {}

  /**
   * Counts one more.
   *
   * @param there the highest number that was seen elsewhere
   * @param progress what would change if there was some
   */
  Beaten next(long there, String progress, Glance now) throws Failure {
    try {
      OwnerOnly.folder(folder);
      try (ProcessLock _ =
          ProcessLock.take(file.resolveSibling(file.getFileName() + ".writers"), PATIENCE)
              .orElseThrow(() -> new IOException("another pawl keeps it locked"))) {
        return counted(there, progress, now);
      }
    } catch (IOException e) {
      throw Failure.of(file + " cannot be written", e);
    } catch (UnreadableRecord e) {
      throw Failure.environment(
          file + " cannot be understood: " + e.getMessage(),
          "move it away: the next beat goes on from what others saw");
    }
  }

  private Beaten counted(long there, String progress, Glance now)
      throws IOException, UnreadableRecord {
    FlatRecord before = Files.exists(file) ? FlatRecord.read(file) : null;
    Long known = before == null ? null : before.number("sequence");
    Glance since = now;
    if (before != null && progress.equals(before.optional("progress"))) {
      since = new Glance(before.text("boot"), before.number("uptime"), before.number("wall"));
    }
    long sequence = Math.max(there, known == null ? 0 : known) + 1;
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("sequence", sequence);
    members.put("progress", progress);
    members.put("boot", since.boot());
    members.put("uptime", since.uptime());
    members.put("wall", since.wall());
    OwnerOnly.replace(file, FlatRecord.write(members));
    return new Beaten(sequence, known, since.until(now));
  }
}
