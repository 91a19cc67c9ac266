package dev.pawl.cli;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.store.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds what a fix decided about each task against who said what, and knowing what. */
final class FixJudge {
  private final HistoryRun history;
  private final Run run;
  private final CloneState after;
  private final Snapshot journalBefore;
  private final Snapshot journal;
  private final String said;

  FixJudge(
      HistoryRun history,
      Run run,
      CloneState after,
      Snapshot journalBefore,
      Snapshot journal,
      String said) {
    this.history = history;
    this.run = run;
    this.after = after;
    this.journalBefore = journalBefore;
    this.journal = journal;
    this.said = said;
  }

  void judge() {
    if (!run.out().contains("pawl.consistency/1")) {
      return;
    }
    List<String> commits = run.commits();
    Set<String> here = history.graph.ancestors(after.commit());
    Law.READ_BACK.holds(here.containsAll(commits), "a commit it names is not there: " + said);
    for (Map<String, @Nullable Object> finding : Run.objects(run.repo().get("findings"))) {
      Object id = finding.get("task");
      if (id == null) {
        continue;
      }
      String task = String.valueOf(id).substring(0, 2);
      CommitGraph.Node head = history.graph.node(after.commit());
      CommitGraph.Line line = head == null ? null : head.lines().get(task);
      if ("written-back".equals(finding.get("action"))) {
        written(finding, line);
      } else if ("recorded".equals(finding.get("action"))) {
        recorded(String.valueOf(id), finding, history.homes(after, task).getLast());
      }
    }
  }

  /** The file says what was recorded, and its author had not known what was recorded. */
  private void written(Map<String, @Nullable Object> finding, CommitGraph.@Nullable Line line) {
    Law.READ_BACK.holds(
        line != null && line.status().equals(finding.get("recorded")),
        finding.get("task") + " was not written back: " + said);
    RecordedStatus recorded = of(journal, String.valueOf(finding.get("task")));
    if (line == null || recorded == null) {
      return;
    }
    CommitGraph.Line over = overwritten(line.task());
    if (over == null) {
      return;
    }
    // The line may carry a later edit than the one that it came from: a squash of what went back.
    for (String id : new TreeSet<>(List.of(over.edit(), line.edit()))) {
      Statements.Said edit = history.statements.of(id);
      if (edit != null && Objects.equals(edit.status(), finding.get("written"))) {
        overruled(edit, recorded, shown(line) && id.equals(over.edit()));
      }
    }
  }

  /**
   * What was recorded wins over an edit of a person.
   *
   * @param shown whether history shows what was recorded, and then the edit
   */
  private void overruled(Statements.Said edit, RecordedStatus recorded, boolean shown) {
    if (!shown) {
      // Nor does history prove that it knew of anybody else who had said so.
      for (Event event : journal.events()) {
        if (event.body() instanceof Body.Setting other
            && Statements.task(other).equals(edit.task())
            && other.status().equals(recorded.status())) {
          history.statements.unproven(edit.id(), event.id().hex());
        }
      }
    }
    Law.LAST_WORD.holds(
        !history.statements.knew(edit.id(), recorded.winner().id().hex()),
        "the edit " + edit.id() + " of a person who knew of the report was overwritten: " + said);
  }

  /** What the file said of a task before this fix wrote it. */
  private CommitGraph.@Nullable Line overwritten(String task) {
    List<String> commits = run.commits();
    CommitGraph.Node made = history.graph.node(commits.isEmpty() ? null : commits.getFirst());
    return made == null || made.parents().isEmpty()
        ? null
        : history.graph.came(made.parents().getFirst(), task);
  }

  /** True when history showed what is recorded before this fix did. */
  private boolean shown(CommitGraph.Line line) {
    Set<String> earlier = new HashSet<>(history.graph.ancestors(after.commit()));
    run.commits().forEach(earlier::remove);
    return history.graph.nodes(earlier).stream()
        .flatMap(node -> node.changed().stream())
        .anyMatch(each -> each.task().equals(line.task()) && each.status().equals(line.status()));
  }

  /**
   * The record says what the plan's branch does, which others can see and its reporter did not
   * know.
   *
   * @param home the tip of the branch that the task is written back on
   */
  private void recorded(String task, Map<String, @Nullable Object> finding, @Nullable String home) {
    RecordedStatus now = of(journal, task);
    Law.READ_BACK.holds(
        now != null && now.status().equals(finding.get("written")),
        task + " was not recorded: " + said);
    RecordedStatus was = of(journalBefore, task);
    CommitGraph.Node tip = history.graph.node(home);
    CommitGraph.Line line = tip == null ? null : tip.lines().get(task.substring(0, 2));
    if (line == null || !line.status().equals(finding.get("written"))) {
      return;
    }
    if ("main".equals(after.branch()) && Objects.equals(home, after.commit())) {
      Set<String> tips = new HashSet<>(history.origin().values());
      tips.addAll(after.remembered());
      Set<String> there = history.graph.reached(tips);
      // Who says once more what the file says already, or what others say, says nothing alone.
      List<CommitGraph.Line> lines = new ArrayList<>(history.graph.origins(home, line.task()));
      lines.add(line);
      boolean common =
          history.graph.nodes(tips).stream()
              .anyMatch(node -> CommitGraph.says(node, line.task(), line.status()));
      Law.SLIPS.holds(
          common
              || history.graph.nodes(there).stream()
                  .anyMatch(node -> lines.stream().anyMatch(node.changed()::contains)),
          "nobody else can see that " + task + " is " + line.status() + ": " + said);
    }
    CommitGraph.Line came = history.graph.came(home, line.task());
    Statements.Said edit = came == null ? null : history.statements.of(came.edit());
    if (edit == null || !Objects.equals(edit.status(), line.status())) {
      return;
    }
    if (now != null) {
      history.statements.carries(now.winner().id().hex(), edit.id());
    }
    if (was != null) {
      newer(edit, was);
    }
  }

  /** What an edit says takes the place of what was recorded. */
  private void newer(Statements.Said edit, RecordedStatus was) {
    String report = was.winner().id().hex();
    Law.LAST_WORD.holds(
        !history.statements.takesBack(report, edit.id()),
        "the report of " + edit.task() + " knew of the edit " + edit.id() + ": " + said);
  }

  private static @Nullable RecordedStatus of(Snapshot journal, String task) {
    return journal.recorded().values().stream()
        .filter(recorded -> recorded.task().value().equals(task))
        .findFirst()
        .orElse(null);
  }
}
