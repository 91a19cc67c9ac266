package dev.pawl.app.worktree;

import dev.pawl.app.snapshot.PlanMessage;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Tips;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.Refs;
import dev.pawl.plan.PlanId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the branch of a plan's worktree begins, and where one that was there before goes on. */
final class BranchStart {
  private static final int LOOKED_BACK = 200;

  private final Workspace workspace;
  private final Refs refs;
  private final Commits commits;
  private final List<String> notes;

  /**
   * In this clone.
   *
   * @param notes takes what a person should be told
   */
  BranchStart(Workspace workspace, List<String> notes) {
    this.workspace = workspace;
    this.refs = new Refs(workspace.repo());
    this.commits = new Commits(workspace.repo());
    this.notes = notes;
  }

  /** Where the branch begins; null when it exists here. */
  @Nullable CommitId start(BranchName branch, String file) throws GitException, Failure {
    Optional<CommitId> left = refs.ref(branch.ref());
    if (left.isPresent()) {
      goOn(branch, left.get());
      return null;
    }
    return begin(branch, file);
  }

  /** Looks whether there is anything that the branch can begin at; nothing is changed. */
  void check(BranchName branch, String file) throws GitException, Failure {
    if (refs.ref(branch.ref()).isEmpty()) {
      begin(branch, file);
    }
  }

  private CommitId begin(BranchName branch, String file) throws GitException, Failure {
    free(branch);
    Optional<CommitId> there = onRemote(branch.name());
    if (there.isPresent()) {
      notes.add(branch + " begins where it is on " + workspace.remote().name());
      return there.get();
    }
    CommitId start = fromDefault();
    BranchName trunk = workspace.remote().defaultBranch();
    if (trunk != null && refs.ref(trunk.ref()).filter(here -> !here.equals(start)).isPresent()) {
      notes.add(trunk + " is behind " + workspace.remote().name() + "; the worktree begins there");
    }
    if (commits.tree(start, Set.of(file)).isEmpty()) {
      throw Failure.refused(
          file + " is not committed on " + workspace.remote().defaultBranch(),
          "commit it there first: a worktree holds what is committed");
    }
    if (new WorkTree(workspace.repo()).state(file) != WorkTree.State.SAME) {
      notes.add(file + " has uncommitted changes here; the worktree has what is committed");
    }
    return start;
  }

  /** Git keeps a branch in a file of its name, so none can be below or above another. */
  private void free(BranchName branch) throws GitException, Failure {
    List<String> inTheWay = new ArrayList<>(refs.refs(branch.ref() + "/").keySet());
    if (refs.ref("refs/heads/plan").isPresent()) {
      inTheWay.addFirst("refs/heads/plan");
    }
    if (!inTheWay.isEmpty()) {
      String other = inTheWay.getFirst().substring("refs/heads/".length());
      throw Failure.refused(
          "a branch called '" + other + "' is in the way of " + branch,
          "give it another name: git branch -m " + other + " OTHER");
    }
  }

  /**
   * A branch that pawl once began and that was merged since goes on from where it was merged to.
   */
  private void goOn(BranchName branch, CommitId left) throws GitException, Failure {
    CommitId trunk = fromDefault();
    String id = Homes.planOf(branch).map(PlanId::value).orElse("");
    if (!left.equals(trunk)
        && commits.isAncestor(left, trunk)
        && commits.log(left, Set.of(), LOOKED_BACK).stream()
            .anyMatch(commit -> PlanMessage.isOf(commit, "start", id))
        && refs.compareAndSet(branch.ref(), left, trunk, "pawl: worktree create")) {
      notes.add(
          branch + " was merged before, and goes on from " + workspace.remote().defaultBranch());
    }
  }

  private Optional<CommitId> onRemote(String branch) throws GitException {
    if (workspace.remote().isNone()) {
      return Optional.empty();
    }
    String ref = "refs/remotes/" + workspace.remote().nameOr("") + "/" + branch;
    Optional<CommitId> at = refs.ref(ref);
    return at.isPresent() && new GoneRefs(workspace.repo()).contains(ref, at.get())
        ? Optional.empty()
        : at;
  }

  /** The default branch as it is here, or as last fetched where that is further. */
  private CommitId fromDefault() throws GitException, Failure {
    BranchName branch = workspace.remote().defaultBranch();
    List<CommitId> tips =
        branch == null
            ? List.of()
            : Tips.of(
                commits, refs.ref(branch.ref()).orElse(null), onRemote(branch.name()).orElse(null));
    if (tips.isEmpty()) {
      throw Failure.refused("there is no commit yet to begin at", "make the first commit");
    }
    return tips.getFirst();
  }
}
