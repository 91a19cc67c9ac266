package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.history.Commits;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.settings.PlanGlobs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** W of every task: what the committed plan file on the plan's own branch says. */
public final class CommittedStatuses {
  private final Workspace workspace;
  private final Homes homes;
  private final BlobPlans blobs;
  private final Map<CommitId, Map<TaskId, Optional<Status>>> read = new HashMap<>();

  CommittedStatuses(Workspace workspace, Homes homes, BlobPlans blobs) {
    this.workspace = workspace;
    this.homes = homes;
    this.blobs = blobs;
  }

  /** W of the tasks of these plans. */
  Map<TaskId, Status> of(List<PlanFacts> plans) throws GitException {
    Map<TaskId, Status> committed = new LinkedHashMap<>();
    for (PlanFacts plan : plans) {
      of(plan).forEach(committed::putIfAbsent);
    }
    return committed;
  }

  private Map<TaskId, Status> of(PlanFacts plan) throws GitException {
    Map<TaskId, Status> committed = new LinkedHashMap<>();
    boolean asInCheckout = plan.home().here() && !plan.uncommitted();
    for (Task task : plan.document().tasks()) {
      Status said =
          asInCheckout
              ? task.status()
              : at(homes.tip(plan.home())).getOrDefault(task.id(), Optional.empty()).orElse(null);
      if (said != null) {
        committed.putIfAbsent(task.id(), said);
      }
    }
    return committed;
  }

  /** All tasks that a commit holds; one that stands there twice says nothing. */
  Map<TaskId, Optional<Status>> at(@Nullable CommitId commit) throws GitException {
    if (commit == null) {
      return Map.of();
    }
    Map<TaskId, Optional<Status>> known = read.get(commit);
    if (known != null) {
      return known;
    }
    Map<TaskId, Optional<Status>> tasks = new HashMap<>();
    Set<TaskId> twice = new HashSet<>();
    for (TreeEntry entry : planFiles(workspace, commit)) {
      blobs
          .statuses(entry.blob())
          .statuses()
          .forEach((task, status) -> {
            if (tasks.putIfAbsent(task, status) != null) {
              twice.add(task);
            }
          });
    }
    twice.forEach(task -> tasks.put(task, Optional.empty()));
    read.put(commit, tasks);
    return tasks;
  }

  /** The plan files of a commit; none when there is no commit. */
  public static List<TreeEntry> planFiles(Workspace workspace, @Nullable CommitId commit)
      throws GitException {
    if (commit == null) {
      return List.of();
    }
    PlanGlobs globs = workspace.settings().globs();
    return new Commits(workspace.repo())
        .tree(commit, globs.roots()).stream()
            .filter(entry -> entry.mode() != TreeEntry.Mode.SYMLINK)
            .filter(entry -> globs.matches(entry.path()))
            .toList();
  }
}
