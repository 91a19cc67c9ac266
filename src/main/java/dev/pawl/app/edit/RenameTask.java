package dev.pawl.app.edit;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.journal.Basis;
import dev.pawl.journal.Draft;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.TaskField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives a task another id. Identity is the id, so what was reported goes along by a report of the
 * new one, the file says what counts at the same time, and whatever depends on the task is changed
 * with it.
 */
public final class RenameTask {
  private final Surroundings surroundings;

  public RenameTask(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What came of it.
   *
   * @param was the id before
   * @param dependents the tasks that depend on it, by id
   * @param recorded the status that went along; null when nothing was reported
   */
  public record Renamed(
      Written task, String was, List<String> dependents, @Nullable String recorded) {}

  /**
   * Renames it; for an id that has no block any more, only what was reported goes to the other one.
   *
   * @param name the task as typed
   * @param to its new id, in full
   */
  public Renamed run(String name, String to, @Nullable String plan) throws Failure {
    TaskId wanted =
        TaskId.of(to)
            .orElseThrow(() ->
                Failure.usage(
                    "'" + to + "' cannot be the id of a task", "an id is " + TaskId.RULE));
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      RepositorySnapshot loaded =
          RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      RecordedStatus left = TaskId.of(name).map(loaded.facts().recorded()::get).orElse(null);
      boolean gone = left != null && loaded.facts().withoutBlock().contains(left.task());
      Run run = new Run(workspace, loaded, wanted);
      return gone
          ? run.moved(Objects.requireNonNull(left))
          : run.renamed(new Selection(workspace, loaded).task(name, plan));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private record Run(Workspace workspace, RepositorySnapshot loaded, TaskId wanted) {
    private Facts facts() {
      return loaded.facts();
    }

    Renamed renamed(TaskFacts task) throws Failure, GitException {
      TaskId old = task.task().id();
      Status counts = facts().effective(task);
      free(old, counts);
      if (facts().verdict(task).asks()) {
        throw Failure.refused(
            "file and record of " + old + " differ, and history cannot tell which is newer",
            "say it first: pawl check shows both ways");
      }
      Map<String, PlanText> texts = new LinkedHashMap<>();
      PlanText own = text(texts, task.plan());
      if (counts != null) {
        own.edit(now -> now.setStatus(old, counts.word()));
      }
      own.edit(now -> now.set(old, TaskField.ID, List.of(wanted.value())));
      List<String> dependents = dependents(old, texts);
      PlanText.write(texts.values());
      RecordedStatus recorded = task.recorded();
      if (recorded != null && counts != null) {
        report(recorded, counts, task.plan());
      }
      Task before = task.task();
      String title = before.title().equals(old.value()) ? wanted.value() : before.title();
      return new Renamed(
          new Written(wanted.value(), title, own.file(), own.line(wanted), List.of("id")),
          old.value(),
          dependents,
          recorded == null || counts == null ? null : counts.word());
    }

    /** Nobody has it, and nothing was reported of it that would count from now on. */
    private void free(TaskId old, @Nullable Status counts) throws Failure {
      RecordedStatus known = facts().recorded().get(wanted);
      boolean taken =
          facts().plans().stream()
              .flatMap(plan -> plan.document().tasks().stream())
              .anyMatch(task -> task.id().equals(wanted));
      if (taken) {
        throw Failure.refused(
            "there is a task '" + wanted + "' already", "choose another id for " + old);
      }
      if (known != null && (counts == null || !known.status().equals(counts.word()))) {
        throw Failure.refused(
            "a task '" + wanted + "' was reported as " + known.status() + " before",
            "choose another id for " + old);
      }
    }

    private PlanText text(Map<String, PlanText> texts, PlanFacts plan)
        throws Failure, GitException {
      PlanText known = texts.get(plan.file());
      if (known == null) {
        known = PlanText.of(workspace, loaded, plan);
        texts.put(plan.file(), known);
      }
      return known;
    }

    private List<String> dependents(TaskId old, Map<String, PlanText> texts)
        throws Failure, GitException {
      List<String> dependents = new ArrayList<>();
      for (TaskFacts other : facts().tasks().values()) {
        List<String> on = other.task().dependsOn();
        if (on.contains(old.value())) {
          List<String> now =
              on.stream().map(id -> id.equals(old.value()) ? wanted.value() : id).toList();
          TaskId id = other.task().id();
          text(texts, other.plan()).edit(text -> text.set(id, TaskField.DEPENDS_ON, now));
          dependents.add(id.value());
        }
      }
      return List.copyOf(dependents);
    }

    /** What was reported of a task that has no block goes to one that has. */
    Renamed moved(RecordedStatus left) throws Failure, GitException {
      TaskFacts task = facts().tasks().get(wanted);
      if (task == null) {
        throw Failure.refused(
            "there is neither a task '" + left.task() + "' nor a task '" + wanted + "' here",
            "pawl task list shows them all");
      }
      Status counts = facts().effective(task);
      Status reported = new Status(left.status(), left.rank());
      Status further = counts == null || counts.rank() < reported.rank() ? reported : counts;
      report(left, further, task.plan());
      return new Renamed(
          new Written(
              wanted.value(),
              task.task().title(),
              task.plan().file(),
              task.task().at().line(),
              List.of()),
          left.task().value(),
          List.of(),
          further.word());
    }

    private void report(RecordedStatus old, Status counts, PlanFacts plan)
        throws Failure, GitException {
      CommitId head = workspace.repo().head();
      Plan read = plan.document().plan();
      Draft draft =
          Draft.report(wanted, counts.word(), counts.rank())
              .on(
                  Basis.at(head == null ? null : head.hex())
                      .of(new Basis.Former(old.task(), old.winner().id())))
              .inPlan(read == null ? null : read.id())
              .because("renamed from " + old.task());
      try {
        workspace.journal().append(now -> List.of(draft));
      } catch (IOException e) {
        throw Failure.of("the journal in " + workspace.pawlFolder() + " cannot be written", e);
      }
    }
  }
}
