package dev.pawl.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.app.reconcile.PlanStatusCommit;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.Change;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.files.WorkTree;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.Reflog;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Edit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a commit of pawl's back by another commit, of exactly the same plan files: what others
 * wrote into them since stays.
 */
final class UndoCommit {
  private static final int REFLOG = 1000;
  private static final Pattern REVERTS =
      Pattern.compile("^This reverts commit ([0-9a-f]{40})\\.$", Pattern.MULTILINE);

  private final Workspace workspace;
  private final Commits commits;

  UndoCommit(Workspace workspace) {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
  }

  /** A commit that pawl made in this work tree, and when. */
  record Last(CommitId commit, Instant at) {}

  /** The last one that is still part of what is checked out, and was not taken back yet. */
  Optional<Last> last() throws GitException {
    CommitId head = workspace.repo().head();
    if (head == null) {
      return Optional.empty();
    }
    Set<String> undone = new HashSet<>();
    for (Reflog.Entry entry : Reflog.own(workspace.repo(), REFLOG)) {
      CommitId commit = entry.commit();
      if (!commits.exists(commit) || !commits.isAncestor(commit, head)) {
        continue;
      }
      Matcher reverts = REVERTS.matcher(commits.commit(commit).message());
      if (reverts.find()) {
        undone.add(reverts.group(1));
      } else if (!undone.contains(commit.hex())) {
        return Optional.of(new Last(commit, entry.at()));
      }
    }
    return Optional.empty();
  }

  Undo.Intent.Revert intent(Last last) throws Failure, GitException {
    CommitInfo commit = commits.commit(last.commit());
    if (commit.parents().size() != 1) {
      throw Failure.refused("commit " + last.commit().abbreviated() + " has no single parent");
    }
    Map<String, Change> changes = changes(commit);
    reversals(commit, changes);
    List<Undo.Step> steps = new ArrayList<>();
    for (Change change : changes.values()) {
      steps.addAll(steps(document(change.after()), document(change.before())));
    }
    return new Undo.Intent.Revert(
        last.at(),
        List.copyOf(steps),
        last.commit().hex(),
        commit.subject(),
        List.copyOf(changes.keySet()));
  }

  /** A file without what the commit did to it, and what is committed of it now. */
  private static final class Reversal {
    private final BlobId now;
    private final byte[] without;

    Reversal(BlobId now, byte[] without) {
      this.now = now;
      this.without = without;
    }
  }

  /** The files of a commit, each of which still says what that commit wrote. */
  private Map<String, Reversal> reversals(CommitInfo commit, Map<String, Change> changes)
      throws Failure, GitException {
    workspace.tell(changes.size(), "comparing %d files with the commit");
    CommitId head = workspace.repo().head();
    Map<String, BlobId> now = new HashMap<>();
    if (head != null) {
      for (TreeEntry entry : commits.tree(head, changes.keySet())) {
        now.put(entry.path(), entry.blob());
      }
    }
    Map<String, Reversal> reversals = new LinkedHashMap<>();
    for (Map.Entry<String, Change> entry : changes.entrySet()) {
      BlobId blob = now.get(entry.getKey());
      byte[] without = blob == null ? null : without(entry.getValue(), blob);
      if (blob == null || without == null) {
        String name = commit.id().abbreviated();
        throw Failure.refused(
            "what commit %s wrote into %s was changed since".formatted(name, entry.getKey()),
            "git revert %s merges, and leaves conflicts to you".formatted(name));
      }
      reversals.put(entry.getKey(), new Reversal(blob, without));
    }
    return reversals;
  }

  private Map<String, Change> changes(CommitInfo commit) throws GitException {
    return new TreeMap<>(commits.diff(commit.parents().getFirst(), commit.id()));
  }

  /** Null where something else than the statuses of this change is in the way. */
  private byte @Nullable [] without(Change change, BlobId now) throws GitException {
    BlobId after = change.after();
    BlobId before = change.before();
    if (after == null || before == null || change.modeChanged()) {
      return null;
    }
    if (after.equals(now)) {
      return commits.blob(before);
    }
    PlanDocument written = document(after);
    PlanDocument former = document(before);
    // More than statuses, and it could not be told what of it still stands.
    return Arrays.equals(without(written, former, written), former.bytes())
        ? without(written, former, document(now))
        : null;
  }

  /** A document with the statuses that another had before; null where it has others by now. */
  private static byte @Nullable [] without(
      PlanDocument written, PlanDocument former, PlanDocument now) {
    Map<TaskId, String> words = words(now);
    List<EditResult> results = new ArrayList<>();
    for (Undo.Step step : steps(written, former)) {
      TaskId task = new TaskId(step.task());
      if (!step.from().equals(words.get(task))) {
        return null;
      }
      results.add(now.setStatus(task, step.to()));
    }
    if (!word(written).equals(word(former))) {
      if (!word(now).equals(word(written))) {
        return null;
      }
      results.add(now.setPlanStatus(word(former)));
    }
    List<Edit> edits = new ArrayList<>();
    for (EditResult result : results) {
      if (!(result instanceof EditResult.Edited(Edit edit))) {
        return null;
      }
      edits.add(edit);
    }
    return now.apply(edits);
  }

  private static String word(PlanDocument document) {
    Plan plan = document.plan();
    return plan == null ? "" : plan.written();
  }

  private static Map<TaskId, String> words(PlanDocument document) {
    Map<TaskId, String> words = new LinkedHashMap<>();
    document.tasks().forEach(task -> words.put(task.id(), task.written()));
    return words;
  }

  private PlanDocument document(@Nullable BlobId blob) throws GitException {
    byte[] bytes = blob == null ? new byte[0] : commits.blob(blob);
    return PlanDocument.parse(
        bytes, workspace.settings().tasks(), workspace.settings().planStatuses());
  }

  private static List<Undo.Step> steps(PlanDocument from, PlanDocument to) {
    Map<TaskId, String> written = words(to);
    List<Undo.Step> steps = new ArrayList<>();
    for (Task task : from.tasks()) {
      String before = written.getOrDefault(task.id(), task.written());
      if (!before.equals(task.written())) {
        steps.add(new Undo.Step(task.id().value(), task.written(), before));
      }
    }
    return steps;
  }

  Undo.Done run(Undo.Intent.Revert intent) throws Failure, GitException {
    CommitId head = workspace.repo().head();
    BranchName branch = workspace.repo().branch();
    CommitInfo commit = commits.commit(new CommitId(intent.commit()));
    if (head == null || branch == null) {
      throw Failure.refused("no branch is checked out", "git switch BRANCH");
    }
    List<FileChange> changes = new ArrayList<>();
    for (Map.Entry<String, Reversal> entry : reversals(commit, changes(commit)).entrySet()) {
      changes.add(change(entry.getKey(), entry.getValue()));
    }
    String message =
        "Revert \"" + commit.subject() + "\"\n\nThis reverts commit " + commit.id().hex() + ".\n";
    StatusCommit.Outcome.Committed made =
        PlanStatusCommit.committed(workspace.commit(branch, head, changes, message));
    return new Undo.Done(intent, made.commit().hex(), reported(intent), made.notes());
  }

  private FileChange change(String path, Reversal reversal) throws Failure, GitException {
    byte[] stored = commits.blob(reversal.now);
    byte[] before = reversal.without;
    byte[] here =
        new WorkTree(workspace.repo())
            .read(path)
            .orElseThrow(() -> PlanStatusCommit.dirty(List.of(path)));
    byte[] hereBefore;
    if (Arrays.equals(here, stored)) {
      hereBefore = before;
    } else if (Arrays.equals(here, withCarriageReturns(stored))) {
      hereBefore = withCarriageReturns(before);
    } else {
      throw PlanStatusCommit.dirty(List.of(path));
    }
    return new FileChange(path, reversal.now, before, here, hereBefore);
  }

  /** As git checks a text file out where lines end with CR LF. */
  private static byte[] withCarriageReturns(byte[] text) {
    return new String(text, UTF_8).replace("\r\n", "\n").replace("\n", "\r\n").getBytes(UTF_8);
  }

  /** Whether the record still says what the commit had written. */
  private boolean reported(Undo.Intent.Revert intent) throws Failure {
    Map<TaskId, RecordedStatus> recorded = RepositorySnapshot.journal(workspace).recorded();
    for (Undo.Step step : intent.steps()) {
      RecordedStatus found = TaskId.of(step.task()).map(recorded::get).orElse(null);
      String word =
          workspace.settings().tasks().read(step.from()).map(Status::word).orElse(step.from());
      if (found != null && found.status().equals(word)) {
        return true;
      }
    }
    return false;
  }
}
