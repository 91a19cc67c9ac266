package dev.pawl.app.session;

import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.FixConsistency.Option;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Mode;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.LineFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Closes a session: fixes and delivers as {@code fix-consistency --remote} does, and then looks at
 * everything that would be lost if this machine vanished now.
 */
public final class CloseSession {
  /** When a session was last closed here with nothing left; it never leaves the machine. */
  private static final String NOTE = "closed";

  private final Surroundings surroundings;

  public CloseSession(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What came of it.
   *
   * @param left what keeps it from being delivered
   * @param notes what a person should be told besides
   */
  public record Closed(RepoReport report, List<Leftover> left, List<String> notes) {
    /**
     * Whether nothing would be lost: also where the branch was refused, and another branch of the
     * remote has all of it.
     */
    public boolean delivered() {
      return left.isEmpty() && report.end() != RepoReport.End.LOCKED;
    }
  }

  /**
   * Does it in the repository around the current folder.
   *
   * @param push push a person's commits too where no commit of pawl's waits upon them
   */
  public Closed run(boolean push) throws Failure {
    Set<Option> options = EnumSet.of(Option.FETCH, Option.WRITEBACK, Option.REMOTE);
    if (push) {
      options.add(Option.PUSH_ALL);
    }
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      if (workspace.repo().isBare()) {
        throw Failure.refused("a bare repository has no session", "run it in a clone");
      }
      List<String> notes = new ArrayList<>(workspace.settled());
      notes.addAll(workspace.notes());
      RepoReport report =
          FixConsistency.in(workspace, FixConsistency.Request.of(Mode.FIX, options));
      LineFile note = new LineFile(workspace.repo(), NOTE);
      List<Leftover> left = Leftovers.of(workspace, report, last(note));
      if (left.isEmpty() && report.delivery().undelivered()) {
        notes.add(
            "%s was not pushed (%s); another branch of the remote has its commits"
                .formatted(report.branch(), report.delivery().reason()));
      }
      Closed closed = new Closed(report, left, List.copyOf(notes));
      if (closed.delivered()) {
        String now = surroundings.clock().instant().toString();
        note.change(_ -> List.of(now));
      }
      return closed;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static Instant last(LineFile note) throws GitException {
    try {
      List<String> lines = note.lines();
      return lines.isEmpty() ? Instant.EPOCH : Instant.parse(lines.getFirst());
    } catch (DateTimeException e) {
      // Not what pawl wrote: then every stash counts.
      return Instant.EPOCH;
    }
  }
}
