package dev.pawl.app.reconcile;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Code;
import dev.pawl.check.Mode;
import dev.pawl.check.Reconciliation;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was reported of a plan, written on the branch that is checked out, whichever branch is the
 * plan's own: once it is completed, that is where everyone reads it.
 */
public final class TargetStatuses {
  private static final int ATTEMPTS = 5;

  private final Workspace workspace;
  private final PlanId plan;

  public TargetStatuses(Workspace workspace, PlanId plan) {
    this.workspace = workspace;
    this.plan = plan;
  }

  /** What could not be written, and why, a sentence each. */
  public List<String> unsettled() throws GitException, Failure {
    return unsettled(decided(RepositorySnapshot.of(workspace, RepositorySnapshot.View.TARGET)));
  }

  /**
   * Writes it, in one commit.
   *
   * @return null when it is there already
   * @throws Failure when not all of it can be written
   */
  public StatusCommit.Outcome.@Nullable Committed write() throws GitException, Failure {
    for (int attempt = 1; ; attempt++) {
      RepositorySnapshot loaded = loaded();
      Reconciliation decided = decided(loaded);
      List<String> left = unsettled(decided);
      if (!left.isEmpty()) {
        throw refused(left);
      }
      Publisher.Written written = new Publisher(workspace, loaded).write(decided.writebacks());
      if (!written.refusals().isEmpty()) {
        throw refused(
            written.refusals().stream()
                .map(each -> each.writeback().task() + ": " + each.problem().message())
                .toList());
      }
      StatusCommit.Outcome outcome = written.outcome();
      if (outcome == null) {
        return null;
      }
      if (!(outcome instanceof StatusCommit.Outcome.Raced) || attempt == ATTEMPTS) {
        return PlanStatusCommit.committed(outcome);
      }
    }
  }

  /** In a turn: what another one of this clone is just writing is no person's change. */
  private RepositorySnapshot loaded() throws GitException, Failure {
    try (GitQueue.Turn _ = workspace.turn("look")) {
      return RepositorySnapshot.of(workspace, RepositorySnapshot.View.TARGET);
    }
  }

  private Failure refused(List<String> left) {
    return Failure.refused(
        "what was reported of " + plan + " could not all be written", left.toArray(String[]::new));
  }

  private Reconciliation decided(RepositorySnapshot loaded) throws Failure {
    Set<TaskId> tasks =
        new Selection(workspace, loaded)
            .plan(plan.value()).document().tasks().stream()
                .map(Task::id)
                .collect(Collectors.toSet());
    return Reconciliation.of(
        loaded.facts(), new Reconciliation.Terms(Mode.FIX, true, true, tasks::contains));
  }

  /** Where the file is ahead of what was reported, it says what it shall. */
  private static List<String> unsettled(Reconciliation decided) {
    Set<Code> reasons =
        Set.of(Code.NOT_CURRENT, Code.NOT_WRITABLE, Code.RECORD_AHEAD, Code.MOVED_BACK);
    return decided.findings().stream()
        .filter(finding -> finding.left() && reasons.contains(finding.code()))
        .sorted(Comparator.comparing(finding -> finding.task() != null))
        .map(finding ->
            finding.code().id()
                + " "
                + (finding.task() == null ? finding.file() : finding.task())
                + ": "
                + finding.message())
        .toList();
  }
}
