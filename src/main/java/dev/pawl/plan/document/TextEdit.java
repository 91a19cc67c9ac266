package dev.pawl.plan.document;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Position;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.text.WellFormed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to the text of a task, or takes a whole task out; no other task changes. */
final class TextEdit {
  private final PlanDocument document;
  private final Source source;
  private final Reading reading;

  TextEdit(PlanDocument document, Source source, Reading reading) {
    this.document = document;
    this.source = source;
    this.reading = reading;
  }

  EditResult add(TaskId task, String text) {
    WellFormed.check(text);
    Outline.Lines lines = reading.linesOf(task);
    if (lines == null || lines.nested()) {
      return refused(task, lines);
    }
    int last = lastLine(lines.end(), lines.below());
    boolean listed = isItem(text) && last >= lines.below() && isItem(source.line(last));
    String end = source.lineEnd();
    String added = (listed ? end : end + end) + text.strip().replace("\n", end);
    int at = source.end(last);
    Edit edit = new Edit(at, at, lines.end() == source.lines() ? added + trailing(last) : added);
    PlanDocument after = document.after(List.of(edit));
    String before = document.textOf(task);
    return new EditProof(reading, after.reading()).changesOnly(Map.of())
            && after.textOf(task).startsWith(before)
            && !after.textOf(task).equals(before)
        ? new EditResult.Edited(edit)
        : refused(task, null);
  }

  /** The last line before this one that is not blank; the block's own where there is none. */
  private int lastLine(int end, int below) {
    int last = end - 1;
    while (last >= below && source.line(last).isBlank()) {
      last--;
    }
    return last;
  }

  /** A line end, where the document has none after its last line. */
  private String trailing(int last) {
    return last == source.lines() - 1 ? source.lineEnd() : "";
  }

  private static boolean isItem(String line) {
    return line.startsWith("- ");
  }

  EditResult remove(TaskId task) {
    Outline.Lines lines = reading.linesOf(task);
    if (lines == null || lines.nested()) {
      return refused(task, lines);
    }
    int first = lines.alone() ? lines.heading() : lines.block();
    int from = source.start(first);
    int to = lines.end() < source.lines() ? source.start(lines.end()) : source.text().length();
    if (lines.end() == source.lines()) {
      while (first > 0 && source.line(first - 1).isBlank()) {
        first--;
      }
      from = source.start(first);
    }
    Edit edit = new Edit(from, to, "");
    Reading after = document.after(List.of(edit)).reading();
    List<Task> left = new ArrayList<>(reading.tasks());
    left.removeIf(each -> each.id().equals(task));
    boolean right =
        after.kind() == reading.kind()
            && after.sections().size() == reading.sections().size() - 1
            && texts(after.tasks()).equals(texts(left));
    return right ? new EditResult.Edited(edit) : refused(task, null);
  }

  /** All that tasks say, but where they say it. */
  private static List<Object> texts(List<Task> tasks) {
    return tasks.stream()
        .<Object>map(task ->
            List.of(
                task.id(),
                task.title(),
                task.written(),
                String.valueOf(task.priority()),
                String.valueOf(task.phase()),
                task.dependsOn(),
                task.files(),
                task.other()))
        .toList();
  }

  private EditResult refused(TaskId task, Outline.@Nullable Lines lines) {
    String reason =
        lines != null
            ? "the block stands in a list or a quote; edit it by hand"
            : reading.linesOf(task) == null
                ? "there is no readable task `" + task + "`, or more than one"
                : "the text around the block cannot be changed without changing something else; edit"
                    + " it by hand";
    return new EditResult.Refused(
        new Problem(
            Problem.Kind.UNREADABLE,
            lines == null ? Position.START : source.position(source.start(lines.block())),
            reason,
            task));
  }
}
