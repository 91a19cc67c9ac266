package dev.pawl.app.report;

import dev.pawl.app.claim.ClaimPlan;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.journal.Draft;
import dev.pawl.journal.store.AppendResult;
import dev.pawl.journal.store.Snapshot;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports that tasks were started, blocked, finished, cancelled or reopened. Only the journal is
 * written; all ids are checked before any is recorded.
 */
public final class ReportStatus {
  private final Surroundings surroundings;

  public ReportStatus(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What is reported; the words are those of the built-in ladder. */
  public enum Kind {
    START("in_progress"),
    BLOCK("blocked"),
    DONE("done"),
    CANCEL("cancelled"),
    REOPEN("todo");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /** How it is reported. */
  public enum Option {
    /** Write the statuses back at once. */
    WRITE,
    /** Begin what another actor is at. */
    TAKE_OVER,
    /** Begin only what nobody is at, not even this actor. */
    FRESH
  }

  /**
   * A report.
   *
   * @param tasks ids as typed
   * @param plan the plan they must be in; null for any
   * @param to for a reopen: the status to go back to; null for {@code todo}
   * @param reason in the reporter's words; null for none
   */
  public record Request(
      Kind kind,
      List<String> tasks,
      @Nullable String plan,
      @Nullable String to,
      @Nullable String reason,
      Set<Option> options) {
    /** Copies the options. */
    public Request {
      options = Set.copyOf(options);
    }
  }

  /**
   * What became of one task.
   *
   * @param before what counted before; null when nothing did
   * @param branch where it is written back; null when that is here
   * @param repeated true when it was so already, and nothing was recorded
   */
  public record Reported(
      TaskId task,
      String title,
      String file,
      @Nullable String branch,
      @Nullable Status before,
      Status now,
      boolean repeated) {}

  /**
   * What became of all.
   *
   * @param written the run that wrote them back; null when that was not asked for
   * @param unwritten what was to be written and was not, a sentence each
   * @param notes what a person should be told besides
   */
  public record Outcome(
      List<Reported> reported,
      @Nullable RepoReport written,
      List<String> unwritten,
      List<String> notes) {}

  /**
   * Records it.
   *
   * @throws Failure when a task does not exist, is ambiguous, or would go backwards
   */
  public Outcome run(Request request) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      return new Run(workspace, request).outcome();
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static final class Run {
    private final Workspace workspace;
    private final Request request;
    private final RepositorySnapshot loaded;
    private final Status target;

    Run(Workspace workspace, Request request) throws GitException, Failure {
      this.workspace = workspace;
      this.request = request;
      this.loaded = RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      this.target = target();
    }

    private Status target() throws Failure {
      String word = request.to() == null ? request.kind().word : request.to();
      Status status = Selection.status(word, workspace.settings().tasks());
      if (request.kind() == Kind.REOPEN && status.rank() > 1) {
        throw Failure.usage(
            "a reopened task cannot be " + word, "reopen it, then report it as " + word);
      }
      return status;
    }

    Outcome outcome() throws Failure, GitException {
      Map<TaskId, TaskFacts> asked = new LinkedHashMap<>();
      Selection selection = new Selection(workspace, loaded);
      for (String name : request.tasks()) {
        TaskFacts task = selection.task(name, request.plan());
        asked.put(task.task().id(), task);
      }
      ReportDecision decision =
          new ReportDecision(workspace, loaded, request, target, epochs(asked.values()));
      AppendResult appended = append(now -> decision.on(now, asked.keySet()));
      List<Reported> reported = decision.orFail();
      List<String> notes = new ArrayList<>(workspace.settled());
      notes.addAll(workspace.notes());
      notes.addAll(decision.notes());
      notes.addAll(speaksAgainst(asked.values(), reported));
      notes.addAll(appended.notices());
      appended.damage().forEach(damage -> notes.add("a part of the journal is damaged: " + damage));
      RepoReport written =
          request.options().contains(Option.WRITE)
              ? FixConsistency.in(
                  workspace, FixConsistency.Request.writeBack(Set.copyOf(asked.keySet())))
              : null;
      List<String> unwritten =
          written == null
              ? List.of()
              : new WritebackCheck(
                      RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE), written)
                  .among(asked.keySet());
      return new Outcome(reported, written, unwritten, List.copyOf(notes));
    }

    /** What whoever begins a task should know, and what does not keep them from it. */
    private List<String> speaksAgainst(Collection<TaskFacts> tasks, List<Reported> reported)
        throws GitException, Failure {
      Set<String> notes = new LinkedHashSet<>();
      if (request.kind() != Kind.START || reported.stream().allMatch(Reported::repeated)) {
        return List.of();
      }
      Claims claims = new Claims(workspace);
      Map<TaskId, TaskFacts> all = loaded.facts().tasks();
      for (TaskFacts task : tasks) {
        Plan plan = task.plan().document().plan();
        String owner = plan == null ? null : claims.otherOwner(plan.id());
        if (plan != null && owner != null) {
          notes.add(plan.id() + " is claimed by " + owner + ": ask before you go on");
        }
        for (String other : task.task().dependsOn()) {
          TaskFacts known = TaskId.of(other).map(all::get).orElse(null);
          Status status = known == null ? null : loaded.facts().settled(known);
          if (status != null && status.rank() < 2) {
            notes.add(task.task().id() + " depends on " + other + ", which is " + status.word());
          }
        }
      }
      return List.copyOf(notes);
    }

    private AppendResult append(Function<Snapshot, List<Draft>> decide) throws Failure {
      try {
        return workspace.journal().append(decide);
      } catch (IOException e) {
        throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be written", e);
      } catch (IllegalArgumentException e) {
        throw Failure.usage(String.valueOf(e.getMessage()));
      }
    }

    /** Under which epochs this clone owns the plans of these tasks, where it does. */
    private Map<PlanId, Long> epochs(Collection<TaskFacts> tasks) throws Failure, GitException {
      Map<PlanId, Long> epochs = new HashMap<>();
      Claims claims = new Claims(workspace);
      Set<PlanId> looked = new HashSet<>();
      for (TaskFacts task : tasks) {
        Plan plan = task.plan().document().plan();
        if (plan != null && looked.add(plan.id())) {
          Long epoch = claims.epoch(plan.id(), ClaimPlan.executor(workspace.surroundings()));
          if (epoch != null) {
            epochs.put(plan.id(), epoch);
          }
        }
      }
      return epochs;
    }
  }
}
