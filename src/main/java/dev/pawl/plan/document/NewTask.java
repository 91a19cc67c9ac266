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
 * @param body what stands below the block, as Markdown; empty for nothing
 */
public record NewTask(
    TaskId id,
    String title,
    String status,
    @Nullable String priority,
    List<String> dependsOn,
    String body) {
  /** Copies the list; rejects text that cannot be encoded. */
  public NewTask {
    dependsOn = List.copyOf(dependsOn);
    WellFormed.check(title);
    WellFormed.check(status);
    WellFormed.check(body);
    body = body.strip().replaceAll("\\R", "\n");
  }

  /** A task without priority and dependencies. */
  public NewTask(TaskId id, String title, String status) {
    this(id, title, status, null, List.of(), "");
  }

  EditResult appendTo(PlanDocument document, Source source) {
    // The heading alone carries the title where it can; a field repeats it only where it must.
    for (boolean field : new boolean[] {false, true}) {
      Edit edit = edit(document, source, field);
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
        + " that is not closed, a status that is not known, and a text with a heading as high as the"
        + " task's";
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
        && after.textOf(id).equals(body)
        && Objects.equals(added.priority(), priority);
  }

  private Edit edit(PlanDocument document, Source source, boolean titleField) {
    String end = source.lineEnd();
    int last = source.text().length();
    boolean open = source.end(source.lines() - 1) > source.start(source.lines() - 1);
    String text = (open ? "\n\n" : "\n") + text(titleField, level(document));
    return new Edit(last, last, text.replace("\n", end));
  }

  /** As the last task has it, else one below the first heading. */
  private static int level(PlanDocument document) {
    return document.reading().taskLevel();
  }

  /** The heading and the block, with LF, ending in one. */
  String text(boolean titleField, int level) {
    StringBuilder text =
        new StringBuilder("#".repeat(level))
            .append(' ')
            .append(headingText())
            .append("\n\n```task\n");
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
    text.append("```\n");
    if (!body.isEmpty()) {
      text.append('\n').append(body).append('\n');
    }
    return text.toString();
  }

  /** A heading is one line, and shows nothing that steers a terminal. */
  private String headingText() {
    String heading = Printable.visible(title.replaceAll("\\s+", " ").strip());
    return heading.isEmpty() ? id.value() : heading;
  }
}
