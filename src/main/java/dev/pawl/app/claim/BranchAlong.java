package dev.pawl.app.claim;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.schedule.ClaimRegister.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A branch that moves on the remote in the same push as the claim of a plan: both, or neither, each
 * only from where it is expected (N22). Where the remote cannot do that, neither is pushed.
 */
public final class BranchAlong {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final RemoteAccess transport;
  private final String remote;
  private final RefPush branch;
  private PushOutcome.@Nullable Result result;
  private boolean possible = true;

  public BranchAlong(Workspace workspace, String remote, RefPush branch) {
    this.transport = new RemoteAccess(workspace.repo());
    this.remote = remote;
    this.branch = branch;
  }

  /** What became of the branch; null when it was not pushed. */
  public PushOutcome.@Nullable Result result() {
    return result;
  }

  /** False when the remote cannot move two refs together. */
  public boolean possible() {
    return possible;
  }

  /** Pushes both; what stands in the way of the branch is no race about the claim. */
  Answer push(RefPush claim) throws GitException {
    Optional<PushOutcome> outcome = transport.pushTogether(remote, List.of(branch, claim), LIMIT);
    if (outcome.isEmpty()) {
      possible = false;
      return new Answer.Denied(remote + " cannot move a branch and a claim together");
    }
    PushOutcome.Result there = outcome.get().of(branch.ref());
    Answer answer = RemoteClaim.answer(claim, outcome.get().of(claim.ref()));
    if (answer instanceof Answer.Lost(String held) && held == null) {
      return answer;
    }
    result = there;
    return there.status() == PushOutcome.Status.ACCEPTED
        ? answer
        : new Answer.Denied(there.reason());
  }
}
