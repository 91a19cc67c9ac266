package dev.pawl.app.completion;

import dev.pawl.app.snapshot.PlanWork;
import dev.pawl.app.workspace.Binding;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.plan.PlanId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan is worked on, and where its work is to arrive.
 *
 * @param trees the worktrees that are bound to it, or have its branch checked out
 * @param works all that holds work of it: what is checked out in those, its own branch here, and
 *     the branches of these names on the remote
 * @param target the branch that its work arrives on
 * @param targetTip where that stands; null when it is only on the remote
 * @param arrival the work tree in which the target is checked out; null when none is
 */
record PlanPlaces(
    PlanId plan,
    List<LinkedWorktree> trees,
    List<PlanWork> works,
    BranchName target,
    @Nullable CommitId targetTip,
    @Nullable Path arrival) {

  /**
   * Finds them.
   *
   * @param into the target; null for the default branch
   */
  static PlanPlaces of(Workspace workspace, PlanId plan, @Nullable String into)
      throws GitException, Failure {
    BranchName target = target(workspace, into);
    BranchName own = new BranchName(Homes.branchOf(plan));
    List<LinkedWorktree> trees = new ArrayList<>();
    Path arrival = null;
    for (LinkedWorktree each : new Worktrees(workspace.repo()).list()) {
      if (own.equals(each.branch()) || isBound(each, plan)) {
        trees.add(each);
      }
      if (each.visible() && target.equals(each.branch())) {
        arrival = each.path();
      }
    }
    return new PlanPlaces(
        plan,
        List.copyOf(trees),
        works(workspace, own, target, trees),
        target,
        new Refs(workspace.repo()).ref(target.ref()).orElse(null),
        arrival);
  }

  private static boolean isBound(LinkedWorktree tree, PlanId plan) throws GitException, Failure {
    return Binding.of(tree).filter(binding -> binding.plan().equals(plan)).isPresent();
  }

  private static List<PlanWork> works(
      Workspace workspace, BranchName own, BranchName target, List<LinkedWorktree> trees)
      throws GitException {
    List<PlanWork> works = new ArrayList<>();
    Map<BranchName, @Nullable LinkedWorktree> branches = new LinkedHashMap<>();
    for (LinkedWorktree tree : trees) {
      CommitId head = tree.head();
      if (tree.branch() != null) {
        branches.put(tree.branch(), tree);
      } else if (head != null) {
        works.add(new PlanWork("the detached HEAD of " + tree.path(), head, tree));
      }
    }
    branches.putIfAbsent(own, null);
    branches.remove(target);
    Refs refs = new Refs(workspace.repo());
    String remote = workspace.remote().name();
    for (Map.Entry<BranchName, @Nullable LinkedWorktree> each : branches.entrySet()) {
      String name = each.getKey().name();
      Optional<CommitId> here = refs.ref(each.getKey().ref());
      here.ifPresent(tip -> works.add(new PlanWork(name, tip, each.getValue())));
      if (remote != null) {
        refs.ref("refs/remotes/" + remote + "/" + name)
            .filter(there -> !here.equals(Optional.of(there)))
            .ifPresent(there -> works.add(new PlanWork(remote + "/" + name, there, null)));
      }
    }
    return List.copyOf(works);
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
    if (into != null && new Refs(workspace.repo()).ref(target.ref()).isEmpty()) {
      throw Failure.refused("there is no branch '" + into + "' here", "git branch lists them");
    }
    return target;
  }
}
