package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Position;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PlanDocumentTest {
  private static final String PLAN =
      """
      ---
      id: P1
      type: workplan
      title: "A plan"
      status: active
      ---

      # A plan

      ## First

      ```task
      id: P1-T01
      status: todo   # not begun
      priority: high
      depends_on: [P0-T09, 7]
      state_hub_task_id: "34a76f4c"
      ```

      ## Second

      > - ~~~~ task
      >   id: 007
      >   status: 'completed'
      >   ~~~~
      """;

  @Test
  @DisplayName(
      "N11 conflict markers in the text are named, with their lines, and the tasks still count")
  void conflictMarkers() {
    String ours = "<<<<<<< HEAD\nMind the dragon.\n";
    String theirs = "=======\nMind the moat.\n>>>>>>> side\n";
    PlanDocument document = parse(PLAN.replace("## Second\n", ours + theirs + "\n## Second\n"));
    assertThat(document.problems())
        .extracting(Problem::kind, Problem::at)
        .containsExactly(tuple(Problem.Kind.UNREADABLE, new Position(20, 1)));
    assertThat(document.problems().getFirst().message()).contains("conflict markers", "line 24");
    assertThat(document.tasks()).hasSize(2);
    PlanDocument around =
        parse(PLAN.replace("## First", "<<<<<<<\r\n## First") + "=======\r\n>>>>>>>\r\n");
    assertThat(around.problems()).hasSize(1);
    String block = "<<<<<<< HEAD\nstatus: todo\n=======\nstatus: done\n>>>>>>> side\n";
    for (PlanDocument inside :
        List.of(
            parse(PLAN.replace("status: todo   # not begun\n", block)),
            parse(PLAN.replace("status: active\n", block)))) {
      assertThat(inside.problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.message()).contains("conflict markers"));
    }
  }

  @Test
  @DisplayName("markers in fenced code, without their end, or not at the start of a line are text")
  void noConflict() {
    String whole = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> side\n";
    for (String text :
        List.of(
            "```\n" + whole + "```\n",
            "````text\n```\n" + whole + "````\n",
            whole.replace(">>>>>>> side\n", ""),
            whole.replace("=======", "======"),
            whole.replace("<<<<<<< ", "<<<<<<<"),
            whole.replace("<<<<<<<", "    <<<<<<<"),
            whole.replace("=======\n", ""),
            ">>>>>>> side\n=======\n<<<<<<< HEAD\n",
            "Title\n=======\n")) {
      assertThat(parse(PLAN + "\n" + text).problems()).as(text).isEmpty();
    }
  }

  @Test
  @DisplayName("a plan and its tasks are read with their places")
  void reads() {
    PlanDocument document = parse(PLAN);
    assertThat(document.problems()).isEmpty();
    assertThat(document.kind()).isEqualTo(PlanDocument.Kind.PLAN);
    Plan plan = plan(document);
    assertThat(plan.id().value()).isEqualTo("P1");
    assertThat(plan.status()).isEqualTo(new Status("active", 1));
    assertThat(plan.statusAt()).isEqualTo(new Position(5, 9));
    Task first = plan.tasks().getFirst();
    assertThat(first.title()).isEqualTo("First");
    assertThat(first.at()).isEqualTo(new Position(12, 1));
    assertThat(first.statusAt()).isEqualTo(new Position(14, 9));
    assertThat(first.dependsOn()).containsExactly("P0-T09", "7");
    assertThat(first.other()).containsOnly(java.util.Map.entry("state_hub_task_id", "34a76f4c"));
    Task second = plan.tasks().getLast();
    assertThat(second.id().value()).isEqualTo("007");
    assertThat(second.status()).isEqualTo(new Status("done", 2));
    assertThat(second.at()).isEqualTo(new Position(22, 5));
    assertThat(second.statusAt()).isEqualTo(new Position(24, 13));
  }

  @Test
  @DisplayName("N10 a status edit changes the scalar and nothing else, and keeps its quotes")
  void edits() {
    PlanDocument document = parse(PLAN);
    assertThat(edited(document, "P1-T01", "done"))
        .isEqualTo(PLAN.replace("status: todo   #", "status: done   #"));
    assertThat(edited(document, "007", "cancelled"))
        .isEqualTo(PLAN.replace("completed", "cancelled"));
    assertThat(new String(document.apply(List.of(edit(document.setPlanStatus("done")))), UTF_8))
        .isEqualTo(PLAN.replace("status: active", "status: done"));
  }

  @Test
  @DisplayName("N10 an alias that says so already is kept as written")
  void keepsAlias() {
    assertThat(edited(parse(PLAN), "007", "done")).isEqualTo(PLAN);
  }

  @Test
  @DisplayName("overlapping edits and edits beyond the end are rejected")
  void rejectsOverlap() {
    PlanDocument document = parse(PLAN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> document.apply(List.of(new Edit(1, 5, "x"), new Edit(4, 6, "y"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> document.apply(List.of(new Edit(1, 100_000, "x"))));
  }

  static PlanDocument parse(String text) {
    return PlanDocument.parse(text.getBytes(UTF_8), Vocabulary.tasks(), Vocabulary.plans());
  }

  static Plan plan(PlanDocument document) {
    Plan plan = document.plan();
    assertThat(plan).isNotNull();
    return java.util.Objects.requireNonNull(plan);
  }

  static Edit edit(EditResult result) {
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    return ((EditResult.Edited) result).edit();
  }

  static Problem refusal(EditResult result) {
    assertThat(result).isInstanceOf(EditResult.Refused.class);
    return ((EditResult.Refused) result).problem();
  }

  static String edited(PlanDocument document, String task, String word) {
    return new String(
        document.apply(List.of(edit(document.setStatus(new TaskId(task), word)))), UTF_8);
  }
}
