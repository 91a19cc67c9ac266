package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.text.Edit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of a task besides its status: as exact as a status. */
final class FieldEditTest {
  /** What a task may lack. */
  private static final List<TaskField> FIELDS =
      List.of(TaskField.PRIORITY, TaskField.PHASE, TaskField.DEPENDS_ON, TaskField.FILES);

  private static final TaskId T1 = new TaskId("T1");
  private static final String HEAD = "---\nid: P\ntype: plan\ntitle: P\nstatus: active\n---\n";

  private static String edited(String body, TaskField field, List<String> values) {
    PlanDocument document = TaskTextTest.document(body);
    return switch (document.set(T1, field, values)) {
      case EditResult.Edited(Edit edit) ->
          new String(document.apply(List.of(edit)), UTF_8).substring(HEAD.length());
      case EditResult.Refused(var problem) -> "refused: " + problem.message();
    };
  }

  private static List<String> values(@Nullable String text) {
    return text == null ? List.of() : Arrays.asList(text.split("\\+"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      nullValues = "-",
      value = {
        // a scalar keeps its quotes, comments and spaces
        "PRIORITY | high | id: T1~status: todo~priority:  'low'  # ask | id: T1~status: todo~priority:  'high'  # ask",
        "PRIORITY | high | id: T1~status: todo~priority: | id: T1~status: todo~priority: high",
        "PHASE | two words | id: T1~phase: one~status: todo | id: T1~phase: two words~status: todo",
        "PHASE | yes | id: T1~phase: one~status: todo | id: T1~phase: 'yes'~status: todo",
        // one that is not there comes after those that usually stand before it
        "PRIORITY | high | id: T1~status: todo  # since~files: a | id: T1~status: todo  # since~priority: high~files: a",
        "PHASE | build | files: a~status: todo~id: T1 | files: a~status: todo~phase: build~id: T1",
        "PRIORITY | high | {id: T1, status: todo} | {id: T1, status: todo, priority: high}",
        "DEPENDS_ON | A+B | id: T1~status: todo | id: T1~status: todo~depends_on:~  - A~  - B",
        "DEPENDS_ON | A+B | {id: T1, status: todo} | {id: T1, status: todo, depends_on: [A, B]}",
        // lists in brackets and in lines: what stays is not touched
        "DEPENDS_ON | A+C | id: T1~status: todo~depends_on: [A, B]  # why | id: T1~status: todo~depends_on: [A, C]  # why",
        "DEPENDS_ON | A+C | id: T1~status: todo~depends_on:~- A   # first~- B~- C # third | id: T1~status: todo~depends_on:~- A   # first~- C # third",
        "DEPENDS_ON | A+B+x:y | id: T1~status: todo~depends_on:~  - 'A'~  # note~  - B~files: f | id: T1~status: todo~depends_on:~  - 'A'~  # note~  - B~  - \"x:y\"~files: f",
        "DEPENDS_ON | B+A | id: T1~status: todo~depends_on:~  - A~  - B | id: T1~status: todo~depends_on:~  - B~  - A",
        "FILES | b | id: T1~status: todo~files: a | id: T1~status: todo~files: b",
        "FILES | a+b | id: T1~status: todo~files: a | id: T1~status: todo~files: [a, b]",
        // taken out
        "PRIORITY | - | id: T1~priority: low # ask~status: todo | id: T1~status: todo",
        "DEPENDS_ON | - | id: T1~status: todo~depends_on:~  - A~  - B~files: f | id: T1~status: todo~files: f",
        "PRIORITY | - | {id: T1, priority: low, status: todo} | {id: T1, status: todo}",
        "PHASE | - | id: T1~status: todo | id: T1~status: todo",
        // as it was
        "DEPENDS_ON | A | id: T1~status: todo~depends_on: [ A ] # why | id: T1~status: todo~depends_on: [ A ] # why",
        // the id
        "ID | T9 | id: \"T1\" # one~status: todo | id: \"T9\" # one~status: todo",
      })
  @DisplayName("one field, and not a byte besides")
  void field(String field, @Nullable String values, String before, String after) {
    assertThat(edited(block(before), TaskField.valueOf(field), values(values)))
        .isEqualTo(block(after));
  }

  private static String block(String yaml) {
    return "\n## Lay the cables\n\n> ```task\n> %s\n> ```\n".formatted(yaml.replace("~", "\n> "));
  }

  @Test
  @DisplayName(
      "a title stands where it stood: in the field, else in the heading of this task alone")
  void title() {
    List<String> title = List.of("Dig: the trench");
    assertThat(
            edited(
                "\n## Lay #1 ##\n\n```task\nid: T1\nstatus: todo\n```\n", TaskField.TITLE, title))
        .isEqualTo("\n## Dig: the trench ##\n\n```task\nid: T1\nstatus: todo\n```\n");
    assertThat(
            edited(
                "\n## Lay\n\n```task\ntitle: Lay\nid: T1\nstatus: todo\n```\n",
                TaskField.TITLE,
                title))
        .isEqualTo("\n## Lay\n\n```task\ntitle: 'Dig: the trench'\nid: T1\nstatus: todo\n```\n");
    String second = "```task\nid: T2\nstatus: todo\n```\n";
    assertThat(
            edited(
                "\n## Lay\n\n```task\nid: T1\nstatus: todo\n```\n\n" + second,
                TaskField.TITLE,
                title))
        .isEqualTo(
            "\n## Lay\n\n```task\nid: T1\ntitle: \"Dig: the trench\"\nstatus: todo\n```\n\n"
                + second);
  }

  @Test
  @DisplayName("what cannot be changed exactly is refused")
  void refused() {
    assertThat(
            edited(
                "\n```task\nid: T1\nstatus: todo\nphase: >-\n  one\n  two\n```\n",
                TaskField.PHASE,
                List.of("three")))
        .startsWith("refused: `phase` cannot be changed");
    assertThat(edited("\n```task\nid: T1\nstatus: todo\n```\n", TaskField.TITLE, List.of()))
        .startsWith("refused: `title` cannot be empty");
    assertThat(edited("\n```task\nid: T2\nstatus: todo\n```\n", TaskField.PHASE, List.of("x")))
        .startsWith("refused: there is no readable task `T1`");
  }

  @Test
  @DisplayName("N10 in generated documents: what was asked for, and nothing else")
  void generated() {
    int made = 0;
    for (long seed = 1; seed <= 150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PlanDocument document = PlanDocumentTest.parse(new Generator(seed).document());
      for (Task task : document.tasks()) {
        TaskField field = FIELDS.get(random.nextInt(FIELDS.size()));
        List<String> values = new ArrayList<>();
        boolean list = field == TaskField.DEPENDS_ON || field == TaskField.FILES;
        for (int i = random.nextInt(list ? 4 : 2); i > 0; i--) {
          values.add(List.of("A", "b c", "x:y", "yes", "1").get(random.nextInt(5)));
        }
        if (document.set(task.id(), field, values) instanceof EditResult.Edited(Edit edit)) {
          made++;
          PlanDocument after = document.after(List.of(edit));
          assertThat(said(after, task, field))
              .as("seed %s", seed)
              .isEqualTo(said(document, task, field));
          assertThat(says(after, task.id(), field)).as("seed %s", seed).isEqualTo(values);
        }
      }
    }
    assertThat(made).isGreaterThan(300);
  }

  private static List<String> says(PlanDocument document, TaskId id, TaskField field) {
    Task task =
        document.tasks().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    return switch (field) {
      case PRIORITY -> Stream.ofNullable(task.priority()).toList();
      case PHASE -> Stream.ofNullable(task.phase()).toList();
      case DEPENDS_ON -> task.dependsOn();
      default -> task.files();
    };
  }

  /** All that is said besides this field of this task. */
  private static List<Object> said(PlanDocument document, Task task, TaskField but) {
    List<Object> all = new ArrayList<>();
    for (Task each : document.tasks()) {
      boolean edited = each.id().equals(task.id());
      all.add(each.id());
      all.add(each.title());
      all.add(each.written());
      all.add(edited && but == TaskField.PRIORITY ? "" : String.valueOf(each.priority()));
      all.add(edited && but == TaskField.PHASE ? "" : String.valueOf(each.phase()));
      all.add(edited && but == TaskField.DEPENDS_ON ? "" : each.dependsOn());
      all.add(edited && but == TaskField.FILES ? "" : each.files());
      all.add(each.other());
    }
    all.add(document.problems().stream().map(problem -> problem.kind()).toList());
    return all;
  }
}
