package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.check.TaskRemoval;
import dev.pawl.check.Trail;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.commit.UnfinishedCommit;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot of a repository: the facts that a decision reads, and what it took to find them.
 *
 * @param documents the plan files of the work tree, by path
 * @param journal all that was ever reported
 */
public record RepositorySnapshot(
    Facts facts, Homes homes, BlobPlans blobs, PlanDocuments documents, Snapshot journal) {
  /** Each reading that is in vain is a commit of somebody else's, so this comes to an end. */
  private static final int ATTEMPTS = 50;

  /** All that was ever reported. */
  public List<Event> events() throws Failure {
    return events(journal);
  }

  /** What a task of this id is called now; empty when it was not renamed. */
  public Optional<TaskId> renamed(String id) throws Failure {
    return Renames.of(events()).of(id);
  }

  /** All events of a journal, in an order that is the same everywhere. */
  public static List<Event> events(Snapshot journal) throws Failure {
    try {
      return journal.events();
    } catch (UncheckedIOException e) {
      throw Failure.of("the journal cannot be read", Objects.requireNonNull(e.getCause()));
    }
  }

  /** Parts of the journal that do not count. */
  public List<Damage> damage() {
    return journal.damage();
  }

  /** What a person should be told of the journal. */
  public List<String> notices() {
    return journal.notices();
  }

  /**
   * Reads it; again when a commit came between or is half made, so that files, commits and journal
   * belong together.
   */
  public static RepositorySnapshot of(Workspace workspace) throws GitException, Failure {
    return of(workspace, View.CHECKOUT);
  }

  /** Which plans are looked at, and where they are taken to live. */
  public enum View {
    /** The plan files of this checkout. */
    CHECKOUT,
    /** The same, each taken to be written back on the branch that is checked out. */
    TARGET,
    /** Each plan that has a branch of its own as that branch has it, wherever one looks from. */
    EVERYWHERE
  }

  /** The same, seen so. */
  public static RepositorySnapshot of(Workspace workspace, View view) throws GitException, Failure {
    for (int attempt = 1; ; attempt++) {
      CommitId before = workspace.repo().head();
      RepositorySnapshot loaded = read(workspace, view);
      boolean still =
          Objects.equals(before, workspace.repo().head()) && !loaded.disturbed(workspace);
      if (still || attempt == ATTEMPTS) {
        return loaded;
      }
    }
  }

  /** Whether a file was seen as uncommitted while another pawl was at committing. */
  private boolean disturbed(Workspace workspace) throws GitException {
    return facts.plans().stream().anyMatch(PlanFacts::uncommitted)
        && UnfinishedCommit.hasEnded(workspace.repo(), StatusCommit.Limits.USUAL.lock());
  }

  private static RepositorySnapshot read(Workspace workspace, View view)
      throws GitException, Failure {
    Map<String, PlanFiles.Stored> stored = PlanFiles.of(workspace);
    Homes homes = Homes.of(workspace, view == View.TARGET);
    BlobPlans blobs = new BlobPlans(workspace);
    List<PlanFacts> checkout = PlanFiles.facts(workspace, stored, homes);
    HomePlans elsewhere = new HomePlans(workspace, homes, blobs, stored.values());
    List<PlanFacts> everywhere = elsewhere.instead(checkout);
    CommittedStatuses statuses = new CommittedStatuses(workspace, homes, blobs);
    Snapshot journal = journal(workspace);
    Facts facts =
        new Facts(
            workspace.slug(),
            view == View.EVERYWHERE ? everywhere : checkout,
            statuses.of(everywhere),
            journal.recorded(),
            Map.of(),
            Map.of(),
            Set.of(),
            Map.of(),
            workspace.settings().tasks());
    Facts judged = withHistory(workspace, facts, homes, blobs, journal);
    Facts seen = judged.withUnpublished(new Visibility(workspace, homes, statuses).unseen(judged));
    blobs.remember();
    PlanDocuments documents = PlanDocuments.of(workspace, stored, blobs, elsewhere.stored());
    return new RepositorySnapshot(seen, homes, blobs, documents, journal);
  }

  /** All that was ever reported, and nothing else. */
  public static Snapshot journal(Workspace workspace) throws Failure {
    try {
      return workspace.hasJournal()
          ? workspace.journal().load()
          : new Snapshot(null, List.of(), List.of(), List.of());
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be read", e);
    }
  }

  /** Asks history and the attributes, and only for the tasks that need it. */
  private static Facts withHistory(
      Workspace workspace, Facts facts, Homes homes, BlobPlans blobs, Snapshot journal)
      throws GitException, Failure {
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
      RecordedStatus recorded = Objects.requireNonNull(known.recorded());
      Status written = Objects.requireNonNull(known.committed());
      found.put(task, trails.of(recorded, written, homes.tip(known.plan().home())));
      files.add(known.plan().file());
    }
    Map<TaskId, TaskRemoval> gone = gone(facts, missing, trails, workspace.repo().head());
    if (!missing.isEmpty()) {
      Renames renames = Renames.of(events(journal));
      facts.recorded().values().stream()
          .filter(recorded -> missing.contains(recorded.task()) && renames.took(recorded))
          .forEach(recorded -> gone.put(recorded.task(), new TaskRemoval("", true, List.of())));
    }
    return facts.with(found, gone, unwritable(workspace, files));
  }

  private static Map<TaskId, TaskRemoval> gone(
      Facts facts, Set<TaskId> missing, Trails trails, @Nullable CommitId head)
      throws GitException {
    Map<TaskId, TaskRemoval> gone = new LinkedHashMap<>();
    if (head != null) {
      for (TaskId task : missing) {
        TaskRemoval how = trails.gone(Objects.requireNonNull(facts.recorded().get(task)), head);
        if (how != null) {
          gone.put(task, how);
        }
      }
    }
    return gone;
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
