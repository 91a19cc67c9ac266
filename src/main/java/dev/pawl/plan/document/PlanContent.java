package dev.pawl.plan.document;

import dev.pawl.plan.Plan;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Task;
import dev.pawl.plan.text.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says, apart from its text: all that a decision needs of a {@link PlanDocument}.
 *
 * @param plan null when this is none, or when its front matter or id cannot be read
 * @param tasks the tasks that can be read, in order
 * @param problems what is wrong, in the order of the document
 */
public record PlanContent(
    PlanDocument.Kind kind, @Nullable Plan plan, List<Task> tasks, List<Problem> problems) {
  /** Copies the lists. */
  public PlanContent {
    tasks = List.copyOf(tasks);
    problems = List.copyOf(problems);
  }

  /** What is known of a file that cannot be read at all: why. */
  public static PlanContent unreadable(String reason) {
    Problem problem = new Problem(Problem.Kind.UNREADABLE, new Position(1, 1), reason, null);
    return new PlanContent(PlanDocument.Kind.UNREADABLE, null, List.of(), List.of(problem));
  }
}
