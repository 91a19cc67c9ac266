package dev.pawl.app.autosync;

import dev.pawl.app.workspace.Failure;
import dev.pawl.disk.FlatRecord;
import dev.pawl.disk.OwnerOnly;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.UnreadableRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one clone's autosync keeps on its machine: a lock that ends with it, what it says of itself,
 * and its log. Nothing of it is exchanged (N44).
 */
final class AutosyncFolder {
  private final Path folder;

  /** Below the clone's pawl folder. */
  AutosyncFolder(Path pawlFolder) {
    this.folder = pawlFolder.resolve("autosync");
  }

  /** Takes the clone for this process; empty when another autosync has it. */
  Optional<ProcessLock> take() throws IOException {
    OwnerOnly.folder(folder);
    return ProcessLock.take(lock(), Duration.ZERO);
  }

  /** Whether an autosync runs for this clone. */
  boolean isTaken() throws IOException {
    return ProcessLock.isTaken(lock());
  }

  private Path lock() {
    return folder.resolve("lock");
  }

  private Path status() {
    return folder.resolve("status");
  }

  /** The log; older lines are in the file beside it. */
  AutosyncLog log() {
    return new AutosyncLog(folder.resolve("log"));
  }

  void write(AutosyncStatus status) throws IOException {
    OwnerOnly.replace(status(), FlatRecord.write(status.members()));
  }

  /**
   * What the autosync said of itself last; null when it said nothing.
   *
   * @throws Failure when that cannot be read: it is no absence (N43)
   */
  @Nullable AutosyncStatus read() throws Failure {
    try {
      return AutosyncStatus.of(FlatRecord.read(status()));
    } catch (NoSuchFileException e) {
      return null;
    } catch (UnreadableRecord e) {
      throw Failure.environment(
          "%s cannot be read: %s".formatted(status(), e.getMessage()),
          "end the process that autosync runs in, and start it again");
    } catch (IOException e) {
      throw Failure.of(status() + " cannot be read", e);
    }
  }

  /** Nothing runs any more. */
  void forget() throws IOException {
    Files.deleteIfExists(status());
  }
}
