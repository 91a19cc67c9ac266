package dev.pawl.app;

import dev.pawl.check.PlanFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.LinkedWorktree;
import dev.pawl.git.Refs;
import dev.pawl.git.Worktrees;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan is worked on, and where its work is to arrive.
 *
 * @param work the work tree in which the plan's branch is checked out; where it has none, this one
 * @param dedicated whether that work tree holds the plan's own branch
 * @param branch the plan's own branch; null when it has none
 * @param tip where that stands
 * @param target the branch that its work arrives on
 * @param targetTip where that stands; null when it is only on the remote
 * @param arrival the work tree in which the target is checked out; null when none is
 */
record PlanPlaces(
    PlanId plan,
    Path work,
    boolean dedicated,
    @Nullable BranchName branch,
    @Nullable CommitId tip,
    BranchName target,
    @Nullable CommitId targetTip,
    @Nullable Path arrival) {

  /**
   * Finds them.
   *
   * @param named the plan's id or file; null for the one that is meant
   * @param into the target; null for the default branch
   */
  static PlanPlaces of(Workspace workspace, @Nullable String named, @Nullable String into)
      throws GitException, Failure {
    PlanFacts facts = new Selection(workspace, Loaded.of(workspace)).planOrOnly(named);
    Plan plan = facts.document().plan();
    if (plan == null) {
      throw Failure.refused(
          facts.file() + " cannot be read, so its id is not known", "pawl check says why");
    }
    BranchName target = target(workspace, into);
    BranchName own = new BranchName(Homes.branchOf(plan.id()));
    Refs refs = new Refs(workspace.repo());
    Optional<CommitId> tip = refs.ref(own.ref());
    Path work = workspace.repo().root();
    boolean dedicated = false;
    Path arrival = null;
    for (LinkedWorktree each : new Worktrees(workspace.repo()).list()) {
      if (each.visible() && own.equals(each.branch())) {
        work = each.path();
        dedicated = true;
      }
      if (each.visible() && target.equals(each.branch())) {
        arrival = each.path();
      }
    }
    return new PlanPlaces(
        plan.id(),
        work,
        dedicated,
        tip.isPresent() ? own : null,
        tip.orElse(null),
        target,
        refs.ref(target.ref()).orElse(null),
        arrival);
  }

  private static BranchName target(Workspace workspace, @Nullable String into)
      throws GitException, Failure {
    if (into != null && !BranchName.isValid(into)) {
      throw Failure.usage("'" + into + "' is not the name of a branch");
    }
    BranchName target = into == null ? workspace.remote().defaultBranch() : new BranchName(into);
    if (target == null) {
      throw Failure.refused("there is no commit yet", "make the first commit");
    }
    return target;
  }
}
