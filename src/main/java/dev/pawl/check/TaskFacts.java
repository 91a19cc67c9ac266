package dev.pawl.check;

import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import org.jspecify.annotations.Nullable;

/**
 * One task of this checkout with everything that is known of its status.
 *
 * @param committed W: what the committed file on the plan's branch says; null when it is not
 *     committed there, or its word is unknown
 * @param recorded R: what was reported; null when nothing was
 */
public record TaskFacts(
    PlanFacts plan, Task task, @Nullable Status committed, @Nullable RecordedStatus recorded) {}
