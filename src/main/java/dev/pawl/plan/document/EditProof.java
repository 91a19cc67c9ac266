package dev.pawl.plan.document;

import dev.pawl.plan.Plan;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether an edit does what it is for, and nothing else: the result is read again (N10). */
record EditProof(Reading before, Reading after) {
  /** Whether these sections have these values now, and nothing else differs. */
  boolean changesOnly(Map<Integer, Object> values) {
    return changesOnly(values, null, "");
  }

  /**
   * The same, where one task may have another title.
   *
   * @param titled the task; null for none
   * @param title the one that it has to have
   */
  boolean changesOnly(Map<Integer, Object> values, @Nullable TaskId titled, String title) {
    if (after.kind() != before.kind() || after.sections().size() != before.sections().size()) {
      return false;
    }
    for (int i = 0; i < before.sections().size(); i++) {
      Object expected = values.getOrDefault(i, before.sections().get(i).value());
      if (!expected.equals(after.sections().get(i).value())) {
        return false;
      }
    }
    List<String> titles = new ArrayList<>();
    for (Task task : before.tasks()) {
      titles.add(task.id().equals(titled) ? title : task.title());
    }
    return titles.equals(titles(after)) && title(before).equals(title(after));
  }

  private static List<String> titles(Reading reading) {
    return reading.tasks().stream().map(Task::title).toList();
  }

  private static String title(Reading reading) {
    Plan plan = reading.plan();
    return plan == null ? "" : plan.title();
  }
}
