package dev.pawl.check;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.EventId;
import dev.pawl.journal.HybridTime;
import dev.pawl.journal.Origin;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.ReportContext;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.document.PlanDocument;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of one repository, made up for a test: plans as text, and what was reported. */
final class Known {
  final Map<TaskId, RecordedStatus> recorded = new HashMap<>();
  final Map<TaskId, Status> committed = new HashMap<>();
  final Map<TaskId, Trail> trails = new HashMap<>();
  final Map<TaskId, TaskRemoval> gone = new HashMap<>();
  final Set<TaskId> unpublished = new HashSet<>();
  private final java.util.ArrayList<PlanFacts> plans = new java.util.ArrayList<>();

  static Status status(String word) {
    return Vocabulary.tasks().read(word).orElseThrow();
  }

  static TaskId task(String id) {
    return TaskId.of(id).orElseThrow();
  }

  static String plan(String id, String status, String... idsAndStatuses) {
    StringBuilder text =
        new StringBuilder("---\nid: " + id + "\ntype: plan\ntitle: The " + id + "\nstatus: ")
            .append(status)
            .append("\n---\n");
    for (int i = 0; i < idsAndStatuses.length; i += 2) {
      text.append("\n## Title of ").append(idsAndStatuses[i]).append("\n\n```task\nid: ");
      text.append(idsAndStatuses[i]).append("\nstatus: ").append(idsAndStatuses[i + 1]);
      text.append("\n```\n");
    }
    return text.toString();
  }

  /** A plan that is committed as it stands, and written back here. */
  Known file(String path, String text) {
    return file(path, text, new Home("main", true), false);
  }

  Known file(String path, String text, Home home, boolean uncommitted) {
    PlanDocument document =
        PlanDocument.parse(
            text.getBytes(StandardCharsets.UTF_8), Vocabulary.tasks(), Vocabulary.plans());
    plans.add(new PlanFacts(path, document.content(), home, uncommitted));
    for (Task task : document.tasks()) {
      Status said = task.status();
      if (said != null) {
        committed.put(task.id(), said);
      }
    }
    return this;
  }

  Known reported(String id, String word) {
    recorded.put(task(id), recorded(id, status(word), 0));
    return this;
  }

  Known reopened(String id, String word) {
    recorded.put(task(id), recorded(id, status(word), 1));
    return this;
  }

  Known trail(String id, Trail trail) {
    trails.put(task(id), trail);
    return this;
  }

  Facts facts() {
    return new Facts(
        "net",
        List.copyOf(plans),
        committed,
        recorded,
        trails,
        gone,
        unpublished,
        Map.of(),
        Vocabulary.tasks());
  }

  static RecordedStatus recorded(String id, Status status, long generation) {
    Event winner = event(new Body.Report(task(id), status.word(), status.rank(), generation));
    List<Event> reopens =
        generation == 0
            ? List.of()
            : List.of(event(new Body.Reopen(task(id), "todo", 0, generation)));
    return new RecordedStatus(
        task(id), status.word(), status.rank(), generation, winner, List.of(), reopens, List.of());
  }

  private static Event event(Body body) {
    ReplicaId replica = ReplicaId.of("0123456789abcdef").orElseThrow();
    return new Event(
        new EventId("0".repeat(64)),
        1,
        new Origin(replica, 1, "mac", "0".repeat(32), "ann"),
        new HybridTime(0, 0),
        ReportContext.NONE,
        List.of(),
        body,
        "");
  }
}
