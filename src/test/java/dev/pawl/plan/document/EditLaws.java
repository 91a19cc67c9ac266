package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be true of every edit of a status, in whatever document. */
final class EditLaws {
  private EditLaws() {}

  /** Gives every task and the plan every status in turn; returns how many edits were made. */
  static int hold(PlanDocument document) {
    return hold(document, Vocabulary.tasks());
  }

  static int hold(PlanDocument document, Vocabulary words) {
    int made = 0;
    for (Task task : document.tasks()) {
      for (Status status : words.statuses()) {
        if (document.setStatus(task.id(), status.word()) instanceof EditResult.Edited(Edit edit)) {
          made++;
          PlanDocument after = changed(document, edit, words);
          assertThat(values(after, task.id(), "")).isEqualTo(values(document, task.id(), ""));
          assertThat(after.tasks().stream().filter(t -> t.id().equals(task.id())).map(Task::status))
              .containsExactly(status);
        }
      }
    }
    Plan plan = document.plan();
    if (plan != null
        && document.setPlanStatus("archived") instanceof EditResult.Edited(Edit edit)) {
      made++;
      PlanDocument after = changed(document, edit, words);
      assertThat(values(after, null, plan.written()))
          .isEqualTo(values(document, null, plan.written()));
      Plan changed = PlanDocumentTest.plan(after);
      assertThat(changed.written()).isEqualTo("archived");
    }
    return made;
  }

  /** The bytes before and after the range are the same, and the edit kept within its line. */
  private static PlanDocument changed(PlanDocument document, Edit edit, Vocabulary words) {
    byte[] before = document.bytes();
    String text = new String(before, UTF_8);
    byte[] after = document.apply(List.of(edit));
    byte[] head = text.substring(0, edit.from()).getBytes(UTF_8);
    byte[] tail = text.substring(edit.to()).getBytes(UTF_8);
    assertThat(Arrays.copyOf(after, head.length)).isEqualTo(head);
    assertThat(Arrays.copyOfRange(after, after.length - tail.length, after.length)).isEqualTo(tail);
    assertThat(after.length)
        .isEqualTo(head.length + edit.text().getBytes(UTF_8).length + tail.length);
    if (!edit.text().equals(text.substring(edit.from(), edit.to()))) {
      assertThat(edit.text()).doesNotContain("\n", "\r");
    }
    return PlanDocument.parse(after, words, Vocabulary.plans());
  }

  /** All that a document says but the status of one task, or of the plan. */
  private static Map<String, Object> values(
      PlanDocument document, @Nullable TaskId but, String planStatus) {
    Map<String, Object> values = new HashMap<>();
    values.put("kind", document.kind());
    values.put("problems", document.problems().stream().map(Problem::kind).toList());
    Plan plan = document.plan();
    if (plan != null) {
      values.put(
          "plan",
          List.of(
              plan.id(),
              plan.type(),
              plan.title(),
              planStatus.isEmpty() ? plan.written() : planStatus,
              String.valueOf(plan.repo()),
              plan.dependsOn().stream().map(PlanDependency::plan).toList(),
              plan.files(),
              plan.other()));
    }
    values.put("tasks", document.tasks().stream().map(task -> values(task, but)).toList());
    return values;
  }

  private static List<Object> values(Task task, @Nullable TaskId but) {
    return List.of(
        task.id(),
        task.title(),
        task.id().equals(but) ? "" : task.written(),
        String.valueOf(task.priority()),
        String.valueOf(task.phase()),
        task.dependsOn(),
        task.files(),
        task.other(),
        task.at());
  }
}
