package dev.pawl.app.reconcile;

import dev.pawl.app.snapshot.PlanAt;
import dev.pawl.app.snapshot.PlanMessage;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.files.WorkTree;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.RepositorySettings;
import dev.pawl.plan.text.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a plan another status, in a commit of its own on the branch that is checked out: {@code
 * plan start}, {@code plan complete} and {@code plan archive} do this, and nothing else does.
 */
public final class PlanStatusCommit {
  /** How often a race with another writer is tried again. */
  private static final int ATTEMPTS = 5;

  private final Workspace workspace;
  private final PlanId plan;

  public PlanStatusCommit(Workspace workspace, PlanId plan) {
    this.workspace = workspace;
    this.plan = plan;
  }

  /**
   * What came of it.
   *
   * @param commit null when the plan says so already
   */
  public record Made(@Nullable CommitId commit, List<String> notes) {}

  /**
   * Commits; again when another process of this clone came between, which may have done the same.
   *
   * @param word the new status
   * @param remarks what else the commit records
   * @throws Failure when the status cannot be edited exactly, or the commit is not possible now
   */
  public Made run(String word, String verb, List<String> remarks) throws Failure, GitException {
    List<String> notes = new ArrayList<>(workspace.settled());
    for (int attempt = 1; ; attempt++) {
      Intended intended = intended(word);
      CommitId head = workspace.repo().head();
      if (intended == null || head == null) {
        return new Made(null, List.copyOf(notes));
      }
      String message =
          new PlanMessage(verb, plan.value(), intended.from(), word, remarks)
              .text(workspace.surroundings().clock().instant());
      StatusCommit.Outcome outcome =
          intended.head().equals(head)
              ? workspace.commit(intended.branch(), head, List.of(intended.change()), message)
              : new StatusCommit.Outcome.Raced(intended.branch() + " moved meanwhile");
      if (!(outcome instanceof StatusCommit.Outcome.Raced) || attempt == ATTEMPTS) {
        StatusCommit.Outcome.Committed made = committed(outcome);
        notes.addAll(made.notes());
        return new Made(made.commit(), List.copyOf(notes));
      }
    }
  }

  /**
   * Looks whether it could be done, and changes nothing.
   *
   * @throws Failure that says why it could not
   */
  public void check(String word) throws Failure, GitException {
    try (GitQueue.Turn _ = workspace.turn("look")) {
      Intended intended = inTurn(word);
      if (intended != null && isElse(intended.change())) {
        throw dirty(List.of(intended.change().path()));
      }
    }
  }

  /** Whether the file has changes, other than the one that is to be committed. */
  private boolean isElse(FileChange change) throws GitException {
    return new WorkTree(workspace.repo()).state(change.path()) != WorkTree.State.SAME
        && !Arrays.equals(change.workTreeExpected(), change.content());
  }

  /**
   * What is to be committed.
   *
   * @param head what it is committed upon
   * @param from the word that is there now
   */
  private record Intended(BranchName branch, CommitId head, String from, FileChange change) {}

  /**
   * Null when the plan says so already. It is looked at in a turn of the clone's queue: in the
   * middle of another one's commit, what that one writes would pass for a person's change.
   */
  private @Nullable Intended intended(String word) throws Failure, GitException {
    try (GitQueue.Turn _ = workspace.turn("look")) {
      return inTurn(word);
    }
  }

  private @Nullable Intended inTurn(String word) throws Failure, GitException {
    BranchName branch = workspace.repo().branch();
    CommitId head = workspace.repo().head();
    PlanAt committed = PlanAt.of(workspace, plan, head).orElse(null);
    if (committed == null) {
      throw Failure.refused(
          "the file of " + plan + " is not committed here yet", "commit it, then try again");
    }
    PlanDocument here = current(committed.file());
    if (says(here.plan(), word) && says(committed.document().plan(), word)) {
      return null;
    }
    List<Obstacle> obstacles = FixConsistency.blocking(workspace);
    if (branch == null || head == null || !obstacles.isEmpty()) {
      throw Failure.refused("nothing is written here now: " + obstacles.getFirst());
    }
    String file = committed.file();
    PlanDocument stored = committed.document();
    FileChange change =
        new FileChange(
            file,
            BlobId.of(stored.bytes()),
            edited(stored, file, word),
            here.bytes(),
            edited(here, file, word));
    return new Intended(branch, head, written(here), change);
  }

  private PlanDocument current(String file) throws Failure, GitException {
    byte[] bytes =
        new WorkTree(workspace.repo())
            .read(file)
            .orElseThrow(() ->
                Failure.refused(
                    file + " is committed and not in the working tree",
                    "bring it back, or commit that it has moved, then try again"));
    RepositorySettings settings = workspace.settings();
    PlanDocument here = PlanDocument.parse(bytes, settings.tasks(), settings.planStatuses());
    if (here.plan() == null) {
      throw Failure.refused(file + " cannot be read", "pawl check says where and why");
    }
    return here;
  }

  private static String written(PlanDocument document) {
    Plan plan = document.plan();
    return plan == null ? "" : plan.written();
  }

  private static boolean says(@Nullable Plan plan, String word) {
    Status status = plan == null ? null : plan.status();
    return status != null && status.word().equals(word);
  }

  /** The file with the status; a failure that names the place where that is not to be had. */
  public static byte[] edited(PlanDocument document, String file, String word) throws Failure {
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
  public static StatusCommit.Outcome.Committed committed(StatusCommit.Outcome outcome)
      throws Failure {
    return switch (outcome) {
      case StatusCommit.Outcome.Committed made -> made;
      case StatusCommit.Outcome.Refused(String reason) ->
          throw Failure.refused("the commit was refused: " + reason);
      case StatusCommit.Outcome.Raced(String reason, boolean _) ->
          throw Failure.environment("nothing was written: " + reason, "try again");
      case StatusCommit.Outcome.Dirty(List<String> paths) -> throw dirty(paths);
    };
  }

  public static Failure dirty(List<String> paths) {
    return Failure.refused(
        "uncommitted changes in " + String.join(", ", paths) + ", so nothing was written",
        "commit them, then try again");
  }
}
