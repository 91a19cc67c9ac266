package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.TaskId;
import dev.pawl.plan.settings.RepositorySettings;
import dev.pawl.plan.text.Edit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the examples of docs/format.md: a {@code markdown} block is followed by a {@code result}
 * block with what is read in it, or by an {@code edited TASK STATUS} block with what it becomes.
 */
final class PlanFormatDocsTest {
  private record Example(String info, String text) {}

  @TestFactory
  @DisplayName("the examples of docs/format.md are true")
  Stream<DynamicTest> examples() throws IOException {
    return tests("\n");
  }

  @TestFactory
  @DisplayName("the examples of docs/format.md are true with CRLF")
  Stream<DynamicTest> examplesInCrlf() throws IOException {
    return tests("\r\n");
  }

  @Test
  @DisplayName("the settings of docs/format.md are read without a warning, and name every default")
  void settings() throws IOException {
    List<Example> settings =
        blocks().stream().filter(block -> block.info().equals("settings")).toList();
    RepositorySettings.Result result = RepositorySettings.parse(settings.getFirst().text());
    assertThat(result.notes()).isEmpty();
    assertThat(Objects.requireNonNull(result.settings()).plans())
        .isEqualTo(RepositorySettings.DEFAULT_PLANS);
  }

  private static Stream<DynamicTest> tests(String lineEnd) throws IOException {
    List<Example> blocks = blocks();
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).info().equals("markdown")) {
        String text = blocks.get(i).text().replace("\n", lineEnd);
        Example outcome = blocks.get(i + 1);
        tests.add(
            DynamicTest.dynamicTest(
                "example " + (tests.size() + 1), () -> check(text, outcome, lineEnd)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(8);
    return tests.stream();
  }

  private static void check(String text, Example outcome, String lineEnd) {
    PlanDocument document = PlanDocumentTest.parse(text);
    if (outcome.info().equals("result")) {
      assertThat(Summary.of(document)).isEqualTo(outcome.text());
      return;
    }
    String[] words = outcome.info().split(" ", -1);
    assertThat(words[0]).isEqualTo("edited");
    Edit edit = PlanDocumentTest.edit(document.setStatus(new TaskId(words[1]), words[2]));
    assertThat(new String(document.apply(List.of(edit)), UTF_8))
        .isEqualTo(outcome.text().replace("\n", lineEnd));
  }

  private static List<Example> blocks() throws IOException {
    List<Example> blocks = new ArrayList<>();
    Parser.builder()
        .build()
        .parse(Files.readString(Path.of("docs/format.md")))
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(FencedCodeBlock block) {
                blocks.add(new Example(block.getInfo(), block.getLiteral()));
              }
            });
    return blocks;
  }
}
