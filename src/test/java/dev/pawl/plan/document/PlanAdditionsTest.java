package dev.pawl.plan.document;

import static dev.pawl.plan.document.PlanDocumentTest.edit;
import static dev.pawl.plan.document.PlanDocumentTest.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanAdditionsTest {
  private static final String PLAN =
      "---\nid: p\ntype: plan\ntitle: t\nstatus: active\n---\n\n# t\n\n```task\nid: T1\nstatus: todo\n```\n";

  static Stream<String> titles() {
    return Stream.of(
        "Plain",
        "Colons: and # marks",
        "\"Quoted\" and 'quoted' and `code`",
        "back\\slash \\n",
        "🚢 emoji 👩‍👩‍👧 漢字",
        "# Leading mark",
        "trailing marks ###",
        "###",
        "```task",
        "<!-- comment",
        "- item",
        "> quote",
        "  spaces  inside  ",
        "two\nlines\r\nand\ttab",
        "\u001b[31mred\u0000",
        "\u202eright to left",
        "\u2028separator\u0085",
        "\uFEFFmark",
        "true",
        "~",
        "{flow: [x]}",
        "---",
        "*alias &anchor !tag %directive @ reserved",
        "");
  }

  @ParameterizedTest
  @DisplayName("N50 a task is added with any title, and reads back as asked")
  @MethodSource("titles")
  void addsTask(String title) {
    PlanDocument document = PlanDocumentTest.parse(PLAN);
    NewTask task =
        new NewTask(
            new TaskId("007"), title, "blocked", "high: er", List.of("T1", "1.2", "a#b"), "");
    PlanDocument after = after(document, task);
    assertThat(new String(after.bytes(), UTF_8)).startsWith(PLAN);
    assertThat(after.problems()).isEmpty();
    Task added = after.tasks().getLast();
    assertThat(added.id()).isEqualTo(task.id());
    assertThat(added.title()).isEqualTo(title);
    assertThat(added.written()).isEqualTo("blocked");
    assertThat(added.priority()).isEqualTo("high: er");
    assertThat(added.dependsOn()).isEqualTo(task.dependsOn());
  }

  @ParameterizedTest
  @DisplayName("N50 a new plan is made with any title, and reads back as asked")
  @MethodSource("titles")
  void newPlan(String title) {
    for (String id : List.of("P-1", "007", "true", "1.5")) {
      NewPlan plan = new NewPlan(new PlanId(id), "workplan", title, "ready", "repo: x");
      PlanDocument document = PlanDocumentTest.parse(plan.text());
      assertThat(document.problems()).isEmpty();
      Plan read = PlanDocumentTest.plan(document);
      assertThat(read.id()).isEqualTo(plan.id());
      assertThat(read.type()).isEqualTo("workplan");
      assertThat(read.title()).isEqualTo(title);
      assertThat(read.written()).isEqualTo("ready");
      assertThat(read.repo()).isEqualTo("repo: x");
      assertThat(after(document, new NewTask(new TaskId("T1"), title, "todo")).problems())
          .isEmpty();
    }
  }

  @Test
  @DisplayName("random titles read back as asked")
  void randomTitles() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 500; i++) {
      String title =
          random
              .ints(random.nextInt(12), 0, 0x11000)
              .filter(c -> Character.getType(c) != Character.SURROGATE)
              .map(c -> random.nextBoolean() ? c % 128 : c)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      addsTask(title);
      newPlan(title);
    }
  }

  @Test
  @DisplayName("the heading carries the title where it can")
  void headingIsTheTitle() {
    PlanDocument document = PlanDocumentTest.parse(PLAN);
    assertThat(edit(document.addTask(new NewTask(new TaskId("T2"), "Ship it", "todo"))).text())
        .isEqualTo("\n## Ship it\n\n```task\nid: T2\nstatus: todo\n```\n");
    assertThat(edit(document.addTask(new NewTask(new TaskId("T2"), "a  b", "todo"))).text())
        .isEqualTo("\n## a b\n\n```task\nid: T2\ntitle: \"a  b\"\nstatus: todo\n```\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'# P', ##",
    "'# P|## Phase|### A|```task|id: A|status: todo|```', ###",
    "'# P|## A|```task|id: A|status: todo|```|### More', ##",
    "'# P|#### A|```task|id: A|status: todo|```|# Appendix', ##",
    "'', ##",
  })
  @DisplayName("a task stands as deep as the others, and skips no level of headings")
  void level(String body, String marks) {
    PlanDocument document =
        PlanDocumentTest.parse(
            "---\nid: P\ntype: plan\ntitle: P\nstatus: active\n---\n\n" + body.replace("|", "\n"));
    assertThat(edit(document.addTask(new NewTask(new TaskId("T2"), "Ship", "todo"))).text().strip())
        .startsWith(marks + " Ship");
  }

  @Test
  @DisplayName("a text stands below the block; one with a heading of its height is refused")
  void body() {
    PlanDocument document = PlanDocumentTest.parse(PLAN);
    NewTask added =
        new NewTask(new TaskId("T2"), "Ship", "todo", null, List.of(), "\nBy boat.\r\n\n- soon\n");
    assertThat(edit(document.addTask(added)).text())
        .endsWith("status: todo\n```\n\nBy boat.\n\n- soon\n");
    NewTask high = new NewTask(new TaskId("T2"), "Ship", "todo", null, List.of(), "# Ahoy");
    assertThat(document.addTask(high)).isInstanceOf(EditResult.Refused.class);
  }

  @Test
  @DisplayName(
      "N10 an added task leaves every byte of every corpus document, and uses its line ends")
  void corpus() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("testdata/plans"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        PlanDocument document =
            PlanDocument.parse(Files.readAllBytes(file), Vocabulary.tasks(), Vocabulary.plans());
        EditResult result = document.addTask(new NewTask(new TaskId("new"), "New", "todo"));
        if (result instanceof EditResult.Edited(Edit edit)) {
          byte[] after = document.apply(List.of(edit));
          assertThat(new String(after, UTF_8))
              .as(file.toString())
              .isEqualTo(new String(document.bytes(), UTF_8) + edit.text());
          boolean crlf = file.getFileName().toString().contains("crlf");
          assertThat(edit.text().contains("\r\n")).as(file.toString()).isEqualTo(crlf);
        } else {
          boolean endsInOpenFence =
              List.of("no-last-newline-open-fence.md", "containers.md")
                  .contains(file.getFileName().toString());
          assertThat(document.kind() != PlanDocument.Kind.PLAN || endsInOpenFence)
              .as(file.toString())
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @DisplayName("N11 a task that would not be read as asked is refused")
  @ValueSource(
      strings = {
        "<!-- never closed\n",
        "````\nnever closed\n",
        "```task\nid: T9\nstatus: todo\n",
        "<pre>\n",
        "```task\nid: T2\nstatus: todo\n```\n"
      })
  void refusesTask(String end) {
    PlanDocument document = PlanDocumentTest.parse(PLAN + "\n" + end);
    refusal(document.addTask(new NewTask(new TaskId("T2"), "x", "todo")));
  }

  @Test
  @DisplayName("a task with a status nobody knows is refused, half a character is rejected")
  void refusesWords() {
    PlanDocument document = PlanDocumentTest.parse(PLAN);
    refusal(document.addTask(new NewTask(new TaskId("T2"), "x", "doing")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NewTask(new TaskId("T2"), "a\ud800", "todo"));
  }

  private static PlanDocument after(PlanDocument document, NewTask task) {
    Edit edit = edit(document.addTask(task));
    return PlanDocument.parse(
        document.apply(List.of(edit)), Vocabulary.tasks(), Vocabulary.plans());
  }
}
