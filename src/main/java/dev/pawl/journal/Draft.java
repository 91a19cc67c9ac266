package dev.pawl.journal;

import dev.pawl.journal.usage.Usage;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to record. Sequence, time, generation and what was known of are filled in
 * when it is written.
 */
public record Draft(Body body, ReportContext context) {
  /** Someone started, blocked, finished or cancelled a task. */
  public static Draft report(TaskId task, String status, int rank) {
    return new Draft(new Body.Report(task, status, rank, 0), ReportContext.NONE);
  }

  /** Someone deliberately goes back. */
  public static Draft reopen(TaskId task, String status, int rank) {
    return new Draft(new Body.Reopen(task, status, rank, 0), ReportContext.NONE);
  }

  /** The committed file is ahead since {@code commit}. */
  public static Draft observation(TaskId task, String status, int rank, @Nullable String commit) {
    return new Draft(new Body.Observation(task, status, rank, 0, commit), ReportContext.NONE);
  }

  /** A claim changes hands without its owner. */
  public static Draft takeover(Body.Takeover takeover) {
    return new Draft(takeover, new ReportContext(Basis.NONE, takeover.plan(), null, null));
  }

  /** An agent used something. */
  public static Draft used(Usage usage) {
    return new Draft(new Body.Used(usage), ReportContext.NONE);
  }

  /** The same, said on this. */
  public Draft on(Basis basis) {
    return with(new ReportContext(basis, context.plan(), context.epoch(), context.reason()));
  }

  /** The same, for a task of this plan. */
  public Draft inPlan(@Nullable PlanId plan) {
    return with(new ReportContext(context.basis(), plan, context.epoch(), context.reason()));
  }

  /** The same, under a claim of this plan. */
  public Draft underClaim(PlanId plan, long epoch) {
    return with(new ReportContext(context.basis(), plan, epoch, context.reason()));
  }

  /** The same, with a reason in the reporter's words. */
  public Draft because(@Nullable String reason) {
    return with(new ReportContext(context.basis(), context.plan(), context.epoch(), reason));
  }

  private Draft with(ReportContext changed) {
    return new Draft(body, changed);
  }
}
