package dev.pawl.app.reconcile;

import dev.pawl.app.snapshot.Bases;
import dev.pawl.app.snapshot.CommittedStatuses;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.StatusMessage;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Reconciliation.Observation;
import dev.pawl.check.Reconciliation.Writeback;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.store.AppendResult;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Edit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out what was decided: records observations, and commits statuses. */
final class Publisher {
  private final Workspace workspace;
  private final RepositorySnapshot loaded;

  Publisher(Workspace workspace, RepositorySnapshot loaded) {
    this.workspace = workspace;
    this.loaded = loaded;
  }

  /** A status that could not be edited exactly, where and why (N11). */
  record Refusal(Writeback writeback, Problem problem) {}

  /**
   * What became of the writebacks.
   *
   * @param outcome null when there was nothing to commit
   * @param written what the commit holds
   * @param refusals what could not be edited exactly
   */
  record Written(
      StatusCommit.@Nullable Outcome outcome, List<Writeback> written, List<Refusal> refusals) {}

  /**
   * Moves records forward, each only if nothing was reported meanwhile (N15).
   *
   * @return the tasks whose record was moved
   */
  Set<TaskId> record(List<Observation> observations) throws Failure, GitException {
    if (observations.isEmpty()) {
      return Set.of();
    }
    Bases bases = new Bases(workspace, loaded);
    Map<TaskId, TaskFacts> tasks = loaded.facts().tasks();
    try {
      AppendResult appended =
          workspace
              .journal()
              .append(now -> {
                List<Draft> drafts = new ArrayList<>();
                Map<TaskId, RecordedStatus> recorded = now.recorded();
                for (Observation seen : observations) {
                  if (unchanged(seen.task(), recorded)) {
                    drafts.add(
                        Draft.observation(
                                seen.task(), seen.status().word(), seen.status().rank(), null)
                            .on(
                                bases.of(
                                    Objects.requireNonNull(tasks.get(seen.task())),
                                    before(seen.task(), recorded)))
                            .inPlan(seen.plan()));
                  }
                }
                return drafts;
              });
      Set<TaskId> moved = new HashSet<>();
      for (Event event : appended.events()) {
        if (event.body() instanceof Body.Observation observation) {
          moved.add(observation.task());
        }
      }
      return moved;
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be written", e);
    }
  }

  private static Status before(TaskId task, Map<TaskId, RecordedStatus> recorded) {
    RecordedStatus now = Objects.requireNonNull(recorded.get(task));
    return new Status(now.status(), now.rank());
  }

  private boolean unchanged(TaskId task, Map<TaskId, RecordedStatus> now) {
    RecordedStatus before = loaded.facts().recorded().get(task);
    RecordedStatus after = now.get(task);
    return before != null && after != null && before.winner().equals(after.winner());
  }

  /** Commits the writebacks, all of them in one commit. */
  Written write(List<Writeback> writebacks) throws Failure, GitException {
    CommitId head = workspace.repo().head();
    BranchName branch = workspace.repo().branch();
    if (writebacks.isEmpty() || head == null || branch == null) {
      return new Written(null, List.of(), List.of());
    }
    Map<String, List<Writeback>> byFile = new LinkedHashMap<>();
    for (Writeback writeback : writebacks) {
      byFile.computeIfAbsent(writeback.file(), _ -> new ArrayList<>()).add(writeback);
    }
    Map<String, BlobId> committed = new HashMap<>();
    for (TreeEntry entry : CommittedStatuses.planFiles(workspace, head)) {
      committed.put(entry.path(), entry.blob());
    }
    List<FileChange> changes = new ArrayList<>();
    List<Writeback> written = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Map.Entry<String, List<Writeback>> entry : byFile.entrySet()) {
      BlobId blob = committed.get(entry.getKey());
      if (blob == null) {
        throw new IllegalStateException(
            "decided to write what is not committed: " + entry.getKey());
      }
      PlanDocument here = loaded.documents().current(entry.getKey());
      if (here == null) {
        // Not what was decided on any more (N13).
        String reason = entry.getKey() + " was changed meanwhile";
        return new Written(new StatusCommit.Outcome.Raced(reason), List.of(), refusals);
      }
      PlanDocument stored =
          blob.equals(BlobId.of(here.bytes())) ? here : loaded.blobs().document(blob);
      Edited edited = edited(entry.getValue(), here, stored);
      refusals.addAll(edited.refusals());
      if (!edited.written().isEmpty()) {
        written.addAll(edited.written());
        changes.add(
            new FileChange(
                entry.getKey(), blob, edited.committed(), here.bytes(), edited.workTree()));
      }
    }
    if (changes.isEmpty()) {
      return new Written(null, List.of(), refusals);
    }
    String message = StatusMessage.of(written, workspace.surroundings().clock().instant());
    return new Written(workspace.commit(branch, head, changes, message), written, refusals);
  }

  /** One file with what could be edited exactly, as it is committed and as it lies there. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Edited(
      List<Writeback> written, List<Refusal> refusals, byte[] committed, byte[] workTree) {}

  private static Edited edited(List<Writeback> writebacks, PlanDocument here, PlanDocument stored) {
    Map<TaskId, String> words = new LinkedHashMap<>();
    writebacks.forEach(writeback -> words.put(writeback.task(), writeback.to().word()));
    List<Refusal> refusals = new ArrayList<>();
    List<Edit> inFile = edits(here, words, writebacks, refusals);
    List<Edit> inCommit = here == stored ? inFile : edits(stored, words, writebacks, refusals);
    if (here != stored && !refusals.isEmpty()) {
      // What one of the two forms refuses is left out of both.
      refusals.forEach(refusal -> words.remove(refusal.writeback().task()));
      inFile = edits(here, words, writebacks, refusals);
      inCommit = edits(stored, words, writebacks, refusals);
    }
    return new Edited(
        writebacks.stream().filter(writeback -> words.containsKey(writeback.task())).toList(),
        refusals,
        stored.apply(inCommit),
        here == stored ? stored.apply(inCommit) : here.apply(inFile));
  }

  /** The edits that give tasks these words; a task that is refused is taken out of the words. */
  private static List<Edit> edits(
      PlanDocument document,
      Map<TaskId, String> words,
      List<Writeback> writebacks,
      List<Refusal> refusals) {
    List<Edit> edits = new ArrayList<>();
    Map<TaskId, EditResult> results = document.setStatuses(words);
    for (Writeback writeback : writebacks) {
      switch (results.get(writeback.task())) {
        case EditResult.Edited(Edit edit) -> edits.add(edit);
        case EditResult.Refused(Problem problem) -> {
          words.remove(writeback.task());
          refusals.add(new Refusal(writeback, problem));
        }
        case null -> {
          // Refused before.
        }
      }
    }
    return edits;
  }
}
