package dev.pawl.plan.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.settings.RepositorySettings;
import dev.pawl.plan.text.Edit;
import dev.pawl.plan.text.Position;
import dev.pawl.plan.yaml.YamlReader;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Work is measured in bytes that the reading thread allocates, which does not depend on how busy
 * the machine is; the timeout only catches what is quadratic without allocating.
 */
final class PlanHostileTest {
  private static final int SMALL = 1 << 16;
  private static final int FACTOR = 4;
  private static final Duration HANGS = Duration.ofSeconds(30);

  private static final String HEAD = "---\nid: p\ntype: plan\ntitle: t\nstatus: active\n---\n";

  private record Shape(String name, IntFunction<String> text) {}

  @TestFactory
  @DisplayName("N51 hostile Markdown costs no more than its length")
  Stream<DynamicTest> markdown() {
    return MARKDOWN.stream().map(shape -> linear(shape, text -> document(HEAD + text)));
  }

  @TestFactory
  @DisplayName("N51 hostile YAML in a task block costs no more than its length")
  Stream<DynamicTest> taskBlock() {
    return YAML.stream()
        .map(shape -> linear(shape, text -> document(HEAD + "```task\n" + text + "\n```\n")));
  }

  @TestFactory
  @DisplayName("N51 hostile YAML in front matter costs no more than its length")
  Stream<DynamicTest> frontMatter() {
    return YAML.stream()
        .map(shape -> linear(shape, text -> document("---\ntype: plan\n" + text + "\n---\n")));
  }

  @TestFactory
  @DisplayName("N51 hostile settings cost no more than their length")
  Stream<DynamicTest> settings() {
    return YAML.stream()
        .map(shape ->
            linear(
                shape,
                text -> RepositorySettings.parse("statuses: {" + text + "}").notes().size()));
  }

  @Test
  @DisplayName("N51 N11 a file beyond the limit is named as unreadable, not skipped")
  void tooLarge() {
    byte[] bytes = new byte[PlanDocument.LARGEST + 1];
    PlanDocument document = PlanDocument.parse(bytes, Vocabulary.tasks(), Vocabulary.plans());
    assertThat(document.kind()).isEqualTo(PlanDocument.Kind.UNREADABLE);
    assertThat(document.problems())
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .isEqualTo("the file is larger than 4 MiB; split it");
    assertThat(document.bytes()).isEqualTo(bytes);
  }

  @Test
  @DisplayName("N51 N11 a block beyond the limit is named as unreadable, the others count")
  void tooLong() {
    PlanDocument document =
        PlanDocumentTest.parse(
            HEAD
                + "```task\nid: a\nstatus: todo\n```\n\n```task\nid: b\nstatus: todo\nnote: "
                + fill("x", YamlReader.LONGEST)
                + "\n```\n");
    assertThat(document.tasks()).extracting(task -> task.id().value()).containsExactly("a");
    assertThat(document.problems())
        .singleElement()
        .isEqualTo(
            new Problem(
                Problem.Kind.UNREADABLE,
                new Position(13, 1),
                "the task block cannot be read: it is longer than 1048576 characters; make it"
                    + " shorter",
                null));
  }

  @Test
  @DisplayName("N51 many edits of a large file are made in one pass")
  void manyEdits() {
    String text = fill("x", 1 << 20);
    PlanDocument document = PlanDocumentTest.parse(text);
    List<Edit> edits =
        Stream.iterate(0, at -> at + 2)
            .limit(text.length() / 2)
            .map(at -> new Edit(at, at + 1, "yy"))
            .toList();
    byte[] after = assertTimeoutPreemptively(HANGS, () -> document.apply(edits));
    assertThat(after).hasSize(text.length() / 2 * 3);
  }

  private interface Reading {
    int of(String text);
  }

  private static DynamicTest linear(Shape shape, Reading reading) {
    return dynamicTest(
        shape.name(),
        () -> {
          String small = shape.text().apply(SMALL);
          String large = shape.text().apply(FACTOR * SMALL);
          double growth = (double) large.length() / small.length();
          // What is loaded and cached once is not counted.
          allocated(small, reading);
          long before = allocated(small, reading);
          long after = allocated(large, reading);
          assertThat((double) after / before)
              .as("%d bytes allocated, then %d", before, after)
              .isLessThan(1.5 * growth);
        });
  }

  private static long allocated(String text, Reading reading) {
    return assertTimeoutPreemptively(
        HANGS,
        () -> {
          ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
          long before = threads.getCurrentThreadAllocatedBytes();
          assertThat(reading.of(text)).isNotNegative();
          return threads.getCurrentThreadAllocatedBytes() - before;
        });
  }

  private static int document(String text) {
    PlanDocument document = PlanDocumentTest.parse(text);
    return document.tasks().size() + document.problems().size();
  }

  private static final List<Shape> MARKDOWN =
      List.of(
          shape("quotes deep", n -> fill(">", n)),
          shape("quotes deep lines", n -> (fill(">", 200) + "\n").repeat(n / 201)),
          shape("quote staircase", n -> stairs(">", n)),
          shape("lists deep", n -> fill("- ", n)),
          shape("lists deep lines", n -> (fill("- ", 200) + "\n").repeat(n / 201)),
          shape("lists of two kinds deep", n -> fill("- + ", n)),
          shape("lists deep, then empty lines", n -> fill("- + ", n / 2) + fill("\n", n / 2)),
          shape("list staircase", n -> indentStairs(n)),
          shape("brackets", n -> fill("[", n)),
          shape("brackets lines", n -> fill("[\n", n)),
          shape("link definitions", n -> fill("[a]: b\n", n)),
          shape("link definition open", n -> "[a]: <" + fill("b\n", n)),
          shape("link title open", n -> "[a]: b '" + fill("b\n", n)),
          shape("link title open many", n -> fill("[a]: b '\n", n)),
          shape("backticks", n -> fill("`", n)),
          shape("emphasis", n -> fill("*a_", n)),
          shape("one line", n -> fill("x", n)),
          shape("empty lines", n -> fill("\n", n)),
          shape("cr lines", n -> fill("\r", n)),
          shape("html opens", n -> fill("<!-- ", n)),
          shape("html opens lines", n -> fill("<!--\n", n)),
          shape("html lt", n -> fill("<a ", n)),
          shape("html one long tag", n -> "<a " + fill("b=c ", n)),
          shape("setext", n -> fill("a\n", n) + "===\n"),
          shape("headings", n -> fill("# a\n", n)),
          shape("hashes", n -> "# " + fill("# ", n)),
          shape("heading spaces", n -> "# a" + fill(" ", n) + "b"),
          shape("spaces", n -> fill(" ", n) + "x"),
          shape("tabs", n -> "-" + fill("\t", n) + "x"),
          shape("thematic", n -> fill("* ", n) + "x"),
          shape("thematic lines", n -> (fill("* ", 400) + "x\n").repeat(n / 802)),
          shape("fences open", n -> fill("```task\n", n)),
          shape("task empty blocks", n -> fill("```task\n```\n", n)),
          shape("task same blocks", n -> fill("```task\nid: x\nstatus: todo\n```\n", n)),
          shape("task bad blocks", n -> fill("```task\n[\n```\n", n)),
          shape("task unclosed quotes", n -> fill("> ```task\n\n", n)),
          shape("info long", n -> "```" + fill("task ", n) + "\n```\n"),
          shape("info entities", n -> "```" + fill("&#65;", n) + "\n```\n"),
          shape("info backslash", n -> "```" + fill("\\&a", n) + "\n```\n"));

  private static final List<Shape> YAML =
      List.of(
          shape("flow deep", n -> fill("[", n)),
          shape("flow deep lines", n -> fill("[\n", n)),
          shape("map deep", n -> fill("{a: ", n)),
          shape("seq deep", n -> fill("- ", n)),
          shape("question", n -> fill("? ", n)),
          shape("bomb", n -> "a: &a [x]\n" + fill("b: [*a,*a]\n", n)),
          shape("anchors", n -> "a: [" + fill("&a x, ", n) + "]"),
          shape("plain multi", n -> "a: " + fill("x\n ", n)),
          shape("quoted multi", n -> "a: \"" + fill("x\n ", n) + "\""),
          shape("block scalar", n -> "a: |\n" + fill(" x\n", n)),
          shape("block blank", n -> "a: |\n" + fill("\n", n)),
          shape("comments", n -> fill("#\n", n)),
          shape("spaces", n -> "a:" + fill(" ", n) + "x"),
          shape("long key", n -> fill("x", n) + ": y"),
          shape("list long", n -> "id: x\nstatus: todo\ndepends_on: [" + fill("a, ", n) + "]"),
          shape("list emoji", n -> "id: x\nstatus: todo\ndepends_on: [" + fill("🎉, ", n) + "]"),
          shape("keys", n -> "id: x\nstatus: todo\n" + keys(n)),
          shape("same hash", n -> "id: x\nstatus: todo\n" + sameHash(n)),
          shape("tags", n -> fill("!a ", n)),
          shape("directives", n -> fill("%TAG !a! b\n", n)),
          shape("colons", n -> fill("::", n)),
          shape(
              "nested text",
              n -> "id: x\nstatus: todo\no: " + "[".repeat(12) + fill("a,", n) + "]".repeat(12)),
          shape("id long", n -> "id: " + fill("x", n) + "\nstatus: todo"),
          shape("status long", n -> "id: x\nstatus: " + fill("x", n)));

  private static Shape shape(String name, IntFunction<String> text) {
    return new Shape(name, text);
  }

  private static String fill(String unit, int length) {
    return unit.repeat(Math.max(1, length / unit.length()));
  }

  private static String stairs(String unit, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; text.length() < length; i++) {
      text.append(unit.repeat(i)).append('\n');
    }
    return text.toString();
  }

  private static String indentStairs(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append("  ".repeat(i)).append("- a\n");
    }
    return text.toString();
  }

  private static String keys(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      text.append('k').append(i).append(": v\n");
    }
    return text.toString();
  }

  /** Keys that {@link String#hashCode} cannot tell apart. */
  private static String sameHash(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < length; i++) {
      String bits = Integer.toBinaryString(1 << 20 | i);
      text.append(bits.replace("0", "Aa").replace("1", "BB")).append(": v\n");
    }
    return text.toString();
  }
}
