package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which text belongs to which task. */
final class TaskTextTest {
  private static final String HEAD = "---\nid: P\ntype: plan\ntitle: P\nstatus: active\n---\n";

  private static String block(String id) {
    return "\n```task\nid: " + id + "\nstatus: todo\n```\n";
  }

  static PlanDocument document(String body) {
    return PlanDocument.parse(
        (HEAD + body).getBytes(UTF_8), Vocabulary.tasks(), Vocabulary.plans());
  }

  private static void says(String body, Map<String, String> texts) {
    PlanDocument document = document(body);
    texts.forEach(
        (task, text) -> assertThat(document.textOf(new TaskId(task))).as(task).isEqualTo(text));
  }

  @Test
  @DisplayName("above and below the block, up to the next heading of its height")
  void between() {
    says(
        "# Plan\n\nAbout it.\n\n## A\n\nBefore.\n"
            + block("T1")
            + "\nAfter.\n\n### More\n\n- one\n\n## B\n"
            + block("T2")
            + "\nOf B.\n\n# End\n\nNot of B.\n",
        Map.of("T1", "Before.\n\nAfter.\n\n### More\n\n- one", "T2", "Of B."));
  }

  @Test
  @DisplayName("what two tasks share is the first one's")
  void shared() {
    says(
        "## A\n\nOf both.\n" + block("T1") + "\nOf the first.\n" + block("T2") + "\nOf the second.",
        Map.of("T1", "Of both.\n\nOf the first.", "T2", "Of the second."));
  }

  @Test
  @DisplayName("a deeper heading right above a task is that task's, one before it is not")
  void deeper() {
    says(
        "# A\n" + block("T1") + "\nOne.\n\n### Hint\n\nTwo.\n\n## B\n\nThree.\n" + block("T2"),
        Map.of("T1", "One.\n\n### Hint\n\nTwo.", "T2", "Three."));
  }

  @Test
  @DisplayName("without any heading, and without text")
  void bare() {
    says("\nIntro.\n" + block("T1") + "\nOne.\n" + block("T2"), Map.of("T1", "One.", "T2", ""));
  }
}
