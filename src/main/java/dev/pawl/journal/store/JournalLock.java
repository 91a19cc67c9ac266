package dev.pawl.journal.store;

import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The journal's lock. The file beside it, which names the holder, is only for the message. */
final class JournalLock {
  private JournalLock() {}

  /** For writing; the folder must be there. */
  static ProcessLock exclusive(Path pawlDir, Site site, Duration wait, Instant now)
      throws IOException {
    ProcessLock lock = ProcessLock.take(file(pawlDir), wait).orElseThrow(() -> held(pawlDir, wait));
    try {
      Map<String, String> holder = new LinkedHashMap<>();
      holder.put("pid", Long.toString(site.pid()));
      holder.put("host", site.host());
      holder.put("command", site.command());
      holder.put("since", now.toString());
      WholeFile.note(holder(pawlDir), FlatRecord.write(holder));
      return lock;
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** For reading while nobody writes; the lock file must be there. */
  static ProcessLock shared(Path pawlDir, Duration wait) throws IOException {
    return ProcessLock.share(file(pawlDir), wait).orElseThrow(() -> held(pawlDir, wait));
  }

  static Path file(Path pawlDir) {
    return pawlDir.resolve("journal.lock");
  }

  private static Path holder(Path pawlDir) {
    return pawlDir.resolve("journal.lock.holder");
  }

  private static JournalException held(Path pawlDir, Duration wait) {
    return new JournalException(
        file(pawlDir)
            + ": still held after "
            + wait.toMillis()
            + " ms, by "
            + whoHolds(pawlDir)
            + ". Nothing was written. It is given up when that process ends; then try again");
  }

  private static String whoHolds(Path pawlDir) {
    try {
      FlatRecord holder = FlatRecord.read(holder(pawlDir));
      return "process %s on %s (%s) since %s"
          .formatted(
              holder.text("pid"),
              holder.text("host"),
              holder.text("command"),
              holder.text("since"));
    } catch (IOException | UnreadableRecord e) {
      return "a process that left no name (" + e.getClass().getSimpleName() + ")";
    }
  }
}
