package dev.pawl.app.report;

import dev.pawl.app.snapshot.Bases;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.journal.Basis;
import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.Join;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.store.AppendResult;
import dev.pawl.journal.store.Snapshot;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports back by new ones: a step forward by a reopen to what counted before, a reopen by a
 * report of what it went back from. The reason of each names the event that it takes back, so that
 * the next undo goes further back.
 */
final class UndoReports {
  private static final Pattern UNDOES = Pattern.compile("undo of ([0-9a-f]{64})");

  private final Workspace workspace;
  private final Snapshot journal;
  private final List<Event> events;

  UndoReports(Workspace workspace) throws Failure {
    this.workspace = workspace;
    this.journal = RepositorySnapshot.journal(workspace);
    this.events = RepositorySnapshot.events(journal);
  }

  /**
   * The reports of one command, which were made at once.
   *
   * @param settled what was taken back before, and the reports that did so
   */
  record Last(List<Event> events, Set<Event> settled) {
    Instant at() {
      return Instant.ofEpochMilli(events.getFirst().at().millis());
    }

    @Nullable CommitId head() {
      String head = events.getFirst().context().head();
      return head == null || !head.matches("[0-9a-f]{40}") ? null : new CommitId(head);
    }
  }

  /** The last reports of this clone that were not taken back yet. */
  Optional<Last> last() {
    ReplicaId own = journal.replica();
    if (own == null) {
      return Optional.empty();
    }
    List<Event> candidates = new ArrayList<>();
    Set<String> undone = new HashSet<>();
    Set<Event> settled = new HashSet<>();
    for (Event event :
        events.stream()
            .filter(event -> event.replica().equals(own))
            .sorted(Comparator.comparingLong(Event::seq).reversed())
            .toList()) {
      String reason = event.context().reason();
      Matcher undoes = UNDOES.matcher(reason == null ? "" : reason);
      if (undoes.matches()) {
        undone.add(undoes.group(1));
        settled.add(event);
      } else if (undone.contains(event.id().hex())) {
        settled.add(event);
      } else if (isReport(event)) {
        candidates.add(event);
      }
    }
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(new Last(together(candidates), settled));
  }

  /** What a fix observed follows the file: taken back, the next fix would observe it again. */
  private static boolean isReport(Event event) {
    return event.body() instanceof Body.Report || event.body() instanceof Body.Reopen;
  }

  private static List<Event> together(List<Event> latestFirst) {
    Event last = latestFirst.getFirst();
    List<Event> together = new ArrayList<>();
    Set<TaskId> tasks = new HashSet<>();
    for (Event event : latestFirst) {
      Body.Setting said = setting(event);
      boolean same =
          event.seq() == last.seq() - together.size()
              && event.at().millis() == last.at().millis()
              && said.getClass() == last.body().getClass()
              && said.status().equals(setting(last).status())
              && tasks.add(said.task());
      if (!same) {
        break;
      }
      together.add(event);
    }
    return List.copyOf(together.reversed());
  }

  Undo.Intent.Reports intent(Last last) throws Failure {
    Map<TaskId, RecordedStatus> before = before(last);
    List<Undo.Step> steps = new ArrayList<>();
    for (Event event : last.events()) {
      Body.Setting said = setting(event);
      RecordedStatus recorded = journal.recorded().get(said.task());
      if (recorded == null || !counts(recorded, event, last)) {
        throw Failure.refused(
            said.task().value()
                + " was reported as "
                + said.status()
                + ", and that does not count: "
                + (recorded == null ? "its claim was taken over" : winner(recorded)),
            "pawl log " + said.task().value() + " tells how it came to be");
      }
      steps.add(new Undo.Step(said.task().value(), said.status(), former(event, before).word()));
    }
    return new Undo.Intent.Reports(
        last.at(), List.copyOf(steps), last.events().stream().map(e -> e.id().hex()).toList());
  }

  /** It does, or what was taken back came to the same again. */
  private static boolean counts(RecordedStatus recorded, Event event, Last last) {
    return recorded.winner().equals(event)
        || (last.settled().contains(recorded.winner())
            && recorded.status().equals(setting(event).status()));
  }

  private static String winner(RecordedStatus recorded) {
    return recorded.winner().origin().actor()
        + "@"
        + recorded.winner().origin().host()
        + " reported "
        + recorded.status();
  }

  /** What counted before: the report itself says it, else what had been reported until then. */
  private Status former(Event event, Map<TaskId, RecordedStatus> before) throws Failure {
    Body.Setting said = setting(event);
    Basis basis = event.context().basis();
    RecordedStatus reported = before.get(said.task());
    Status former =
        basis.from() != null
            ? new Status(basis.from(), basis.fromRank())
            : reported == null ? null : new Status(reported.status(), reported.rank());
    if (said instanceof Body.Reopen && (former == null || former.rank() < said.rank())) {
      throw Failure.refused(
          "what " + said.task().value() + " was reopened from is not known here any more",
          "report it: pawl task done " + said.task().value());
    }
    return former == null ? todo() : former;
  }

  /** What is recorded without these reports, and without what was taken back before. */
  private Map<TaskId, RecordedStatus> before(Last last) {
    Set<Event> without = new HashSet<>(last.events());
    without.addAll(last.settled());
    return Join.of(events.stream().filter(event -> !without.contains(event)).toList());
  }

  private Status todo() {
    return workspace
        .settings()
        .tasks()
        .read("todo")
        .orElseThrow(() -> new IllegalStateException("every vocabulary knows todo"));
  }

  Undo.Done run(Undo.Intent.Reports intent) throws Failure, GitException {
    Last last =
        last().orElseThrow(() -> Failure.refused("something was reported meanwhile", "try again"));
    Map<TaskId, Event> taken = new LinkedHashMap<>();
    last.events().forEach(event -> taken.put(setting(event).task(), event));
    RepositorySnapshot loaded = RepositorySnapshot.of(workspace);
    Map<TaskId, RecordedStatus> before = before(last);
    List<Draft> drafts = new ArrayList<>();
    for (Event event : taken.values()) {
      drafts.add(draft(event, former(event, before), loaded));
    }
    AppendResult appended;
    try {
      appended =
          workspace
              .journal()
              .append(now -> {
                Map<TaskId, RecordedStatus> recorded = now.recorded();
                boolean still =
                    taken.keySet().stream()
                        .allMatch(task ->
                            winner(task, journal.recorded()).equals(winner(task, recorded)));
                return still ? drafts : List.of();
              });
    } catch (IOException e) {
      throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be written", e);
    }
    if (appended.events().size() != taken.size()) {
      throw Failure.refused("something was reported meanwhile", "try again");
    }
    return new Undo.Done(intent, null, false, appended.notices());
  }

  private static Event winner(TaskId task, Map<TaskId, RecordedStatus> recorded) {
    return Objects.requireNonNull(recorded.get(task)).winner();
  }

  private Draft draft(Event event, Status former, RepositorySnapshot loaded) throws GitException {
    Body.Setting said = setting(event);
    Draft draft =
        former.rank() < said.rank()
            ? Draft.reopen(said.task(), former.word(), former.rank())
            : Draft.report(said.task(), former.word(), former.rank());
    TaskFacts task = loaded.facts().tasks().get(said.task());
    Status now = new Status(said.status(), said.rank());
    CommitId head = workspace.repo().head();
    return draft
        .on(
            task == null
                ? Basis.at(head == null ? null : head.hex())
                : new Bases(workspace, loaded).of(task, now))
        .inPlan(event.context().plan())
        .because("undo of " + event.id().hex());
  }

  private static Body.Setting setting(Event event) {
    return (Body.Setting) event.body();
  }
}
