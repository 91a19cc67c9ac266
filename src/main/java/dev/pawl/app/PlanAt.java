package dev.pawl.app;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDocument;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a commit holds it.
 *
 * @param file its path there
 */
record PlanAt(String file, PlanDocument document) {

  /** The plan with this id; nothing where the commit has none. */
  static Optional<PlanAt> of(Workspace workspace, PlanId id, @Nullable CommitId commit)
      throws GitException {
    BlobPlans blobs = new BlobPlans(workspace);
    for (TreeEntry entry : CommittedStatuses.planFiles(workspace, commit)) {
      PlanDocument document = blobs.document(entry.blob());
      Plan plan = document.plan();
      if (plan != null && plan.id().equals(id)) {
        return Optional.of(new PlanAt(entry.path(), document));
      }
    }
    return Optional.empty();
  }

  /** Its status; null when the word is unknown. */
  @Nullable Status status() {
    Plan plan = document.plan();
    return plan == null ? null : plan.status();
  }

  /** Whether it is finished, and so is each of its tasks. */
  boolean closed() {
    return isFinished(status())
        && document.problems().isEmpty()
        && document.tasks().stream().allMatch(task -> isFinished(task.status()));
  }

  /** Whether nothing follows this status. */
  static boolean isFinished(@Nullable Status status) {
    return status != null && status.rank() >= 2;
  }
}
