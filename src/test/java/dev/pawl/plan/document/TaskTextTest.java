package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

  private static String edited(String body, Function<PlanDocument, EditResult> asked) {
    PlanDocument document = document(body);
    return switch (asked.apply(document)) {
      case EditResult.Edited(Edit edit) ->
          new String(document.apply(List.of(edit)), UTF_8).substring(HEAD.length());
      case EditResult.Refused(Problem problem) -> "refused: " + problem.message();
    };
  }

  private static String without(String body) {
    return edited(body, document -> document.remove(new TaskId("T1")));
  }

  @Test
  @DisplayName("a task goes with its heading and text where they are its own")
  void removed() {
    String rest = "## B\n" + block("T2") + "\nTwo.\n";
    assertThat(without("# P\n\n## A\n\nOne.\n" + block("T1") + "\nMore.\n\n" + rest))
        .isEqualTo("# P\n\n" + rest);
    assertThat(without("# P\n\n" + rest + "\n## A\n" + block("T1") + "\nMore.\n"))
        .isEqualTo("# P\n\n" + rest);
  }

  @Test
  @DisplayName("a heading with other tasks, or of the whole document, stays")
  void headingStays() {
    assertThat(without("## A\n\nOf both.\n" + block("T1") + "\nOne.\n" + block("T2")))
        .isEqualTo("## A\n\nOf both.\n\n" + block("T2").stripLeading());
    assertThat(without("# P\n" + block("T1"))).isEqualTo("# P\n");
    assertThat(without("## A\n" + block("T1") + "\n### B\n" + block("T2")))
        .isEqualTo("## A\n\n### B\n" + block("T2"));
  }

  @Test
  @DisplayName("a block in a list or a quote, and an unknown one, is left to people")
  void refused() {
    assertThat(without("> ```task\n> id: T1\n> status: todo\n> ```\n"))
        .isEqualTo("refused: the block stands in a list or a quote; edit it by hand");
    assertThat(without(block("T2"))).startsWith("refused: there is no readable task `T1`");
  }

  @Test
  @DisplayName("a note goes to the end of the text, items to a list that is there")
  void note() {
    String next = "\n## B\n" + block("T2");
    Function<PlanDocument, EditResult> one =
        document -> document.addText(new TaskId("T1"), "- one");
    assertThat(edited("## A\n" + block("T1") + next, one))
        .isEqualTo("## A\n" + block("T1") + "\n- one\n" + next);
    assertThat(edited("## A\n" + block("T1") + "\n- nil\n" + next, one))
        .isEqualTo("## A\n" + block("T1") + "\n- nil\n- one\n" + next);
    assertThat(edited("## A\n" + block("T1") + "\nText.", one))
        .isEqualTo("## A\n" + block("T1") + "\nText.\n\n- one\n");
    assertThat(edited("## A\n" + block("T1"), one)).isEqualTo("## A\n" + block("T1") + "\n- one\n");
  }

  @Test
  @DisplayName("a text that would be another task is refused")
  void noTask() {
    assertThat(
            edited(
                block("T1"), document -> document.addText(new TaskId("T1"), block("T3").strip())))
        .startsWith("refused: the text around the block");
  }
}
