package dev.pawl.plan.document;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.UnknownStatus;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Position;
import dev.pawl.plan.text.Source;
import dev.pawl.plan.yaml.ScalarText;
import dev.pawl.plan.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** When a candidate is read again. */
  private enum Check {
    NOW,
    /** By the caller, together with others. */
    LATER
  }

  EditResult ofTask(TaskId id, String word, Vocabulary words) {
    return ofTask(id, word, words, Check.NOW);
  }

  private EditResult ofTask(TaskId id, String word, Vocabulary words, Check check) {
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
    return in(section, word, words, id, check);
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
    return in(0, word, words, null, Check.NOW);
  }

  /** The edits of several tasks: made together and read again once, where that is good enough. */
  Map<TaskId, EditResult> ofTasks(Map<TaskId, String> wanted, Vocabulary words) {
    Map<TaskId, EditResult> together = new LinkedHashMap<>();
    Map<Integer, String> changed = new HashMap<>();
    wanted.forEach((task, word) -> {
      EditResult first = ofTask(task, word, words, Check.LATER);
      together.put(task, first);
      Integer section = reading.sectionOf(task);
      if (section != null && first instanceof EditResult.Edited(Edit edit) && changes(edit)) {
        changed.put(section, word);
      }
    });
    if (changed.isEmpty() || changesOnly(changed, document.after(edits(together)).reading())) {
      return together;
    }
    return oneByOne(wanted, words);
  }

  private Map<TaskId, EditResult> oneByOne(Map<TaskId, String> wanted, Vocabulary words) {
    Map<TaskId, EditResult> single = new LinkedHashMap<>();
    Map<Integer, String> changed = new HashMap<>();
    wanted.forEach((task, word) -> {
      EditResult result = ofTask(task, word, words, Check.NOW);
      single.put(task, result);
      Integer section = reading.sectionOf(task);
      if (section != null && result instanceof EditResult.Edited(Edit edit) && changes(edit)) {
        changed.put(section, word);
      }
    });
    if (!changed.isEmpty() && !changesOnly(changed, document.after(edits(single)).reading())) {
      single.replaceAll((task, result) ->
          refused(
              Problem.Kind.UNREADABLE,
              lastPlaceOf(task),
              "the statuses cannot be replaced together without changing something else; edit them"
                  + " by hand",
              task));
    }
    return single;
  }

  private boolean changes(Edit edit) {
    return !source.text().substring(edit.from(), edit.to()).equals(edit.text());
  }

  private static List<Edit> edits(Map<TaskId, EditResult> results) {
    List<Edit> edits = new ArrayList<>();
    for (EditResult result : results.values()) {
      if (result instanceof EditResult.Edited(Edit edit)) {
        edits.add(edit);
      }
    }
    return edits;
  }

  private EditResult in(
      int section, String word, Vocabulary words, @Nullable TaskId task, Check check) {
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
    return replaced(section, scalar, word, task, check);
  }

  private EditResult replaced(
      int section, YamlNode.Scalar scalar, String word, @Nullable TaskId task, Check check) {
    Position at = source.position(scalar.from());
    String written = source.text().substring(scalar.from(), scalar.to());
    if (!ScalarText.isWhole(scalar, written)) {
      return refused(
          Problem.Kind.UNREADABLE,
          at,
          "the status is not a plain or quoted word on one line without tag and anchor; write it so",
          task);
    }
    for (String candidate : ScalarText.candidates(scalar.style(), word)) {
      Edit edit = new Edit(scalar.from(), scalar.to(), candidate);
      if (check == Check.LATER
          || changesOnly(Map.of(section, word), document.after(List.of(edit)).reading())) {
        return new EditResult.Edited(edit);
      }
    }
    return refused(
        Problem.Kind.UNREADABLE,
        at,
        "the status cannot be replaced without changing something else; edit it by hand",
        task);
  }

  /** Whether the sections in {@code edited} say these words now, and nothing else differs. */
  private boolean changesOnly(Map<Integer, String> edited, Reading after) {
    Map<Integer, Object> expected = new HashMap<>();
    edited.forEach((section, word) ->
        expected.put(section, reading.sections().get(section).valueWith("status", word)));
    return new EditProof(reading, after).changesOnly(expected);
  }

  private static EditResult refused(
      Problem.Kind kind, Position at, String reason, @Nullable TaskId task) {
    return new EditResult.Refused(new Problem(kind, at, reason, task));
  }
}
