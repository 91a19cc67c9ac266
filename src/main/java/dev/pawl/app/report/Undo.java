package dev.pawl.app.report;

import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.history.Commits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes back the last thing that pawl did in this clone: reports by new events, a commit by another
 * commit. Nothing that was recorded or committed goes away.
 */
public final class Undo {
  private final Surroundings surroundings;

  public Undo(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What may be taken back. */
  public enum Scope {
    LAST,
    REPORT,
    COMMIT
  }

  /** What becomes of one task. */
  public record Step(String task, String from, String to) {}

  /** What would be done. */
  public sealed interface Intent {
    /** When the thing was done that is taken back. */
    Instant at();

    /** What becomes of each task. */
    List<Step> steps();

    /**
     * New reports.
     *
     * @param events the ids of the events that are taken back, in the order of the steps
     */
    record Reports(Instant at, List<Step> steps, List<String> events) implements Intent {}

    /** A commit that brings the files back to what they were before another one. */
    record Revert(Instant at, List<Step> steps, String commit, String subject, List<String> files)
        implements Intent {}
  }

  /**
   * What was done.
   *
   * @param commit the new commit; null when there is none
   * @param reported true when a task of a reverted commit is still reported as that commit had it
   */
  public record Done(
      Intent intent, @Nullable String commit, boolean reported, List<String> notes) {}

  /**
   * Says what would be done; nothing is written.
   *
   * @return nothing when there is nothing of this kind
   * @throws Failure when it cannot be taken back
   */
  public Optional<Intent> intent(Scope scope) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      return intent(workspace, scope);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /**
   * Does what was said.
   *
   * @throws Failure when something else was done meanwhile, or it is refused
   */
  public Done run(Scope scope, Intent agreed) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      if (!intent(workspace, scope).equals(Optional.of(agreed))) {
        throw Failure.refused(
            "something else was done here meanwhile", "pawl undo says what is the last thing now");
      }
      return switch (agreed) {
        case Intent.Reports reports -> new UndoReports(workspace).run(reports);
        case Intent.Revert revert -> {
          writable(workspace);
          yield new UndoCommit(workspace).run(revert);
        }
      };
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static Optional<Intent> intent(Workspace workspace, Scope scope)
      throws Failure, GitException {
    UndoReports reports = new UndoReports(workspace);
    UndoCommit commits = new UndoCommit(workspace);
    Optional<UndoReports.Last> report = scope == Scope.COMMIT ? Optional.empty() : reports.last();
    Optional<UndoCommit.Last> commit = scope == Scope.REPORT ? Optional.empty() : commits.last();
    if (report.isPresent()
        && (commit.isEmpty() || isLater(workspace, report.get(), commit.get()))) {
      return Optional.of(reports.intent(report.get()));
    }
    return commit.isPresent() ? Optional.of(commits.intent(commit.get())) : Optional.empty();
  }

  /** A report that was made on the commit came later; else the clock decides, to the second. */
  private static boolean isLater(
      Workspace workspace, UndoReports.Last report, UndoCommit.Last commit) throws GitException {
    CommitId head = report.head();
    Commits commits = new Commits(workspace.repo());
    if (head != null && commits.exists(head) && commits.isAncestor(commit.commit(), head)) {
      return true;
    }
    return report.at().getEpochSecond() > commit.at().getEpochSecond();
  }

  private static void writable(Workspace workspace) throws Failure, GitException {
    List<Obstacle> obstacles = FixConsistency.blocking(workspace);
    if (!obstacles.isEmpty()) {
      throw Failure.refused("nothing is written here now: " + obstacles.getFirst());
    }
    BranchName branch = workspace.repo().branch();
    if (branch != null && workspace.upstream(branch).gone()) {
      throw Failure.refused(
          "the branch that this one follows is gone from the remote, so nothing is written",
          "git branch --set-upstream-to REMOTE/BRANCH");
    }
    if (branch != null && workspace.upstream(branch).behind() > 0) {
      throw Failure.refused(
          "this branch is behind its remote, so nothing is written", "git pull --ff-only");
    }
  }
}
