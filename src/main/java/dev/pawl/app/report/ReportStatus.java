package dev.pawl.app.report;

import dev.pawl.app.claim.ClaimPlan;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.claim.Collisions;
import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.RepoReport;
import dev.pawl.app.snapshot.Bases;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Acceptance;
import dev.pawl.check.Facts;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.journal.Basis;
import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.store.AppendResult;
import dev.pawl.journal.store.Snapshot;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
   * @param repeated true when it was so already, and nothing was recorded
   */
  public record Reported(
      TaskId task,
      String title,
      String file,
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
    private final String actor;

    /** Who is further with the same files, on another branch: good to know, and no obstacle. */
    private final Set<String> ahead = new LinkedHashSet<>();

    Run(Workspace workspace, Request request) throws GitException, Failure {
      this.workspace = workspace;
      this.request = request;
      this.loaded = RepositorySnapshot.of(workspace);
      this.target = target();
      this.actor = Machine.actor(workspace.surroundings());
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
      List<Reported> reported = new ArrayList<>();
      List<Failure> refused = new ArrayList<>();
      Bases bases = new Bases(workspace, loaded);
      Map<PlanId, Long> epochs = epochs(asked.values());
      AppendResult appended =
          append(now -> {
            Facts facts = loaded.facts().withRecorded(now.recorded());
            Map<TaskId, TaskFacts> tasks = facts.tasks();
            List<Draft> drafts = new ArrayList<>();
            for (TaskId id : asked.keySet()) {
              TaskFacts task = Objects.requireNonNull(tasks.get(id));
              Status before = facts.settled(task);
              Acceptance accepted = acceptance(facts, task, before);
              Failure refusal = refusal(id, accepted, before);
              if (refusal == null && accepted == Acceptance.REPEATED) {
                refusal = taken(facts, id);
                accepted = takesOver(facts, id) ? Acceptance.RECORDED : accepted;
              }
              if (refusal == null && accepted == Acceptance.RECORDED) {
                refusal = inTheWay(facts, task, before);
              }
              if (refusal != null) {
                refused.add(refusal);
                continue;
              }
              boolean repeated = accepted == Acceptance.REPEATED;
              reported.add(
                  new Reported(
                      id, task.task().title(), task.plan().file(), before, target, repeated));
              if (!repeated) {
                drafts.add(draft(task, bases.of(task, before), epochs));
              }
            }
            return refused.isEmpty() ? drafts : List.of();
          });
      if (!refused.isEmpty()) {
        throw refused.getFirst();
      }
      List<String> notes = new ArrayList<>(workspace.settled());
      notes.addAll(workspace.notes());
      notes.addAll(ahead);
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
              : new WritebackCheck(RepositorySnapshot.of(workspace), written).among(asked.keySet());
      return new Outcome(List.copyOf(reported), written, unwritten, List.copyOf(notes));
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

    private AppendResult append(java.util.function.Function<Snapshot, List<Draft>> decide)
        throws Failure {
      try {
        return workspace.journal().append(decide);
      } catch (IOException e) {
        throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be written", e);
      } catch (IllegalArgumentException e) {
        throw Failure.usage(String.valueOf(e.getMessage()));
      }
    }

    private Acceptance acceptance(Facts facts, TaskFacts task, @Nullable Status before) {
      return Acceptance.of(
          request.kind() == Kind.REOPEN,
          target,
          before,
          task.committed(),
          facts.verdict(task).asks());
    }

    /** Who has begun a task that is to be begun, and is somebody else; null otherwise. */
    private @Nullable Event othersBeginning(Facts facts, TaskId id) {
      RecordedStatus recorded = facts.recorded().get(id);
      if (request.kind() != Kind.START
          || recorded == null
          || !recorded.status().equals(target.word())) {
        return null;
      }
      Event last = recorded.winner();
      boolean ours = last.origin().actor().equals(actor);
      return ours || last.body() instanceof Body.Observation ? null : last;
    }

    private boolean takesOver(Facts facts, TaskId id) {
      return request.options().contains(Option.TAKE_OVER) && othersBeginning(facts, id) != null;
    }

    /** Two do not work on one task without knowing of each other. */
    private @Nullable Failure taken(Facts facts, TaskId id) {
      Event other = othersBeginning(facts, id);
      if (other != null && !request.options().contains(Option.TAKE_OVER)) {
        return Failure.refused(
            id
                + " is "
                + target.word()
                + ": "
                + other.origin().actor()
                + " on "
                + other.origin().host()
                + " began it at "
                + Instant.ofEpochMilli(other.at().millis()).truncatedTo(ChronoUnit.SECONDS),
            "pawl task next offers another one",
            "to go on with it all the same: pawl task start " + id + " --take-over --reason \"…\"");
      }
      return request.options().contains(Option.FRESH)
          ? Failure.refused(id + " is " + target.word() + " already")
          : null;
    }

    /** Who is further with the files of a task that begins with this; see {@link Collisions}. */
    private @Nullable Failure inTheWay(Facts facts, TaskFacts task, @Nullable Status before) {
      if (request.kind() != Kind.START || (before != null && before.rank() > 0)) {
        return null;
      }
      Collisions collisions = Collisions.of(workspace, facts);
      ahead.addAll(collisions.ahead(task.plan(), task.task(), /* together= */ false));
      List<String> inTheWay = collisions.ahead(task.plan(), task.task(), /* together= */ true);
      return inTheWay.isEmpty()
          ? null
          : Failure.refused(
              String.join("; ", inTheWay),
              "pawl task next offers another one",
              "to work on it all the same, in files of its own: pawl plan start "
                  + Selection.id(task.plan()));
    }

    private @Nullable Failure refusal(TaskId id, Acceptance accepted, @Nullable Status before) {
      String is = id.value() + " is " + (before == null ? "unknown" : before.word());
      return switch (accepted) {
        case RECORDED, REPEATED -> null;
        case NOT_AHEAD -> Failure.refused(is + ", which is not ahead of " + target.word());
        case BACKWARD ->
            Failure.refused(
                is + ", and a status moves only forward: not to " + target.word(),
                "if it is to go back, say so: pawl task reopen " + id.value());
      };
    }

    private Draft draft(TaskFacts task, Basis basis, Map<PlanId, Long> epochs) {
      TaskId id = task.task().id();
      Draft draft =
          request.kind() == Kind.REOPEN
              ? Draft.reopen(id, target.word(), target.rank())
              : Draft.report(id, target.word(), target.rank());
      Plan plan = task.plan().document().plan();
      PlanId planId = plan == null ? null : plan.id();
      Draft placed = draft.on(basis).inPlan(planId).because(request.reason());
      Long epoch = planId == null ? null : epochs.get(planId);
      return planId == null || epoch == null ? placed : placed.underClaim(planId, epoch);
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
