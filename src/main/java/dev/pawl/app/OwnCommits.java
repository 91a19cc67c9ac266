package dev.pawl.app;

import dev.pawl.git.Change;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.Commits;
import dev.pawl.git.GitException;
import dev.pawl.journal.Recorded;
import dev.pawl.plan.Edit;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.PlanDocument;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells pawl's own commits from a person's: its message and its whole diff must say so. Only those
 * may be set aside, and only while the journal still holds what they say, so that they can be made
 * again.
 */
final class OwnCommits {
  private final Workspace workspace;
  private final Commits commits;
  private final BlobPlans blobs;

  OwnCommits(Workspace workspace) {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
    this.blobs = new BlobPlans(workspace);
  }

  /** By its message alone: for counting what is not pushed. */
  static boolean saysSo(CommitInfo commit) {
    return StatusMessage.saysSo(commit) || PlanMessage.saysSo(commit);
  }

  /** True when every one of them changes statuses only, and each can be derived again. */
  boolean allDerivable(List<CommitInfo> all, Map<TaskId, Recorded> recorded) throws GitException {
    for (CommitInfo commit : all) {
      if (!StatusMessage.saysSo(commit)
          || commit.parents().size() != 1
          || !derivable(commit, recorded)) {
        return false;
      }
    }
    return true;
  }

  private boolean derivable(CommitInfo commit, Map<TaskId, Recorded> recorded) throws GitException {
    CommitId parent = commit.parents().getFirst();
    for (Map.Entry<String, Change> entry : commits.diff(parent, commit.id()).entrySet()) {
      Change change = entry.getValue();
      if (!workspace.settings().globs().matches(entry.getKey())
          || change.before() == null
          || change.after() == null
          || change.modeChanged()
          || !statusesOnly(
              blobs.document(change.before()), blobs.document(change.after()), recorded)) {
        return false;
      }
    }
    return true;
  }

  /** Makes the same edits again: the result must be the same bytes. */
  private static boolean statusesOnly(
      PlanDocument before, PlanDocument after, Map<TaskId, Recorded> recorded) {
    Map<TaskId, Status> old = new HashMap<>();
    for (Task task : before.tasks()) {
      if (task.status() != null) {
        old.put(task.id(), task.status());
      }
    }
    List<Edit> edits = new ArrayList<>();
    for (Task task : after.tasks()) {
      Status now = task.status();
      if (now == null || now.equals(old.get(task.id()))) {
        continue;
      }
      if (!covers(recorded.get(task.id()), now)
          || !(before.setStatus(task.id(), task.written())
              instanceof EditResult.Edited(Edit edit))) {
        return false;
      }
      edits.add(edit);
    }
    return Arrays.equals(before.apply(edits), after.bytes());
  }

  /**
   * What was reported says as much, or was taken back since: the commit says nothing of its own.
   */
  private static boolean covers(@Nullable Recorded recorded, Status committed) {
    return recorded != null
        && (recorded.rank() >= committed.rank() || recorded.lastReopen() != null);
  }
}
