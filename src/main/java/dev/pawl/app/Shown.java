package dev.pawl.app;

import dev.pawl.check.TaskFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.plan.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What history has set for tasks that are being reopened: on this checkout, and on its branch. */
final class Shown {
  private Shown() {}

  /** How often each status was set; tasks of which history is cut off are left out. */
  static Map<TaskId, Map<String, Long>> of(
      Workspace workspace, Loaded loaded, Map<TaskId, TaskFacts> tasks) throws GitException {
    Trails trails = new Trails(workspace, loaded.blobs(), tasks.keySet());
    Map<TaskId, Map<String, Long>> shown = new HashMap<>();
    for (Map.Entry<TaskId, TaskFacts> entry : tasks.entrySet()) {
      Set<CommitId> tips = new HashSet<>();
      CommitId head = workspace.repo().head();
      CommitId home = loaded.homes().tip(entry.getValue().plan().home());
      if (head != null) {
        tips.add(head);
      }
      if (home != null) {
        tips.add(home);
      }
      Map<String, Long> counts = new HashMap<>();
      boolean whole = true;
      for (CommitId tip : tips) {
        Trails.Counts found = trails.counts(tip);
        whole &= !found.truncated();
        found.of(entry.getKey()).forEach((word, n) -> counts.merge(word, (long) n, Math::max));
      }
      if (whole) {
        shown.put(entry.getKey(), counts);
      }
    }
    return shown;
  }
}
