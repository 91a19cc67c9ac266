package dev.pawl.app.reconcile;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.branch.Branches;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.ref.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings the branch that is checked out to its upstream before it is judged: a fast-forward. Where
 * it has diverged by pawl's own commits alone these are set aside: statuses are written anew from
 * the record, a plan's own status is committed anew upon the upstream.
 */
final class Alignment {
  private final Workspace workspace;
  private final boolean writes;

  /**
   * In this repository.
   *
   * @param writes false: only say what would be done
   */
  Alignment(Workspace workspace, boolean writes) {
    this.workspace = workspace;
    this.writes = writes;
  }

  /**
   * Does it where that is safe.
   *
   * @param commits what this run committed; what is set aside is taken out
   * @return what was done; nothing when there was nothing to do, or it is a person's to do
   */
  Optional<String> run(List<String> commits) throws Failure, GitException {
    BranchName branch = workspace.repo().branch();
    CommitId head = workspace.repo().head();
    if (branch == null || head == null || !FixConsistency.blocking(workspace).isEmpty()) {
      return Optional.empty();
    }
    Upstream upstream = workspace.upstream(branch);
    CommitId there = upstream.at();
    boolean diverged = upstream.state() == Upstream.State.DIVERGED;
    if (there == null || (!diverged && upstream.state() != Upstream.State.BEHIND)) {
      return Optional.empty();
    }
    PlanCommits plans = new PlanCommits(workspace);
    Optional<List<PlanCommits.Step>> again = again(plans, upstream, there);
    if (again.isEmpty()) {
      return Optional.empty();
    }
    String did = did(upstream, again.get().size());
    if (!writes) {
      return Optional.of(
          "would first have "
              + did
              + ", and then judged anew: what that changes is not foreseen here");
    }
    try (GitQueue.Turn _ = workspace.turn("fix-consistency")) {
      Optional<CommitId> target = plans.make(there, again.get());
      return target.isEmpty()
          ? Optional.of("not fast-forwarded: a plan's status could not be committed again")
          : Optional.of(moved(branch, head, target.get(), upstream, did, commits));
    }
  }

  /** What is to be made again of what only this branch has; nothing when some of it must stay. */
  private Optional<List<PlanCommits.Step>> again(
      PlanCommits plans, Upstream upstream, CommitId there) throws Failure, GitException {
    if (upstream.localOnly().size() != upstream.ahead()) {
      return Optional.empty();
    }
    OwnCommits own = new OwnCommits(workspace);
    if (own.arePublished(upstream.localOnly())) {
      return Optional.empty();
    }
    List<PlanCommits.Written> all = new ArrayList<>();
    for (CommitInfo commit : upstream.localOnly().reversed()) {
      Optional<PlanCommits.Written> written = plans.written(commit);
      if (!own.isOwn(commit) || (written.isEmpty() && !own.isDerivable(commit))) {
        return Optional.empty();
      }
      written.ifPresent(all::add);
    }
    return plans.upon(there, all);
  }

  private static String did(Upstream upstream, int again) {
    return upstream.ahead() == 0
        ? "fast-forwarded by " + upstream.behind()
        : "set "
            + upstream.ahead()
            + " of pawl's own commits aside and fast-forwarded"
            + (again == 0 ? "" : ", and committed " + again + " of them again");
  }

  private String moved(
      BranchName branch,
      CommitId head,
      CommitId target,
      Upstream upstream,
      String did,
      List<String> commits)
      throws GitException {
    return switch (new Branches(workspace.repo(), workspace.surroundings().clock())
        .move(branch, head, target, "pawl: " + did)) {
      case MoveOutcome.Moved _ -> {
        upstream.localOnly().forEach(aside -> commits.remove(aside.id().hex()));
        yield did;
      }
      case MoveOutcome.InTheWay(List<String> paths, String reason) ->
          "not fast-forwarded, local changes are in the way: "
              + (paths.isEmpty() ? reason : String.join(", ", paths));
      case MoveOutcome.Blocked(List<Obstacle> obstacles) ->
          "not fast-forwarded: " + obstacles.getFirst();
      case MoveOutcome.LostRace _ -> "not fast-forwarded: the branch moved meanwhile";
      case MoveOutcome.CheckedOutElsewhere(String place) ->
          "not fast-forwarded: " + place + " has this branch checked out as well";
    };
  }
}
