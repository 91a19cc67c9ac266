package dev.pawl.app.reconcile;

import dev.pawl.app.snapshot.BlobPlans;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.StatusMessage;
import dev.pawl.app.snapshot.StatusMessage.Moved;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.Change;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.OwnCommitIds;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.remote.PushDestination;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says whose commit a commit is. It is pawl's when this clone noted its id as
 * pawl made it; or, after a rebase, when its message lists exactly what its diff changes and each
 * of these was reported. Anything more in it makes it a person's (N17).
 */
final class OwnCommits {
  private static final String REVERT = "This reverts commit ";

  private final Workspace workspace;
  private final Commits commits;
  private final BlobPlans blobs;
  private final Set<CommitId> noted;
  private @Nullable Map<TaskId, RecordedStatus> recorded;

  OwnCommits(Workspace workspace) throws GitException {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
    this.blobs = new BlobPlans(workspace);
    this.noted = new OwnCommitIds(workspace.repo()).all();
  }

  boolean isOwn(CommitInfo commit) throws GitException, Failure {
    if (noted.contains(commit.id())) {
      return true;
    }
    Set<Moved> listed = StatusMessage.listed(commit.message());
    if (listed.isEmpty()) {
      return false;
    }
    List<Moved> changed = statuses(commit).orElse(List.of());
    return listed.equals(Set.copyOf(changed)) && areReported(changed);
  }

  /**
   * Pawl's commits of a branch that were not pushed, newest first: those that neither its upstream
   * nor the branch that it is pushed to is known to hold. Where neither is known, no branch of any
   * remote does.
   */
  List<CommitInfo> unpushed(BranchName branch) throws GitException, Failure {
    Optional<CommitId> here = new Refs(workspace.repo()).ref(branch.ref());
    Upstream upstream = workspace.upstream(branch);
    if (here.isEmpty()
        || here.get().equals(upstream.at())
        || !new Upstreams(workspace.repo()).hasRemotes()) {
      return List.of();
    }
    Set<CommitId> there = delivered(branch, upstream);
    List<CommitInfo> own = new ArrayList<>();
    for (CommitInfo commit : commits.log(here.get(), there, Upstreams.MOST_COMMITS)) {
      if (isOwn(commit)) {
        own.add(commit);
      }
    }
    return List.copyOf(own);
  }

  private Set<CommitId> delivered(BranchName branch, Upstream upstream) throws GitException {
    Refs refs = new Refs(workspace.repo());
    Set<CommitId> there = new HashSet<>();
    if (upstream.at() != null) {
      there.add(upstream.at());
    }
    if (workspace.destination(branch) instanceof PushDestination.There to
        && to.tracking() != null) {
      refs.ref(to.tracking()).ifPresent(there::add);
    }
    if (there.isEmpty()) {
      there.addAll(new GoneRefs(workspace.repo()).without(refs.refs("refs/remotes/")).values());
    }
    return there;
  }

  /** Whether a branch of a remote, a fork's for one, is known to hold some of these. */
  boolean arePublished(List<CommitInfo> newestFirst) throws GitException {
    Map<String, CommitId> remotes = new Refs(workspace.repo()).refs("refs/remotes/");
    Set<CommitId> pushed = Set.copyOf(new GoneRefs(workspace.repo()).without(remotes).values());
    int all = newestFirst.size();
    return all > 0 && commits.log(newestFirst.getFirst().id(), pushed, all).size() < all;
  }

  /** Whether a commit says nothing that could not be made again from what is recorded. */
  boolean isDerivable(CommitInfo commit) throws GitException, Failure {
    Optional<List<Moved>> changed = statuses(commit);
    return changed.isPresent()
        && areReported(changed.get())
        && (!commit.message().contains(REVERT) || areRecorded(changed.get()));
  }

  /**
   * What was reported says as much, or was taken back since: the commit says nothing of its own.
   */
  private boolean areReported(List<Moved> changed) throws GitException, Failure {
    for (Moved moved : changed) {
      RecordedStatus reported = reported(moved);
      int rank = rank(moved.to());
      boolean back = rank < rank(moved.from());
      if (reported == null || (!reported.isReopened() && (back || reported.rank() < rank))) {
        return false;
      }
    }
    return true;
  }

  /** An undone writeback is only in the commit that undid it, unless the report went as well. */
  private boolean areRecorded(List<Moved> changed) throws GitException, Failure {
    for (Moved moved : changed) {
      RecordedStatus reported = reported(moved);
      if (reported == null || !reported.status().equals(moved.to())) {
        return false;
      }
    }
    return true;
  }

  private @Nullable RecordedStatus reported(Moved moved) throws GitException, Failure {
    Map<TaskId, RecordedStatus> known = recorded;
    if (known == null) {
      known = RepositorySnapshot.journal(workspace).recorded();
      recorded = known;
    }
    return TaskId.of(moved.task()).map(known::get).orElse(null);
  }

  private int rank(String word) {
    return workspace.settings().tasks().read(word).map(Status::rank).orElse(0);
  }

  /**
   * The statuses that a commit changes; nothing when it changes anything else, by a single byte.
   */
  private Optional<List<Moved>> statuses(CommitInfo commit) throws GitException {
    if (commit.parents().size() != 1) {
      return Optional.empty();
    }
    List<Moved> all = new ArrayList<>();
    for (Map.Entry<String, Change> entry :
        commits.diff(commit.parents().getFirst(), commit.id()).entrySet()) {
      Change change = entry.getValue();
      if (!workspace.settings().globs().matches(entry.getKey())
          || change.before() == null
          || change.after() == null
          || change.modeChanged()) {
        return Optional.empty();
      }
      Optional<List<Moved>> moved =
          statuses(blobs.document(change.before()), blobs.document(change.after()));
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(moved.get());
    }
    return Optional.of(all);
  }

  /** Makes the same edits again: the result must be the same bytes. */
  private static Optional<List<Moved>> statuses(PlanDocument before, PlanDocument after) {
    Map<TaskId, Status> old = new HashMap<>();
    for (Task task : before.tasks()) {
      if (task.status() != null) {
        old.put(task.id(), task.status());
      }
    }
    List<Moved> moved = new ArrayList<>();
    List<Edit> edits = new ArrayList<>();
    for (Task task : after.tasks()) {
      Status now = task.status();
      Status was = old.get(task.id());
      if (now == null || was == null || now.equals(was)) {
        continue;
      }
      if (!(before.setStatus(task.id(), task.written()) instanceof EditResult.Edited(Edit edit))) {
        return Optional.empty();
      }
      edits.add(edit);
      moved.add(new Moved(task.id().value(), was.word(), now.word()));
    }
    return Arrays.equals(before.apply(edits), after.bytes())
        ? Optional.of(moved)
        : Optional.empty();
  }
}
