package dev.pawl.plan.document;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Position;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets one field of a task, adds it, or takes it out: as a status, by the smallest candidate that
 * changes nothing else when it is read again.
 */
final class FieldEdit {
  private final PlanDocument document;
  private final Source source;
  private final Reading reading;

  FieldEdit(PlanDocument document, Source source, Reading reading) {
    this.document = document;
    this.source = source;
    this.reading = reading;
  }

  /**
   * The edit.
   *
   * @param values the text, or the list of texts; empty to take the field out
   */
  EditResult of(TaskId id, TaskField field, List<String> values) {
    Integer number = reading.sectionOf(id);
    Task task =
        reading.tasks().stream().filter(each -> each.id().equals(id)).findFirst().orElse(null);
    if (number == null || number == Reading.AMBIGUOUS || task == null) {
      return refused(
          Position.START, id, "there is no readable task `" + id + "`, or more than one");
    }
    Section section = reading.sections().get(number);
    YamlNode.Fields fields = section.fields();
    if (values.isEmpty() && (field == TaskField.TITLE || field == TaskField.ID)) {
      return refused(task.at(), id, "`%s` cannot be empty".formatted(field.word()));
    }
    if (fields == null || reading.kind() != PlanDocument.Kind.PLAN) {
      return refused(task.at(), id, "the front matter has to be readable first");
    }
    YamlNode node = fields.fields().get(field.word());
    if (field == TaskField.TITLE && node == null) {
      if (task.title().equals(values.getFirst())) {
        return new EditResult.Edited(new Edit(0, 0, ""));
      }
      Edit heading = heading(id, task.title(), values.getFirst());
      if (heading != null && isRight(number, section.value(), task, field, values, heading)) {
        return new EditResult.Edited(heading);
      }
    }
    FieldText text = new FieldText(source, fields, field);
    for (Object wanted : wanted(field, node, values)) {
      Object value = wanted.equals("") ? null : wanted;
      Object expected = section.valueWith(field.word(), value);
      if (expected.equals(section.value())) {
        return new EditResult.Edited(new Edit(0, 0, ""));
      }
      for (Edit edit : text.candidates(value)) {
        if (isRight(number, expected, task, field, values, edit)) {
          return new EditResult.Edited(edit);
        }
      }
    }
    return refused(
        node == null ? task.at() : source.position(node.from()),
        id,
        "`%s` cannot be changed without changing something else; edit it by hand"
            .formatted(field.word()));
  }

  /** What the field may hold to say it: one text is as good as a list of one where it is so now. */
  private static List<Object> wanted(
      TaskField field, @Nullable YamlNode node, List<String> values) {
    if (values.isEmpty()) {
      return List.of("");
    }
    Object all = field.isList() ? List.copyOf(values) : values.getFirst();
    return field.isList() && values.size() == 1 && node instanceof YamlNode.Scalar
        ? List.of(values.getFirst(), all)
        : List.of(all);
  }

  private boolean isRight(
      int section, Object expected, Task task, TaskField field, List<String> values, Edit edit) {
    Reading after = document.after(List.of(edit)).reading();
    Map<Integer, Object> sections = Map.of(section, expected);
    EditProof proof = new EditProof(reading, after);
    return switch (field) {
      case TITLE -> proof.changesOnly(sections, task.id(), values.getFirst());
      // Without a heading and a title, a task is called by its id.
      case ID ->
          proof.changesOnly(
              sections,
              task.id(),
              task.title().equals(task.id().value()) ? values.getFirst() : task.title());
      default -> proof.changesOnly(sections);
    };
  }

  /** In a heading that says the title, and nothing else; null where it is no such heading. */
  private @Nullable Edit heading(TaskId id, String title, String wanted) {
    Outline.Lines lines = reading.linesOf(id);
    if (lines == null || lines.heading() == lines.block()) {
      return null;
    }
    int at = source.line(lines.heading()).indexOf(title);
    int from = source.start(lines.heading()) + at;
    return at < 0 ? null : new Edit(from, from + title.length(), wanted);
  }

  private static EditResult refused(Position at, TaskId task, String reason) {
    return new EditResult.Refused(new Problem(Problem.Kind.UNREADABLE, at, reason, task));
  }
}
