package dev.pawl.app.claim;

import dev.pawl.app.remote.ClaimRefs;
import dev.pawl.app.workspace.Failure;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimRegister;
import org.jspecify.annotations.Nullable;

/** The claim of a plan in a repository without a remote: its work trees share it. */
final class LocalClaim implements ClaimRegister<Failure> {
  private final ClaimRefs refs;
  private final PlanId plan;

  LocalClaim(ClaimRefs refs, PlanId plan) {
    this.refs = refs;
    this.plan = plan;
  }

  @Override
  public Reading read() throws Failure {
    try {
      return new Reading.Stands(refs.known(plan));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  @Override
  public Answer put(@Nullable String expected, Claim next) throws Failure {
    try {
      CommitId old = expected == null ? null : new CommitId(expected);
      CommitId commit = refs.store(next, old);
      return refs.move(plan, old, commit)
          ? new Answer.Accepted(commit.hex())
          : new Answer.Lost(null);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }
}
