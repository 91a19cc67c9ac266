package dev.pawl.app.edit;

import dev.pawl.plan.Task;
import java.util.List;

/**
 * What was written into a file of the work tree, and where.
 *
 * @param changed the fields that are other than before; empty for what is new
 */
public record Written(String id, String title, String file, int line, List<String> changed) {
  static Written of(Task task, PlanText text, List<String> changed) {
    return new Written(task.id().value(), task.title(), text.file(), text.line(task.id()), changed);
  }
}
