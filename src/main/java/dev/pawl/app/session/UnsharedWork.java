package dev.pawl.app.session;

import dev.pawl.app.reconcile.Network;
import dev.pawl.app.session.Leftover.Kind;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Printable;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Dirt;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.MergeEvidence;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Worktrees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Work in this clone that is on no remote: in no commit, or in commits that were not pushed. */
final class UnsharedWork {
  private static final int NAMED = 3;

  private final Workspace workspace;
  private final Network.Delivery delivery;
  private final boolean reached;

  /**
   * In a clone.
   *
   * @param delivery what became of the push of the branch that is checked out
   * @param reached whether the remote answered
   */
  UnsharedWork(Workspace workspace, Network.Delivery delivery, boolean reached) {
    this.workspace = workspace;
    this.delivery = delivery;
    this.reached = reached;
  }

  /** What is not committed, a line a work tree. */
  List<Leftover> uncommitted() throws GitException {
    List<Leftover> found = new ArrayList<>();
    Path here = workspace.repo().root();
    for (LinkedWorktree each : new Worktrees(workspace.repo()).list()) {
      if (!each.visible()) {
        continue;
      }
      try (Repo repo = Repo.open(each.path(), workspace.repo().environment())) {
        if (repo.isBare()) {
          continue;
        }
        Dirt dirt = Dirt.of(repo);
        List<String> paths = new ArrayList<>(dirt.changed());
        paths.addAll(dirt.untracked());
        if (!paths.isEmpty()) {
          boolean isHere = repo.root().equals(here);
          String git = isHere ? "git" : "git -C " + each.path();
          found.add(
              new Leftover(
                  Kind.DIRTY,
                  "not committed"
                      + (isHere ? "" : " in " + each.path())
                      + ": "
                      + Printable.listed(paths, NAMED),
                  unresolved(repo)
                      ? "resolve the conflicts first, then " + git + " add -A && " + git + " commit"
                      : "%1$s add -A && %1$s commit -m \"…\"".formatted(git)));
        }
      }
    }
    return found;
  }

  /** What a merge left for a person is not to be committed as it is. */
  private static boolean unresolved(Repo repo) throws GitException {
    return Guard.of(repo).stream()
        .anyMatch(each ->
            each.kind() == Obstacle.Kind.UNMERGED || each.kind() == Obstacle.Kind.IN_PROGRESS);
  }

  /** Branches with commits that no remote has, and whose work is in no branch that one has. */
  List<Leftover> unpushed() throws GitException, Failure {
    if (!new Upstreams(workspace.repo()).hasRemotes()) {
      return List.of(
          new Leftover(
              Kind.NO_UPSTREAM,
              "this repository has no remote: nothing of it is anywhere else",
              "git remote add origin URL"));
    }
    Refs refs = new Refs(workspace.repo());
    Set<CommitId> there = shared();
    Commits commits = new Commits(workspace.repo());
    List<Leftover> found = new ArrayList<>();
    for (Map.Entry<String, CommitId> each : refs.refs("refs/heads/").entrySet()) {
      int count = commits.log(each.getValue(), there, Upstreams.MOST_COMMITS).size();
      BranchName branch = new BranchName(each.getKey().substring("refs/heads/".length()));
      if (count > 0 && !arrived(branch, each.getValue())) {
        found.add(leftover(branch, count));
      }
    }
    return found;
  }

  /** What was committed while no branch was checked out: git forgets it once one is. */
  List<Leftover> onNoBranch() throws GitException, Failure {
    CommitId head = workspace.repo().head();
    if (head == null || workspace.repo().branch() != null) {
      return List.of();
    }
    Set<CommitId> known = shared();
    known.addAll(new Refs(workspace.repo()).refs("refs/heads/").values());
    int count = new Commits(workspace.repo()).log(head, known, Upstreams.MOST_COMMITS).size();
    return count == 0
        ? List.of()
        : List.of(
            new Leftover(
                Kind.UNPUSHED,
                (count == 1 ? "1 commit is" : count + " commits are") + " on no branch",
                "git switch -c NAME && git push -u %s NAME"
                    .formatted(workspace.remote().nameOr("REMOTE"))));
  }

  /** The tips of all that a remote has. */
  private Set<CommitId> shared() throws GitException {
    return new HashSet<>(
        new GoneRefs(workspace.repo())
            .without(new Refs(workspace.repo()).refs("refs/remotes/"))
            .values());
  }

  /** A squash leaves the commits of a branch behind, and none of its work. */
  private boolean arrived(BranchName branch, CommitId tip) throws GitException {
    BranchName trunk = workspace.remote().defaultBranch();
    String remote = workspace.remote().name();
    if (trunk == null || remote == null || branch.equals(trunk)) {
      return false;
    }
    CommitId there =
        new Refs(workspace.repo()).ref("refs/remotes/" + remote + "/" + trunk).orElse(null);
    return there != null && new MergeEvidence(workspace.repo()).in(tip, there).isPresent();
  }

  private Leftover leftover(BranchName branch, int count) throws GitException, Failure {
    String commits = count == 1 ? "1 commit" : count + " commits";
    Upstream upstream = workspace.upstream(branch);
    if (upstream.remote() == null) {
      return new Leftover(
          Kind.NO_UPSTREAM,
          branch + " has " + commits + " that no remote has, and follows no branch",
          "git push -u " + workspace.remote().nameOr("REMOTE") + " " + branch);
    }
    boolean here = branch.equals(workspace.repo().branch());
    String why =
        upstream.behind() > 0
            ? ", and " + upstream.remote() + " has others"
            : here && delivery.undelivered() ? ": " + delivery.reason() : "";
    return new Leftover(
        Kind.UNPUSHED,
        branch + " has " + commits + " that no remote has" + why,
        cure(branch, upstream, here));
  }

  private String cure(BranchName branch, Upstream upstream, boolean here) {
    if (upstream.gone()) {
      return "git push " + upstream.remote() + " " + branch + ", where it is to be made anew";
    }
    if (upstream.behind() > 0) {
      return here
          ? "git pull --rebase, then pawl close --push"
          : "git switch " + branch + ", then git pull --rebase";
    }
    if (!here) {
      return "git push " + upstream.remote() + " " + branch;
    }
    return switch (delivery.outcome()) {
      case NOTHING_TO_DELIVER, DELIVERED -> "pawl close --push";
      case REJECTED -> "pawl close";
      case REFUSED ->
          "git switch -c NAME && git push -u %s NAME, then open a pull request"
              .formatted(upstream.remote());
      case NOT_SENT ->
          reached ? "what that asks for, then pawl close" : "pawl close, once it can be reached";
    };
  }
}
