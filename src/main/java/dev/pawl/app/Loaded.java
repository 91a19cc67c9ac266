package dev.pawl.app;

import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.check.Trail;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Guard;
import dev.pawl.git.Obstacle;
import dev.pawl.journal.Event;
import dev.pawl.journal.Recorded;
import dev.pawl.journal.store.Damage;
import dev.pawl.journal.store.Snapshot;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * One snapshot of a repository: the facts that a decision reads, and what it took to find them.
 *
 * @param documents the plan files of the work tree, by path
 * @param journal all that was ever reported
 */
record Loaded(
    Facts facts, Homes homes, BlobPlans blobs, PlanDocuments documents, Snapshot journal) {

  /** All that was ever reported. */
  List<Event> events() throws Failure {
    try {
      return journal.events();
    } catch (UncheckedIOException e) {
      throw Failure.of("the journal cannot be read", Objects.requireNonNull(e.getCause()));
    }
  }

  /** Parts of the journal that do not count. */
  List<Damage> damage() {
    return journal.damage();
  }

  /** What a person should be told of the journal. */
  List<String> notices() {
    return journal.notices();
  }

  static Loaded of(Workspace workspace) throws GitException, Failure {
    Map<String, PlanFiles.Stored> stored = PlanFiles.of(workspace);
    Homes homes = Homes.of(workspace);
    BlobPlans blobs = new BlobPlans(workspace);
    List<PlanFacts> plans = PlanFiles.facts(workspace, stored, homes);
    Map<TaskId, Status> committed = CommittedStatuses.of(workspace, homes, blobs, plans);
    Snapshot journal = journal(workspace);
    Facts facts =
        new Facts(
            workspace.slug(),
            plans,
            committed,
            journal.recorded(),
            Map.of(),
            Set.of(),
            Map.of(),
            workspace.settings().tasks());
    Facts judged = withHistory(workspace, facts, homes, blobs);
    blobs.remember();
    return new Loaded(judged, homes, blobs, PlanDocuments.of(workspace, stored), journal);
  }

  private static Snapshot journal(Workspace workspace) throws Failure {
    try {
      return workspace.hasJournal()
          ? workspace.journal().load()
          : new Snapshot(null, List.of(), List.of(), List.of());
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be read", e);
    }
  }

  /** Asks history and the attributes, and only for the tasks that need it. */
  private static Facts withHistory(Workspace workspace, Facts facts, Homes homes, BlobPlans blobs)
      throws GitException {
    Set<TaskId> contested = facts.contested();
    Set<TaskId> missing = facts.withoutBlock();
    if (contested.isEmpty() && missing.isEmpty()) {
      return facts;
    }
    Set<TaskId> asked = new HashSet<>(contested);
    asked.addAll(missing);
    Trails trails = new Trails(workspace, blobs, asked);
    Map<TaskId, Trail> found = new LinkedHashMap<>();
    Set<String> files = new TreeSet<>();
    Map<TaskId, TaskFacts> tasks = facts.tasks();
    for (TaskId task : contested) {
      TaskFacts known = Objects.requireNonNull(tasks.get(task));
      Recorded recorded = Objects.requireNonNull(known.recorded());
      found.put(task, trails.of(recorded, homes.tip(known.plan().home())));
      files.add(known.plan().file());
    }
    CommitId head = workspace.repo().head();
    Set<TaskId> gone = new HashSet<>(missing);
    gone.retainAll(head == null || missing.isEmpty() ? Set.of() : trails.counts(head).held());
    return facts.with(found, gone, unwritable(workspace, files));
  }

  private static Map<String, String> unwritable(Workspace workspace, Set<String> files)
      throws GitException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Map.Entry<String, List<Obstacle>> entry :
        Guard.ofPaths(workspace.repo(), files).entrySet()) {
      if (!entry.getValue().isEmpty()) {
        reasons.put(entry.getKey(), entry.getValue().getFirst().toString());
      }
    }
    return reasons;
  }
}
