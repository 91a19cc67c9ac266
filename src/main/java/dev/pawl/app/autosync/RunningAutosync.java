package dev.pawl.app.autosync;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.disk.Patience;
import dev.pawl.disk.ProcessMark;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The autosync that runs in a clone, seen from another process. */
public final class RunningAutosync {
  /** It ends what it is at, which is bounded. */
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final AutosyncFolder folder;

  /** Of the repository around the surroundings' folder. */
  public RunningAutosync(Surroundings surroundings) throws Failure {
    this.folder = Autosync.folder(surroundings);
  }

  /** What it says of itself; null when none runs. */
  public @Nullable AutosyncStatus status() throws Failure {
    try {
      // The lock ends with its process: what a killed one left behind counts for nothing (N24).
      return folder.isTaken() ? folder.read() : null;
    } catch (IOException e) {
      throw Failure.of("whether an autosync runs", e);
    }
  }

  /** Where it logs. */
  public String log() {
    return folder.log().file().toString();
  }

  /**
   * Ends it, and returns once it has ended.
   *
   * @return false when none ran
   */
  public boolean stop() throws Failure {
    AutosyncStatus running = status();
    if (running == null) {
      return false;
    }
    try {
      if (running.by().life() != ProcessMark.Life.ALIVE) {
        throw Failure.refused(
            "the autosync of this clone runs on %s as process %d, which cannot be seen from here"
                .formatted(running.by().host(), running.by().pid()),
            "end it there");
      }
      Optional<ProcessHandle> process = ProcessHandle.of(running.by().pid());
      process.ifPresent(ProcessHandle::destroy);
      Patience patience = new Patience(LIMIT);
      while (folder.isTaken()) {
        if (!patience.again()) {
          throw Failure.environment(
              "process %d was asked to end, and runs on after %d s"
                  .formatted(running.by().pid(), LIMIT.toSeconds()),
              "look at what it does: " + log());
        }
      }
      return true;
    } catch (IOException e) {
      throw Failure.of("the autosync of this clone", e);
    }
  }
}
