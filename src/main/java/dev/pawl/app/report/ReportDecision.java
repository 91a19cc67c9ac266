package dev.pawl.app.report;

import dev.pawl.app.claim.Collisions;
import dev.pawl.app.snapshot.Bases;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
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
import dev.pawl.journal.store.Snapshot;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded of a report, by what is recorded in the very moment: it is asked while nobody
 * else can append, and refuses all of a report or nothing.
 */
final class ReportDecision {
  private final Workspace workspace;
  private final RepositorySnapshot loaded;
  private final ReportStatus.Request request;
  private final Status target;
  private final Map<PlanId, Long> epochs;
  private final Bases bases;
  private final String actor;
  private final List<ReportStatus.Reported> reported = new ArrayList<>();
  private final List<Failure> refused = new ArrayList<>();

  /**
   * Who is further with the same files, on another branch, and who has the task in progress: good
   * to know, and no obstacle.
   */
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * About a report.
   *
   * @param target the status that is reported
   * @param epochs under which epochs this clone owns plans
   */
  ReportDecision(
      Workspace workspace,
      RepositorySnapshot loaded,
      ReportStatus.Request request,
      Status target,
      Map<PlanId, Long> epochs)
      throws GitException {
    this.workspace = workspace;
    this.loaded = loaded;
    this.request = request;
    this.target = target;
    this.epochs = epochs;
    this.bases = new Bases(workspace, loaded);
    this.actor = Machine.actor(workspace.surroundings());
  }

  /** Decides about these tasks; nothing is to be recorded where one of them is refused. */
  List<Draft> on(Snapshot now, Set<TaskId> asked) {
    Facts facts = loaded.facts().withRecorded(now.recorded());
    Map<TaskId, TaskFacts> tasks = facts.tasks();
    List<Draft> drafts = new ArrayList<>();
    for (TaskId id : asked) {
      Draft draft = draft(facts, Objects.requireNonNull(tasks.get(id)));
      if (draft != null) {
        drafts.add(draft);
      }
    }
    return refused.isEmpty() ? drafts : List.of();
  }

  /** What became of each task, once it was decided. */
  List<ReportStatus.Reported> orFail() throws Failure {
    if (!refused.isEmpty()) {
      throw refused.getFirst();
    }
    return List.copyOf(reported);
  }

  Set<String> notes() {
    return notes;
  }

  /** Null when the task says so already, or is refused. */
  private @Nullable Draft draft(Facts facts, TaskFacts task) {
    TaskId id = task.task().id();
    Status before = facts.settled(task);
    Acceptance accepted = acceptance(facts, task, before);
    Failure refusal = refusal(id, accepted, before);
    if (refusal == null
        && accepted == Acceptance.REPEATED
        && request.kind() == ReportStatus.Kind.START) {
      refusal = taken(facts, id);
      accepted = takesOver(facts, id) ? Acceptance.RECORDED : accepted;
    }
    if (refusal == null && accepted == Acceptance.RECORDED) {
      refusal = inTheWay(facts, task, before);
    }
    if (refusal != null) {
      refused.add(refusal);
      return null;
    }
    boolean repeated = accepted == Acceptance.REPEATED;
    Event other = repeated || target.equals(before) ? null : othersBeginning(facts, id);
    if (other != null) {
      notes.add("%s was in progress: %s".formatted(id, began(other)));
    }
    reported.add(
        new ReportStatus.Reported(
            id,
            task.task().title(),
            task.plan().file(),
            task.plan().home().here() ? null : task.plan().home().branch(),
            before,
            target,
            repeated));
    return repeated ? null : draft(task, bases.of(task, before));
  }

  private Acceptance acceptance(Facts facts, TaskFacts task, @Nullable Status before) {
    return Acceptance.of(
        request.kind() == ReportStatus.Kind.REOPEN,
        target,
        before,
        task.committed(),
        facts.verdict(task).asks() || isContested(task, before));
  }

  /** Whether two had reported different things, of which this is to say again what counts. */
  private boolean isContested(TaskFacts task, @Nullable Status before) {
    RecordedStatus recorded = task.recorded();
    return target.equals(before) && recorded != null && !recorded.overruled().isEmpty();
  }

  /** Who has a task in progress, and is somebody else; null otherwise. */
  private @Nullable Event othersBeginning(Facts facts, TaskId id) {
    RecordedStatus recorded = facts.recorded().get(id);
    if (recorded == null || !recorded.status().equals(ReportStatus.Kind.START.word())) {
      return null;
    }
    Event last = recorded.winner();
    boolean ours = last.origin().actor().equals(actor);
    return ours || last.body() instanceof Body.Observation ? null : last;
  }

  private static String began(Event beginning) {
    return "%s on %s began it (%s)"
        .formatted(
            beginning.origin().actor(),
            beginning.origin().host(),
            Instant.ofEpochMilli(beginning.at().millis()).truncatedTo(ChronoUnit.SECONDS));
  }

  private boolean takesOver(Facts facts, TaskId id) {
    return request.options().contains(ReportStatus.Option.TAKE_OVER)
        && othersBeginning(facts, id) != null;
  }

  /** Two do not work on one task without knowing of each other. */
  private @Nullable Failure taken(Facts facts, TaskId id) {
    Event other = othersBeginning(facts, id);
    if (other != null && !request.options().contains(ReportStatus.Option.TAKE_OVER)) {
      return Failure.refused(
          "%s is %s: %s".formatted(id, target.word(), began(other)),
          "pawl task next offers another one",
          "to go on with it all the same: pawl task start " + id + " --take-over --reason \"…\"");
    }
    return request.options().contains(ReportStatus.Option.FRESH)
        ? Failure.refused(id + " is " + target.word() + " already")
        : null;
  }

  /** Who is further with the files of a task that begins with this; see {@link Collisions}. */
  private @Nullable Failure inTheWay(Facts facts, TaskFacts task, @Nullable Status before) {
    if (request.kind() != ReportStatus.Kind.START || (before != null && before.rank() > 0)) {
      return null;
    }
    Collisions collisions = Collisions.of(workspace, facts);
    notes.addAll(collisions.ahead(task.plan(), task.task(), /* together= */ false));
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

  private Draft draft(TaskFacts task, Basis basis) {
    TaskId id = task.task().id();
    Draft draft =
        request.kind() == ReportStatus.Kind.REOPEN
            ? Draft.reopen(id, target.word(), target.rank())
            : Draft.report(id, target.word(), target.rank());
    Plan plan = task.plan().document().plan();
    PlanId planId = plan == null ? null : plan.id();
    Draft placed = draft.on(basis).inPlan(planId).because(request.reason());
    Long epoch = planId == null ? null : epochs.get(planId);
    return planId == null || epoch == null ? placed : placed.underClaim(planId, epoch);
  }
}
