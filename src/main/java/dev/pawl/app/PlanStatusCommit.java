package dev.pawl.app;

import dev.pawl.check.PlanFacts;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.StatusCommit;
import dev.pawl.git.TreeEntry;
import dev.pawl.plan.Edit;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDocument;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a plan another status, in a commit of its own on the branch that is checked out: {@code
 * plan start} and {@code plan complete} do this, and nothing else does.
 */
final class PlanStatusCommit {
  private final Workspace workspace;

  PlanStatusCommit(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * What came of it.
   *
   * @param commit null when the plan says so already
   */
  record Made(@Nullable CommitId commit, List<String> notes) {}

  /**
   * Commits.
   *
   * @param named the plan's id
   * @param word the new status
   * @param remark what else the commit records; null for nothing
   * @throws Failure when the status cannot be edited exactly, or the commit is not possible now
   */
  Made run(String named, String word, String verb, @Nullable String remark)
      throws Failure, GitException {
    List<String> notes = new ArrayList<>(workspace.settled());
    Loaded loaded = Loaded.of(workspace);
    PlanFacts facts = new Selection(workspace, loaded).plan(named);
    Plan plan = facts.document().plan();
    if (plan == null) {
      throw Failure.refused(facts.file() + " cannot be read", "pawl check says where and why");
    }
    BranchName branch = workspace.repo().branch();
    CommitId head = workspace.repo().head();
    if (says(plan, word) && committed(loaded, facts, head, word)) {
      return new Made(null, List.copyOf(notes));
    }
    var obstacles = FixConsistency.blocking(workspace);
    if (branch == null || head == null || !obstacles.isEmpty()) {
      throw Failure.refused("nothing is written here now: " + obstacles.getFirst());
    }
    FileChange change = change(loaded, facts, head, word);
    String message =
        new PlanMessage(verb, plan.id().value(), plan.written(), word, remark)
            .text(workspace.surroundings().clock().instant());
    StatusCommit.Outcome.Committed made =
        committed(workspace.commit(branch, head, List.of(change), message));
    notes.addAll(made.notes());
    return new Made(made.commit(), List.copyOf(notes));
  }

  private static boolean says(@Nullable Plan plan, String word) {
    Status status = plan == null ? null : plan.status();
    return status != null && status.word().equals(word);
  }

  /** A status that only the file here has is nobody else's: what is committed counts. */
  private boolean committed(Loaded loaded, PlanFacts facts, @Nullable CommitId head, String word)
      throws GitException {
    BlobId blob = head == null ? null : blob(facts.file(), head);
    return blob != null && says(loaded.blobs().document(blob).plan(), word);
  }

  private @Nullable BlobId blob(String file, CommitId head) throws GitException {
    for (TreeEntry entry : CommittedStatuses.planFiles(workspace, head)) {
      if (entry.path().equals(file)) {
        return entry.blob();
      }
    }
    return null;
  }

  private FileChange change(Loaded loaded, PlanFacts facts, CommitId head, String word)
      throws Failure, GitException {
    String file = facts.file();
    BlobId blob = blob(file, head);
    PlanDocument here = loaded.documents().current(file);
    if (blob == null || here == null) {
      throw Failure.refused(
          file + (blob == null ? " is not committed yet" : " was changed meanwhile"),
          "commit it, then try again");
    }
    PlanDocument stored =
        blob.equals(BlobId.of(here.bytes())) ? here : loaded.blobs().document(blob);
    return new FileChange(
        file, blob, edited(stored, file, word), here.bytes(), edited(here, file, word));
  }

  private static byte[] edited(PlanDocument document, String file, String word) throws Failure {
    return switch (document.setPlanStatus(word)) {
      case EditResult.Edited(Edit edit) -> document.apply(List.of(edit));
      case EditResult.Refused(Problem problem) ->
          throw Failure.refused(
              file
                  + ":"
                  + problem.at().line()
                  + ":"
                  + problem.at().column()
                  + ": "
                  + problem.message());
    };
  }

  /** The commit, where it was made; a failure that says why it was not otherwise. */
  static StatusCommit.Outcome.Committed committed(StatusCommit.Outcome outcome) throws Failure {
    return switch (outcome) {
      case StatusCommit.Outcome.Committed made -> made;
      case StatusCommit.Outcome.Refused(String reason) ->
          throw Failure.refused("the commit was refused: " + reason);
      case StatusCommit.Outcome.Raced(String reason) ->
          throw Failure.environment("nothing was written: " + reason, "try again");
      case StatusCommit.Outcome.Dirty(List<String> paths) -> throw dirty(paths);
    };
  }

  static Failure dirty(List<String> paths) {
    return Failure.refused(
        "uncommitted changes in " + String.join(", ", paths) + ", so nothing was written",
        "commit them, then try again");
  }
}
