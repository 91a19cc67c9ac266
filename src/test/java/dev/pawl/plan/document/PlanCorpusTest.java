package dev.pawl.plan.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pawl.disk.Printable;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Problem;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.text.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every law over every document of {@code testdata/plans}. {@code -Dpawl.expected=write} writes
 * what is read beside each document; read the difference before committing it.
 */
final class PlanCorpusTest {
  private static final Path FOLDER = Path.of("testdata/plans");

  @TestFactory
  @DisplayName("N11 each document is read, or its problem is named, as expected")
  Stream<DynamicTest> expected() throws IOException {
    return each(file -> {
      Path expected =
          file.resolveSibling(file.getFileName().toString().replace(".md", ".expected"));
      String summary = Summary.of(read(file));
      if ("write".equals(System.getProperty("pawl.expected"))) {
        write(expected, summary);
      }
      assertThat(summary).isEqualTo(text(expected));
    });
  }

  @TestFactory
  @DisplayName("N10 setting the present status gives the same bytes")
  Stream<DynamicTest> same() throws IOException {
    return each(file -> {
      PlanDocument document = read(file);
      for (Task task : document.tasks()) {
        Status status = task.status();
        if (status != null
            && document.setStatus(task.id(), status.word())
                instanceof EditResult.Edited(Edit edit)) {
          assertThat(document.apply(List.of(edit))).isEqualTo(document.bytes());
        }
      }
      assertThat(document.apply(List.of())).isEqualTo(document.bytes());
    });
  }

  @TestFactory
  @DisplayName("N10 setting another status changes that scalar's bytes and no other value")
  Stream<DynamicTest> other() throws IOException {
    return each(file -> EditLaws.hold(read(file)));
  }

  @TestFactory
  @DisplayName("LF and CRLF are read alike")
  Stream<DynamicTest> lineEnds() throws IOException {
    return each(file -> {
      byte[] bytes = bytes(file);
      if (read(file).problems().stream().anyMatch(p -> p.message().contains("not UTF-8"))) {
        return;
      }
      String lf = new String(bytes, ISO_8859_1).replace("\r\n", "\n").replace("\r", "\n");
      String expected = Summary.of(read(bytes));
      assertThat(Summary.of(read(lf.getBytes(ISO_8859_1)))).isEqualTo(expected);
      assertThat(Summary.of(read(lf.replace("\n", "\r\n").getBytes(ISO_8859_1))))
          .isEqualTo(expected);
    });
  }

  @TestFactory
  @DisplayName("N11 cut off at any byte, a document is read or its problem is named")
  Stream<DynamicTest> cut() throws IOException {
    return each(file -> {
      byte[] bytes = bytes(file);
      for (int length = 0; length < bytes.length; length++) {
        PlanDocument cut = read(Arrays.copyOf(bytes, length));
        assertThat(cut.kind() == PlanDocument.Kind.UNREADABLE && cut.problems().isEmpty())
            .as("unreadable without a problem, cut at %d", length)
            .isFalse();
        for (Problem problem : cut.problems()) {
          assertThat(problem.message()).isEqualTo(Printable.visible(problem.message()));
          assertThat(cut.line(problem.at().line()).length())
              .isGreaterThanOrEqualTo(problem.at().column() - 1);
        }
      }
    });
  }

  private static Stream<DynamicTest> each(Consumer<Path> law) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> documents =
          files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      assertThat(documents).hasSizeGreaterThan(40);
      return documents.stream()
          .map(file -> dynamicTest(file.getFileName().toString(), () -> law.accept(file)));
    }
  }

  private static PlanDocument read(Path file) {
    return read(bytes(file));
  }

  private static PlanDocument read(byte[] bytes) {
    return PlanDocument.parse(bytes, Vocabulary.tasks(), Vocabulary.plans());
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    return new String(bytes(file), UTF_8);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
