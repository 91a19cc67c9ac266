package dev.pawl.app.report;

import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.TaskFacts;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which tasks are not in their files as they are recorded, although a run was to write them: read
 * back, not believed (N03).
 */
record WritebackCheck(RepositorySnapshot now, RepoReport run) {
  /** What keeps a whole repository, or a whole file, from being written. */
  private static final Set<Code> REASONS =
      Set.of(Code.NOT_CURRENT, Code.WRITTEN_ELSEWHERE, Code.NOT_WRITABLE, Code.COMMIT_REFUSED);

  /** A sentence for each of them, with the reason. */
  List<String> among(Set<TaskId> asked) {
    List<String> said = new ArrayList<>();
    for (TaskId id : asked) {
      TaskFacts task = now.facts().tasks().get(id);
      RecordedStatus recorded = task == null ? null : task.recorded();
      if (task == null || recorded == null) {
        continue;
      }
      Status committed = task.committed();
      if (committed == null || !committed.word().equals(recorded.status())) {
        said.add(
            id
                + " is recorded as "
                + recorded.status()
                + ", and not written to "
                + task.plan().file()
                + ": "
                + reason(task));
      }
    }
    return List.copyOf(said);
  }

  private String reason(TaskFacts task) {
    String file = task.plan().file();
    if (!task.plan().home().here()) {
      return "this plan is written back on branch '%s', not here"
          .formatted(task.plan().home().branch());
    }
    return run.findings().stream()
        .filter(finding -> REASONS.contains(finding.code()))
        .filter(finding -> finding.file() == null || file.equals(finding.file()))
        .map(Finding::message)
        .findFirst()
        .orElse(task.committed() == null ? "it is not committed yet" : "pawl check says more");
  }
}
