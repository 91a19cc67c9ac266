package dev.pawl.journal;

import dev.pawl.plan.PlanId;
import org.jspecify.annotations.Nullable;

/**
 * Under which circumstances an event was written: what it was said on, the plan, the epoch of the
 * claim (null for people; it never comes without a plan), and a reason in the reporter's words.
 */
public record ReportContext(
    Basis basis, @Nullable PlanId plan, @Nullable Long epoch, @Nullable String reason) {
  /** Nothing is known. */
  public static final ReportContext NONE = new ReportContext(Basis.NONE, null, null, null);

  public ReportContext {
    if (epoch != null && plan == null) {
      throw new IllegalArgumentException("an epoch counts the claims of a plan: name the plan");
    }
  }

  /** The commit at which the reporter's checkout was, or null. */
  public @Nullable String head() {
    return basis.head();
  }
}
