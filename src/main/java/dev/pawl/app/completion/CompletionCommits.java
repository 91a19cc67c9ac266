package dev.pawl.app.completion;

import dev.pawl.app.reconcile.PlanStatusCommit;
import dev.pawl.app.reconcile.TargetStatuses;
import dev.pawl.app.snapshot.PlanWork;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.branch.BranchMerge;
import dev.pawl.git.branch.Branches;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.history.Commits;
import dev.pawl.git.queue.GitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What completing a plan does on its target: a merge, the statuses, the plan's own. Until they are
 * delivered, all of these can be taken back together.
 */
final class CompletionCommits {
  private final Workspace target;
  private final PlanPlaces places;
  private final List<String> notes = new ArrayList<>();
  private @Nullable CommitId before;
  private @Nullable CommitId last;

  /** On the work tree in which the target is checked out. */
  CompletionCommits(Workspace target, PlanPlaces places) {
    this.target = target;
    this.places = places;
  }

  /** What a person should be told. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether anything was committed. */
  boolean begun() {
    return last != null;
  }

  /** The step from one commit to the next is this run's. */
  private void made(CommitId from, CommitId to) {
    if (!from.equals(last)) {
      // Another process of this clone came between: what it did is not for us to take back.
      before = from;
    }
    last = to;
  }

  /**
   * Merges.
   *
   * @return the commit that holds both; null when the work is there already
   */
  @Nullable CommitId merge(PlanWork work) throws GitException, Failure {
    try (GitQueue.Turn _ = target.turn("plan complete")) {
      CommitId head = target.repo().head();
      if (head == null || new Arrival(target.repo()).in(work.tip(), head)) {
        return null;
      }
      String message = "Merge " + work.name() + " into " + places.target();
      return switch (new BranchMerge(target.repo()).merge(work.tip(), message)) {
        case BranchMerge.Outcome.Merged(CommitId commit, boolean _) -> {
          made(head, commit);
          yield commit;
        }
        case BranchMerge.Outcome.UpToDate() -> null;
        case BranchMerge.Outcome.Conflicts(List<String> paths) ->
            throw Failure.refused(CompletionReasons.conflict(places.target(), work.name(), paths));
        case BranchMerge.Outcome.Refused(String reason) ->
            throw Failure.refused("nothing was merged: " + reason);
      };
    }
  }

  /** Writes what was reported. */
  void statuses() throws GitException, Failure {
    StatusCommit.Outcome.Committed made = new TargetStatuses(target, places.plan()).write();
    if (made != null) {
      notes.addAll(made.notes());
      committed(made.commit());
    }
  }

  /**
   * Sets the plan's status to done.
   *
   * @return null when it says so already
   */
  @Nullable CommitId done(List<String> remarks) throws GitException, Failure {
    PlanStatusCommit.Made made =
        new PlanStatusCommit(target, places.plan()).run("done", "complete", remarks);
    notes.addAll(made.notes());
    CommitId commit = made.commit();
    if (commit != null) {
      committed(commit);
    }
    return commit;
  }

  private void committed(CommitId commit) throws GitException {
    made(new Commits(target.repo()).commit(commit).parents().getFirst(), commit);
  }

  /**
   * Takes back what was committed, as long as nobody committed upon it.
   *
   * @return what stays all the same, and why
   */
  Optional<String> takeBack() throws GitException, Failure {
    CommitId from = last;
    CommitId to = before;
    if (from == null || to == null) {
      return Optional.empty();
    }
    try (GitQueue.Turn _ = target.turn("plan complete")) {
      MoveOutcome outcome =
          new Branches(target.repo(), target.surroundings().clock())
              .move(places.target(), from, to, "pawl: plan complete was taken back");
      return outcome instanceof MoveOutcome.Moved
          ? Optional.empty()
          : Optional.of(
              places.target()
                  + " in "
                  + target.repo().root()
                  + " keeps the commits up to "
                  + from.abbreviated()
                  + ", which are not pushed: they could not be taken back");
    }
  }
}
