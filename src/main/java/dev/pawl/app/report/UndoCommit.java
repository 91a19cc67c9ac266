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
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a commit of pawl's back by another commit, of exactly the same plan files. */
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

  /** The files of a commit, each of which is still as that commit left it. */
  private Map<String, Change> changes(CommitInfo commit) throws Failure, GitException {
    CommitId head = workspace.repo().head();
    Map<String, Change> changes =
        new TreeMap<>(commits.diff(commit.parents().getFirst(), commit.id()));
    workspace.tell(changes.size(), "comparing %d files with the commit");
    Map<String, BlobId> now = new LinkedHashMap<>();
    if (head != null) {
      for (TreeEntry entry : commits.tree(head, changes.keySet())) {
        now.put(entry.path(), entry.blob());
      }
    }
    for (Map.Entry<String, Change> entry : changes.entrySet()) {
      BlobId after = entry.getValue().after();
      if (after == null
          || entry.getValue().before() == null
          || entry.getValue().modeChanged()
          || !after.equals(now.get(entry.getKey()))) {
        throw Failure.refused(
            entry.getKey() + " was changed since commit " + commit.id().abbreviated(),
            "git revert " + commit.id().abbreviated() + " merges, and leaves conflicts to you");
      }
    }
    return changes;
  }

  private PlanDocument document(@Nullable BlobId blob) throws GitException {
    byte[] bytes = blob == null ? new byte[0] : commits.blob(blob);
    return PlanDocument.parse(
        bytes, workspace.settings().tasks(), workspace.settings().planStatuses());
  }

  private static List<Undo.Step> steps(PlanDocument from, PlanDocument to) {
    Map<TaskId, String> written = new LinkedHashMap<>();
    to.tasks().forEach(task -> written.put(task.id(), task.written()));
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
    for (Map.Entry<String, Change> entry : changes(commit).entrySet()) {
      changes.add(change(entry.getKey(), entry.getValue()));
    }
    String message =
        "Revert \"" + commit.subject() + "\"\n\nThis reverts commit " + commit.id().hex() + ".\n";
    StatusCommit.Outcome.Committed made =
        PlanStatusCommit.committed(workspace.commit(branch, head, changes, message));
    return new Undo.Done(intent, made.commit().hex(), reported(intent), made.notes());
  }

  private FileChange change(String path, Change change) throws Failure, GitException {
    BlobId expected = Objects.requireNonNull(change.after(), "only changed files are taken back");
    byte[] stored = commits.blob(expected);
    byte[] before = commits.blob(Objects.requireNonNull(change.before()));
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
    return new FileChange(path, expected, before, here, hereBefore);
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
