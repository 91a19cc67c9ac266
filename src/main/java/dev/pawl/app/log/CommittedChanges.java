package dev.pawl.app.log;

import dev.pawl.app.snapshot.BlobPlans;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.History;
import dev.pawl.git.history.Revision;
import dev.pawl.journal.Actor;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.settings.PlanGlobs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commits that changed statuses. A task is its id, so renamed files and blocks that moved to
 * another plan are no change.
 *
 * <p>Of each commit only the plan files are read in which it differs from a parent.
 */
final class CommittedChanges {
  /** What one blob says: its plan, its tasks' statuses, and whether a part could not be read. */
  private record Said(@Nullable String plan, Map<TaskId, Status> statuses, boolean damaged) {}

  private final Workspace workspace;
  private final Commits commits;
  private final BlobPlans blobs;
  private final Map<BlobId, Said> read = new HashMap<>();
  private final Map<String, Set<TaskId>> byPlan = new HashMap<>();
  private boolean truncated;

  CommittedChanges(Workspace workspace, BlobPlans blobs) {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
    this.blobs = blobs;
  }

  /** All changes in what these commits descend from, newest first. */
  List<StatusChange> of(Set<CommitId> tips) throws GitException {
    if (tips.isEmpty()) {
      return List.of();
    }
    PlanGlobs globs = workspace.settings().globs();
    List<StatusChange> changes = new ArrayList<>();
    try (History history = History.of(workspace.repo(), tips, globs.roots(), globs::matches)) {
      // Oldest first: what a damaged file does not say is what was said before.
      List<Revision> revisions = history.rest();
      workspace.tell(
          revisions.stream().mapToInt(each -> each.touched().size()).sum(),
          "reading %d committed files");
      for (Revision revision : revisions.reversed()) {
        changes.addAll(changes(revision));
      }
      truncated = history.truncated();
    }
    return changes.reversed();
  }

  /** Whether history is not all here. */
  boolean truncated() {
    return truncated;
  }

  /** The tasks that any version of this plan held, as far as was read. */
  Set<TaskId> everIn(String plan) {
    return byPlan.getOrDefault(plan, Set.of());
  }

  private List<StatusChange> changes(Revision revision) throws GitException {
    List<Map<TaskId, Status>> before = new ArrayList<>();
    for (CommitId parent : revision.parents()) {
      Map<TaskId, Status> statuses = new HashMap<>();
      for (Said said : said(parent, revision.touched(), List.of())) {
        said.statuses().forEach(statuses::putIfAbsent);
      }
      before.add(statuses);
    }
    List<StatusChange> changes = new ArrayList<>();
    Set<TaskId> seen = new HashSet<>();
    for (Said said : said(revision.commit(), revision.touched(), before)) {
      said.statuses()
          .forEach((task, status) -> {
            if (seen.add(task)) {
              change(revision, said, task, status, before, changes);
            }
          });
    }
    return changes;
  }

  private static void change(
      Revision revision,
      Said said,
      TaskId task,
      Status status,
      List<Map<TaskId, Status>> before,
      List<StatusChange> into) {
    Status highest = null;
    boolean known = false;
    for (Map<TaskId, Status> parent : before) {
      Status there = parent.get(task);
      known |= status.equals(there);
      if (there != null && (highest == null || there.rank() > highest.rank())) {
        highest = there;
      }
    }
    if (known && (highest == null || highest.rank() <= status.rank())) {
      return;
    }
    into.add(
        new StatusChange(
            task.value(),
            said.plan(),
            highest == null ? null : highest.word(),
            status.word(),
            revision.authorTime(),
            null,
            Actor.of(revision.author()),
            revision.commit().hex(),
            null,
            revision.cut()
                ? StatusChange.Kind.CUT
                : before.size() > 1 ? StatusChange.Kind.MERGE : StatusChange.Kind.COMMIT,
            StatusChange.Fate.NONE,
            revision.subject()));
  }

  /**
   * What some files of a commit say, in order of path.
   *
   * @param before what was said before, for files that cannot be read as a whole
   */
  private List<Said> said(CommitId commit, Set<String> paths, List<Map<TaskId, Status>> before)
      throws GitException {
    List<Said> all = new ArrayList<>();
    for (TreeEntry entry : commits.tree(commit, paths)) {
      if (entry.mode() != TreeEntry.Mode.SYMLINK) {
        Said said = read.get(entry.blob());
        if (said == null) {
          said = read(entry.blob(), before);
          read.put(entry.blob(), said);
        }
        all.add(said);
      }
    }
    return all;
  }

  private Said read(BlobId blob, List<Map<TaskId, Status>> before) throws GitException {
    PlanDocument document = blobs.document(blob);
    boolean damaged = !document.problems().isEmpty();
    Map<TaskId, Status> statuses = new LinkedHashMap<>();
    if (document.kind() == PlanDocument.Kind.PLAN) {
      for (Task task : document.tasks()) {
        if (task.status() != null) {
          statuses.putIfAbsent(task.id(), task.status());
        }
      }
    }
    if (damaged) {
      before.forEach(parent -> parent.forEach(statuses::putIfAbsent));
    }
    Plan plan = document.plan();
    String id = plan == null ? null : plan.id().value();
    if (id != null) {
      byPlan.computeIfAbsent(id, _ -> new HashSet<>()).addAll(statuses.keySet());
    }
    return new Said(id, statuses, damaged);
  }
}
