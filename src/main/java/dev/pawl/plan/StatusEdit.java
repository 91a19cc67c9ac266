package dev.pawl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces one status scalar, and nothing else: every candidate is made, read again and compared
 * with what was asked, and is dropped when any other value changed.
 */
final class StatusEdit {
  private final PlanDocument document;
  private final Source source;
  private final Reading reading;

  StatusEdit(PlanDocument document, Source source, Reading reading) {
    this.document = document;
    this.source = source;
    this.reading = reading;
  }

  EditResult ofTask(TaskId id, String word, Vocabulary words) {
    Integer section = reading.sectionOf(id);
    if (section == null || section == Reading.AMBIGUOUS) {
      return section == null
          ? refused(
              Problem.Kind.UNREADABLE,
              Position.START,
              "there is no readable task `" + id + "` in this document",
              id)
          : refused(
              Problem.Kind.DUPLICATE_ID,
              lastPlaceOf(id),
              "task id `" + id + "` stands more than once; give each task an id of its own",
              id);
    }
    return in(section, word, words, id);
  }

  private Position lastPlaceOf(TaskId id) {
    return reading.tasks().reversed().stream()
        .filter(task -> task.id().equals(id))
        .findFirst()
        .map(Task::at)
        .orElse(Position.START);
  }

  EditResult ofPlan(String word, Vocabulary words) {
    if (reading.plan() == null) {
      return refused(
          Problem.Kind.UNREADABLE, Position.START, "there is no readable plan here", null);
    }
    return in(0, word, words, null);
  }

  private EditResult in(int section, String word, Vocabulary words, @Nullable TaskId task) {
    YamlNode.Scalar scalar = reading.sections().get(section).status();
    if (scalar == null || scalar.isNull()) {
      return refused(
          Problem.Kind.MISSING_FIELD,
          source.position(reading.sections().get(section).excerpt().inDocument(0)),
          "there is no status to replace; add `status:` with a value",
          task);
    }
    Position at = source.position(scalar.from());
    Optional<Status> wanted = words.read(word);
    Optional<Status> present = words.read(scalar.text());
    if (wanted.isEmpty() || present.isEmpty()) {
      String unknown = wanted.isEmpty() ? word : scalar.text();
      return refused(Problem.Kind.UNKNOWN_STATUS, at, UnknownStatus.message(unknown, words), task);
    }
    if (reading.kind() != PlanDocument.Kind.PLAN) {
      return refused(
          Problem.Kind.UNREADABLE, at, "the front matter has to be readable first", task);
    }
    String written = source.text().substring(scalar.from(), scalar.to());
    if (wanted.equals(present)) {
      return new EditResult.Edited(new Edit(scalar.from(), scalar.to(), written));
    }
    return replaced(section, scalar, written, word, task, at);
  }

  private EditResult replaced(
      int section,
      YamlNode.Scalar scalar,
      String written,
      String word,
      @Nullable TaskId task,
      Position at) {
    if (!ScalarText.isWhole(scalar, written)) {
      return refused(
          Problem.Kind.UNREADABLE,
          at,
          "the status is not a plain or quoted word on one line without tag and anchor; write it so",
          task);
    }
    for (String candidate : ScalarText.candidates(scalar.style(), word)) {
      Edit edit = new Edit(scalar.from(), scalar.to(), candidate);
      if (changesOnlyTheStatus(section, word, document.after(edit).reading())) {
        return new EditResult.Edited(edit);
      }
    }
    return refused(
        Problem.Kind.UNREADABLE,
        at,
        "the status cannot be replaced without changing something else; edit it by hand",
        task);
  }

  private boolean changesOnlyTheStatus(int edited, String word, Reading after) {
    if (after.kind() != reading.kind() || after.sections().size() != reading.sections().size()) {
      return false;
    }
    for (int i = 0; i < reading.sections().size(); i++) {
      Section before = reading.sections().get(i);
      Object expected = i == edited ? before.valueWithStatus(word) : before.value();
      if (!expected.equals(after.sections().get(i).value())) {
        return false;
      }
    }
    return titles(reading).equals(titles(after));
  }

  private static List<String> titles(Reading reading) {
    List<String> titles = new ArrayList<>();
    reading.tasks().forEach(task -> titles.add(task.title()));
    return titles;
  }

  private static EditResult refused(
      Problem.Kind kind, Position at, String reason, @Nullable TaskId task) {
    return new EditResult.Refused(new Problem(kind, at, reason, task));
  }
}
