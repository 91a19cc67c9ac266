package dev.pawl.plan.document;

import dev.pawl.disk.Printable;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.text.WellFormed;
import dev.pawl.plan.yaml.ScalarText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task to be added to a plan.
 *
 * @param title any text
 * @param status a word of the vocabulary of tasks
 */
public record NewTask(
    TaskId id, String title, String status, @Nullable String priority, List<String> dependsOn) {
  /** Copies the list; rejects text that cannot be encoded. */
  public NewTask {
    dependsOn = List.copyOf(dependsOn);
    WellFormed.check(title);
    WellFormed.check(status);
  }

  /** A task without priority and dependencies. */
  public NewTask(TaskId id, String title, String status) {
    this(id, title, status, null, List.of());
  }

  EditResult appendTo(PlanDocument document, Source source) {
    // The heading alone carries the title where it can; a field repeats it only where it must.
    for (boolean field : new boolean[] {false, true}) {
      Edit edit = edit(source, field);
      if (isRightIn(document, document.after(List.of(edit)))) {
        return new EditResult.Edited(edit);
      }
    }
    return new EditResult.Refused(
        new Problem(
            Problem.Kind.UNREADABLE,
            source.position(source.text().length()),
            refusal(document),
            id));
  }

  private String refusal(PlanDocument document) {
    if (document.kind() != PlanDocument.Kind.PLAN) {
      return "the document is not a readable plan; no task can be added to it";
    }
    if (document.tasks().stream().anyMatch(task -> task.id().equals(id))) {
      return "there is a task `" + id + "` already; choose another id";
    }
    return "a task block at the end would not be read as asked; look for a code block or comment"
        + " that is not closed, and for a status that is not known";
  }

  private boolean isRightIn(PlanDocument before, PlanDocument after) {
    List<Task> old = before.tasks();
    List<Task> all = after.tasks();
    if (after.kind() != PlanDocument.Kind.PLAN
        || all.size() != old.size() + 1
        || !all.subList(0, old.size()).equals(old)
        || !after.problems().equals(before.problems())) {
      return false;
    }
    Task added = all.getLast();
    return added.id().equals(id)
        && added.title().equals(title)
        && added.written().equals(status)
        && added.dependsOn().equals(dependsOn)
        && Objects.equals(added.priority(), priority);
  }

  private Edit edit(Source source, boolean titleField) {
    String end = source.lineEnd();
    int last = source.text().length();
    boolean open = source.end(source.lines() - 1) > source.start(source.lines() - 1);
    String text = (open ? "\n\n" : "\n") + text(titleField);
    return new Edit(last, last, text.replace("\n", end));
  }

  /** The heading and the block, with LF, ending in one. */
  String text(boolean titleField) {
    StringBuilder text = new StringBuilder("### ").append(headingText()).append("\n\n```task\n");
    text.append("id: ").append(ScalarText.plainOrQuoted(id.value())).append('\n');
    if (titleField) {
      text.append("title: ").append(ScalarText.doubleQuoted(title)).append('\n');
    }
    text.append("status: ").append(ScalarText.plainOrQuoted(status)).append('\n');
    if (priority != null) {
      text.append("priority: ").append(ScalarText.plainOrQuoted(priority)).append('\n');
    }
    if (!dependsOn.isEmpty()) {
      text.append("depends_on:\n");
      dependsOn.forEach(
          on -> text.append("  - ").append(ScalarText.plainOrQuoted(on)).append('\n'));
    }
    return text.append("```\n").toString();
  }

  /** A heading is one line, and shows nothing that steers a terminal. */
  private String headingText() {
    String heading = Printable.visible(title.replaceAll("\\s+", " ").strip());
    return heading.isEmpty() ? id.value() : heading;
  }
}
