package dev.pawl.check;

import dev.pawl.plan.TaskId;
import java.util.List;

/**
 * How the block of a reported task went out of the plans.
 *
 * @param commit the commit that removed it, abbreviated
 * @param knowingly true when that commit knew what was reported: the block said so, or the report
 *     was in its past
 * @param nearest the tasks that this one may have become: those that the commit brought
 */
public record TaskRemoval(String commit, boolean knowingly, List<TaskId> nearest) {
  public TaskRemoval {
    nearest = List.copyOf(nearest);
  }
}
