package dev.pawl.app.completion;

import dev.pawl.app.claim.BranchAlong;
import dev.pawl.app.claim.ClaimOutcome;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.claim.Completion;
import dev.pawl.app.reconcile.Network;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a completed plan's claim: its release, and the push that delivers the completion. One
 * push does both, so that who lost the plan cannot complete it, and who completed it does not keep
 * it (N22). Where the remote moves refs one by one only, the release comes first: whoever gave the
 * plan up still owned it, and nobody begins a plan again that was given up as completed.
 */
final class ClosingPush implements Network.Push {
  private final Workspace workspace;
  private final Network network;
  private final PlanId plan;
  private final @Nullable String executor;
  private final List<String> notes = new ArrayList<>();
  private @Nullable ClaimOutcome released;
  private @Nullable String lost;

  ClosingPush(Workspace workspace, Network network, PlanId plan, @Nullable String executor) {
    this.workspace = workspace;
    this.network = network;
    this.plan = plan;
    this.executor = executor;
  }

  /** What became of the claim; null when it had none, or still has it. */
  @Nullable ClaimOutcome released() {
    return released;
  }

  /** Who owns the plan now, a sentence; null when this clone did not lose it. */
  @Nullable String lost() {
    return lost;
  }

  /** What a person should be told. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public PushOutcome.Result to(String remote, RefPush branch) throws GitException, Failure {
    if (!isHeld()) {
      return network.push(remote, branch);
    }
    if (!remote.equals(workspace.remote().name())) {
      return apart(remote, branch);
    }
    BranchAlong along = new BranchAlong(workspace, remote, branch);
    ClaimOutcome outcome =
        new Claims(workspace).release(plan, ask(branch.value()), executor, along);
    if (!along.possible()) {
      notes.add(
          remote
              + " moves refs one by one only: the claim is released first, and then "
              + branch.ref()
              + " is pushed");
      return apart(remote, branch);
    }
    PushOutcome.Result refused = taken(outcome);
    PushOutcome.Result moved = along.result();
    return refused != null ? refused : moved != null ? moved : network.push(remote, branch);
  }

  private PushOutcome.Result apart(String remote, RefPush branch) throws GitException, Failure {
    Claim held = new Claims(workspace).known(plan);
    PushOutcome.Result refused = taken(released(branch.value()));
    if (refused != null) {
      return refused;
    }
    PushOutcome.Result moved = network.push(remote, branch);
    if (moved.status() != PushOutcome.Status.ACCEPTED && held != null) {
      Ask.Take again = new Ask.Take(false, held.reason(), held.lease());
      ClaimOutcome back = new Claims(workspace).ask(plan, again, executor, /* offline= */ false);
      released = back.success() == ClaimOutcome.Success.DONE ? null : released;
      notes.add(back.message());
    }
    return moved;
  }

  /** Releases what is still held, where nothing was pushed. */
  void release(@Nullable CommitId end) throws GitException, Failure {
    if (end != null && released == null && lost == null && isHeld()) {
      PushOutcome.Result refused = taken(released(end));
      if (refused != null && lost == null) {
        throw Failure.environment(
            plan + " is completed, and still claimed: " + refused.reason(),
            "the same command again releases it");
      }
    }
  }

  private ClaimOutcome released(CommitId end) throws GitException, Failure {
    return new Claims(workspace).release(plan, ask(end), executor, null);
  }

  private static Ask.Release ask(CommitId end) {
    return new Ask.Release(Completion.reason(end));
  }

  private boolean isHeld() throws GitException, Failure {
    Claim known = new Claims(workspace).known(plan);
    return known != null && known.held();
  }

  /** Takes note of what came of a release; null when the plan is given up now. */
  private PushOutcome.@Nullable Result taken(ClaimOutcome outcome) {
    notes.addAll(outcome.notes());
    return switch (outcome.end()) {
      case ClaimEnd.Released _ -> {
        released = outcome;
        yield null;
      }
      case ClaimEnd.Unclaimed _ -> null;
      case ClaimEnd.Acknowledged _, ClaimEnd.Refused _ -> {
        lost = outcome.message();
        yield refused(PushOutcome.Status.REFUSED, outcome.message());
      }
      case ClaimEnd.Denied(String reason) -> refused(PushOutcome.Status.REFUSED, reason);
      case ClaimEnd.Unknown(String reason) -> refused(PushOutcome.Status.UNREACHABLE, reason);
      case ClaimEnd.Undecided(String reason) -> refused(PushOutcome.Status.UNREACHABLE, reason);
      default -> refused(PushOutcome.Status.REJECTED, outcome.message());
    };
  }

  private static PushOutcome.Result refused(PushOutcome.Status status, String reason) {
    return new PushOutcome.Result(status, null, reason);
  }
}
