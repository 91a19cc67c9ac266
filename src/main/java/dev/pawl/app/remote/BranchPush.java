package dev.pawl.app.remote;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.remote.PushDestination;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.git.remote.Reply;
import dev.pawl.git.remote.Unreachable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The push of one branch, worked out before anything is sent: where {@code git push} would send it,
 * from which state, and how much. Whoever pushes a branch asks here (N17).
 */
public sealed interface BranchPush {
  /**
   * It can be sent.
   *
   * @param commits how many it brings
   */
  record Ready(String remote, RefPush move, int commits) implements BranchPush {}

  /** It cannot, and why: a clause, with a next step where there is one. */
  record Not(String reason) implements BranchPush {}

  /**
   * Works it out; the remote is asked only where the branch is pushed elsewhere than to its
   * upstream.
   */
  static BranchPush of(Workspace workspace, BranchName branch, Duration limit) throws GitException {
    Optional<CommitId> head = new Refs(workspace.repo()).ref(branch.ref());
    if (head.isEmpty()) {
      return new Not("there is no branch " + branch + " here");
    }
    return switch (workspace.destination(branch)) {
      case PushDestination.Nowhere(String reason, String cure) ->
          new Not("git push would not push it: " + reason + "; " + cure);
      case PushDestination.There to -> to(workspace, branch, head.get(), to, limit);
    };
  }

  private static BranchPush to(
      Workspace workspace,
      BranchName branch,
      CommitId head,
      PushDestination.There to,
      Duration limit)
      throws GitException {
    Upstream upstream = workspace.upstream(branch);
    if (to.remote().equals(upstream.remote()) && to.ref().equals(upstream.remoteRef())) {
      if (upstream.gone()) {
        return new Not(
            "its branch is gone from "
                + to.remote()
                + " (deleted or renamed there), and is not made anew");
      }
      return upstream.behind() > 0
          ? new Not("the branch has diverged from " + to.remote())
          : from(workspace, head, to, upstream.at());
    }
    return switch (new RemoteAccess(workspace.repo()).list(to.remote(), List.of(to.ref()), limit)) {
      case Reply.None<Map<String, CommitId>>(Unreachable why) ->
          new Not(to.remote() + " could not be reached: " + why.reason());
      case Reply.Answer<Map<String, CommitId>>(Map<String, CommitId> refs) ->
          from(workspace, head, to, refs.get(to.ref()));
    };
  }

  private static BranchPush from(
      Workspace workspace, CommitId head, PushDestination.There to, @Nullable CommitId at)
      throws GitException {
    Commits commits = new Commits(workspace.repo());
    if (at == null && !to.creates()) {
      return new Not(
          "git push would not push it: " + to.remote() + " has no " + to.ref() + " that matches");
    }
    if (at != null && !(commits.exists(at) && commits.isAncestor(at, head))) {
      return new Not(
          to.ref()
              + " of "
              + to.remote()
              + " holds commits that are not here; git fetch "
              + to.remote());
    }
    Set<CommitId> known =
        at == null
            ? Set.copyOf(
                new Refs(workspace.repo()).refs("refs/remotes/" + to.remote() + "/").values())
            : Set.of(at);
    int count = commits.log(head, known, Upstreams.MOST_COMMITS).size();
    return new Ready(to.remote(), new RefPush(to.ref(), at, head), count);
  }
}
