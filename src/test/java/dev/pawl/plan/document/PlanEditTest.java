package dev.pawl.plan.document;

import static dev.pawl.plan.document.PlanDocumentTest.edit;
import static dev.pawl.plan.document.PlanDocumentTest.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.Problem;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanEditTest {
  /** Words that mean something to YAML. */
  private static final Map<String, Integer> AWKWARD =
      Map.of(
          "To Do: later",
          0,
          "done #1",
          2,
          "a, b",
          1,
          "it's",
          1,
          "say \"x\"",
          1,
          "true",
          2,
          "- x",
          0,
          "back\\slash",
          0,
          "]",
          1);

  private static final Vocabulary WORDS = Vocabulary.tasks().with(AWKWARD, Map.of("x y", "todo"));

  @ParameterizedTest
  @DisplayName("N10 words that mean something to YAML are quoted, and nothing else changes")
  @ValueSource(
      strings = {
        "id: T1\nstatus: todo # note\nnext: x",
        "id: T1\nstatus: 'todo'\nnext: x",
        "id: T1\nstatus: \"todo\"\nnext: x",
        "{status: todo, id: T1, list: [todo]}",
        "{\"status\":\"todo\",\"id\":\"T1\"}",
        "id: T1\nstatus:\n  todo\n",
        "? status\n: todo\n? id\n: T1"
      })
  void awkwardWords(String yaml) {
    int planStatus = 1;
    assertThat(EditLaws.hold(document(yaml), WORDS))
        .isEqualTo(WORDS.statuses().size() + planStatus);
  }

  @ParameterizedTest
  @DisplayName("the present quotes are kept where they can hold the word")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          status: todo    | done          | status: done
          status: 'todo'  | done          | status: 'done'
          status: "todo"  | done          | status: "done"
          status: todo    | To Do: later  | status: 'To Do: later'
          status: todo    | it's          | status: it's
          status: 'todo'  | it's          | status: 'it''s'
          status: "todo"  | it's          | status: "it's"
          status: todo    | true          | status: 'true'
          status: todo    | say "x"       | status: say "x"
          status: "todo"  | say "x"       | status: "say \\"x\\""
          status: x y     | todo          | status: x y
          status: "x y"   | done          | status: "done"
          """)
  void quotes(String before, String word, String after) {
    PlanDocument document = document("id: T1\n" + before);
    Edit edit = edit(document.setStatus(new TaskId("T1"), word));
    assertThat(new String(document.apply(List.of(edit)), UTF_8))
        .isEqualTo(text("id: T1\n" + after));
  }

  @ParameterizedTest
  @DisplayName("N10 a status that cannot be replaced exactly is refused")
  @ValueSource(
      strings = {
        "id: T1\nstatus: !!str todo",
        "id: T1\nstatus: &a todo",
        "id: T1\nstatus: >-\n  todo",
        "id: T1\nstatus: |-\n  todo",
        "id: T1\nstatus: \"to\\\n  do\"",
        "id: T1\nstatus: x\n  y",
        "id: T1\nstatus: 'x\n  y'",
        "id: T1\nstatus: wip",
        "id: T1\nstatus:",
      })
  void refused(String yaml) {
    assertThat(refusal(document(yaml).setStatus(new TaskId("T1"), "done")).message()).isNotBlank();
  }

  @ParameterizedTest
  @DisplayName("N11 a task whose block cannot be read, or whose id stands twice, is not edited")
  @ValueSource(
      strings = {
        "id: T1\nstatus: todo\nstatus: todo",
        "id: T1\nstatus: todo\nid: T1",
        "id: T1\nstatus: &a todo\nother: *a",
        "id: T1\nstatus: todo\n---\nid: T2",
        "id: T1\nstatus: todo\n```\n\n```task\nid: T1\nstatus: todo",
        "id: T1\nstatus: todo\nbad: 'x",
        "id: T1\nstatus: [todo]",
        "id: T1\nstatus: todo\ndepends_on: [[x]]",
      })
  void untouched(String yaml) {
    PlanDocument document = document(yaml);
    assertThat(document.problems()).isNotEmpty();
    refusal(document.setStatus(new TaskId("T1"), "done"));
  }

  @Test
  @DisplayName("N11 nothing is edited below front matter that cannot be read")
  void brokenFrontMatter() {
    PlanDocument document =
        PlanDocumentTest.parse(text("id: T1\nstatus: todo").replace("title: t", "title: a: b"));
    assertThat(document.kind()).isEqualTo(PlanDocument.Kind.UNREADABLE);
    assertThat(document.tasks()).hasSize(1);
    refusal(document.setStatus(new TaskId("T1"), "done"));
    refusal(document.setPlanStatus("done"));
  }

  @Test
  @DisplayName("a word that the vocabulary does not have is refused")
  void unknownWord() {
    Problem problem =
        refusal(document("id: T1\nstatus: todo").setStatus(new TaskId("T1"), "in progress"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNKNOWN_STATUS);
    assertThat(problem.message()).contains("did you mean `in_progress`?");
  }

  @Test
  @DisplayName("N10 edits of several tasks are made together without touching each other")
  void several() {
    PlanDocument document = document("id: T1\nstatus: todo\n```\n\n```task\nid: T2\nstatus: todo");
    byte[] after =
        document.apply(
            List.of(
                edit(document.setStatus(new TaskId("T1"), "in_progress")),
                edit(document.setPlanStatus("blocked")),
                edit(document.setStatus(new TaskId("T2"), "cancelled"))));
    assertThat(new String(after, UTF_8))
        .isEqualTo(
            text("id: T1\nstatus: in_progress\n```\n\n```task\nid: T2\nstatus: cancelled")
                .replace("status: active", "status: blocked"));
  }

  private static PlanDocument document(String yaml) {
    return PlanDocument.parse(text(yaml).getBytes(UTF_8), WORDS, Vocabulary.plans());
  }

  private static String text(String yaml) {
    return "---\nid: p\ntype: plan\ntitle: t\nstatus: active\n---\n\n```task\n" + yaml + "\n```\n";
  }
}
