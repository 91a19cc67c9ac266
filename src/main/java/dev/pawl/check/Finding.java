package dev.pawl.check;

import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Position;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it should be.
 *
 * @param file the plan file, relative to the repository, with forward slashes
 * @param at where in the file, when there is a place
 * @param recorded the status word of the journal, when the finding is about one
 * @param written the status word of the file, when the finding is about one
 */
public record Finding(
    Code code,
    Severity severity,
    @Nullable PlanId plan,
    @Nullable TaskId task,
    @Nullable String file,
    @Nullable Position at,
    @Nullable String recorded,
    @Nullable String written,
    Action action,
    String message) {

  /** What is about the repository first, then by file and place. */
  public static final Comparator<Finding> BY_PLACE =
      Comparator.comparing((Finding finding) -> finding.file() == null ? "" : finding.file())
          .thenComparingInt(finding -> finding.at() == null ? 0 : finding.at().line())
          .thenComparingInt(finding -> finding.at() == null ? 0 : finding.at().column());

  /** A finding about a repository as a whole. */
  public static Finding ofRepository(Code code, Severity severity, String message) {
    return new Finding(code, severity, null, null, null, null, null, null, Action.NONE, message);
  }

  /** A finding about a plan file, or a place in it. */
  public static Finding ofFile(
      Code code,
      Severity severity,
      @Nullable PlanId plan,
      @Nullable TaskId task,
      String file,
      @Nullable Position at,
      String message) {
    return new Finding(code, severity, plan, task, file, at, null, null, Action.NONE, message);
  }

  /** The same finding, with what became of it. */
  public Finding with(Action outcome) {
    return new Finding(code, severity, plan, task, file, at, recorded, written, outcome, message);
  }

  /** The same finding, in other words. */
  public Finding saying(String words) {
    return new Finding(code, severity, plan, task, file, at, recorded, written, action, words);
  }

  /** True while something is left to be done about it. */
  public boolean left() {
    return !action.settles();
  }
}
