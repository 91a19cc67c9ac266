package dev.pawl.check;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * C-18: reports that do not count, because the claim that they were made under had been taken over.
 * What somebody in the right has said since is not worth a word.
 */
public final class LateReports {
  private LateReports() {}

  /**
   * Looks through a snapshot.
   *
   * @param fenced the reports that do not count, latest first; see {@code Join.fenced}
   */
  public static List<Finding> of(Facts facts, List<Event> fenced) {
    List<Finding> findings = new ArrayList<>();
    Set<TaskId> seen = new HashSet<>();
    for (Event event : fenced) {
      if (event.body() instanceof Body.Setting late && seen.add(late.task())) {
        TaskFacts task = facts.tasks().get(late.task());
        if (task != null && matters(late, task.recorded())) {
          findings.add(finding(event, late, task));
        }
      }
    }
    return findings;
  }

  /** Whether nobody else said as much. */
  private static boolean matters(Body.Setting late, @Nullable RecordedStatus counts) {
    return counts == null
        || counts.generation() < late.generation()
        || (counts.generation() == late.generation()
            && counts.rank() <= late.rank()
            && !counts.status().equals(late.status()));
  }

  private static Finding finding(Event event, Body.Setting late, TaskFacts task) {
    Status committed = task.committed();
    boolean stands = committed != null && committed.word().equals(late.status());
    String message =
        "'%s' was reported as %s by %s under a claim that had been taken over (epoch %d): %s"
            .formatted(
                task.task().title(),
                late.status(),
                event.origin().host(),
                event.context().epoch(),
                stands
                    ? "the report does not count; the status was already committed, and stands"
                    : "it does not count; if it is so, report it again: pawl task show "
                        + late.task().value());
    RecordedStatus recorded = task.recorded();
    return new Finding(
        Code.LATE_REPORT,
        Severity.WARN,
        event.context().plan(),
        late.task(),
        task.plan().file(),
        task.task().at(),
        recorded == null ? null : recorded.status(),
        task.task().written(),
        Action.NONE,
        message);
  }
}
