package dev.pawl.app;

import dev.pawl.check.Reconciliation.Observation;
import dev.pawl.check.Reconciliation.Writeback;
import dev.pawl.git.BlobId;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.StatusCommit;
import dev.pawl.git.TreeEntry;
import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.Recorded;
import dev.pawl.journal.store.Appended;
import dev.pawl.plan.Edit;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.PlanDocument;
import dev.pawl.plan.Problem;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out what was decided: records observations, and commits statuses. */
final class Publisher {
  private final Workspace workspace;
  private final Loaded loaded;

  Publisher(Workspace workspace, Loaded loaded) {
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
    CommitId head = workspace.repo().head();
    String commit = head == null ? null : head.hex();
    try {
      Appended appended =
          workspace
              .journal()
              .append(now -> {
                List<Draft> drafts = new ArrayList<>();
                Map<TaskId, Recorded> recorded = now.recorded();
                for (Observation seen : observations) {
                  if (unchanged(seen.task(), recorded)) {
                    drafts.add(
                        Draft.observation(
                                seen.task(), seen.status().word(), seen.status().rank(), null)
                            .atHead(commit)
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

  private boolean unchanged(TaskId task, Map<TaskId, Recorded> now) {
    Recorded before = loaded.facts().recorded().get(task);
    Recorded after = now.get(task);
    return before != null && after != null && before.winner().equals(after.winner());
  }

  /** Commits the writebacks, all of them in one commit. */
  Written write(List<Writeback> writebacks) throws GitException {
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
      PlanDocument here = loaded.documents().get(entry.getKey());
      if (here == null || blob == null) {
        throw new IllegalStateException(
            "decided to write what is not committed: " + entry.getKey());
      }
      PlanDocument stored = loaded.blobs().document(blob);
      List<Writeback> possible = possible(entry.getValue(), here, stored, refusals);
      if (!possible.isEmpty()) {
        written.addAll(possible);
        changes.add(
            new FileChange(
                entry.getKey(),
                blob,
                edited(stored, possible),
                here.bytes(),
                edited(here, possible)));
      }
    }
    if (changes.isEmpty()) {
      return new Written(null, List.of(), refusals);
    }
    String message = StatusMessage.of(written, workspace.surroundings().clock().instant());
    StatusCommit commit =
        new StatusCommit(
            workspace.repo(), StatusCommit.Limits.USUAL, workspace.surroundings().clock());
    return new Written(commit.commit(branch, head, changes, message), written, refusals);
  }

  /** The ones that can be edited exactly, in the repository's form and in the work tree's. */
  private static List<Writeback> possible(
      List<Writeback> writebacks, PlanDocument here, PlanDocument stored, List<Refusal> refusals) {
    List<Writeback> possible = new ArrayList<>();
    for (Writeback writeback : writebacks) {
      Problem problem = refusal(here, writeback);
      problem = problem == null ? refusal(stored, writeback) : problem;
      if (problem == null) {
        possible.add(writeback);
      } else {
        refusals.add(new Refusal(writeback, problem));
      }
    }
    return possible;
  }

  private static @Nullable Problem refusal(PlanDocument document, Writeback writeback) {
    return document.setStatus(writeback.task(), writeback.to().word())
            instanceof EditResult.Refused(Problem problem)
        ? problem
        : null;
  }

  private static byte[] edited(PlanDocument document, List<Writeback> writebacks) {
    List<Edit> edits = new ArrayList<>();
    for (Writeback writeback : writebacks) {
      if (document.setStatus(writeback.task(), writeback.to().word())
          instanceof EditResult.Edited(Edit edit)) {
        edits.add(edit);
      }
    }
    return document.apply(edits);
  }
}
