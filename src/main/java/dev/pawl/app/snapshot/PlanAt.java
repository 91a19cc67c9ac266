package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.document.PlanDocument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan as a commit holds it.
 *
 * @param file its path there
 */
public record PlanAt(String file, PlanDocument document) {

  /** The plan with this id; nothing where the commit has none. */
  public static Optional<PlanAt> of(Workspace workspace, PlanId id, @Nullable CommitId commit)
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
  public @Nullable Status status() {
    Plan plan = document.plan();
    return plan == null ? null : plan.status();
  }

  /** Whether it is finished, and so is each of its tasks. */
  public boolean closed() {
    return isFinished(status())
        && document.problems().isEmpty()
        && document.tasks().stream().allMatch(task -> isFinished(task.status()));
  }

  /** Whether nothing follows this status. */
  public static boolean isFinished(@Nullable Status status) {
    return status != null && status.rank() >= 2;
  }
}
