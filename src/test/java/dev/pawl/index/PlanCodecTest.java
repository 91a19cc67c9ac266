package dev.pawl.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.document.PlanDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a plan says comes back from bytes as it was. */
final class PlanCodecTest {
  @Test
  @DisplayName("every plan of testdata comes back equal, whatever stands in it")
  void corpus() throws Exception {
    int plans = 0;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(Path.of("testdata/plans"), "*.md")) {
      for (Path file : files) {
        PlanContent content = content(Files.readAllBytes(file));
        assertThat(PlanCodec.unpack(PlanCodec.pack(content))).as("%s", file).isEqualTo(content);
        plans++;
      }
    }
    assertThat(plans).isGreaterThan(30);
  }

  @Test
  @DisplayName("half characters, which no encoding keeps, come back as they were")
  void halfCharacters() {
    String text =
        "---\nid: A\ntype: plan\ntitle: \"x \\ud83d y \\u2028\"\nstatus: active\n---\n\n```task\nid: T\n"
            + "title: \"caf\u00e9 \\udc00\"\nstatus: todo\n```\n";
    PlanContent content = content(text.getBytes(StandardCharsets.UTF_8));
    assertThat(PlanCodec.unpack(PlanCodec.pack(content))).isEqualTo(content);
  }

  @Test
  @DisplayName("a sealed row that was altered anywhere, or stands under another key, does not open")
  void sealed() {
    byte[] row = {1, 2, 3, 4, 5};
    byte[] sealed = Seal.put("key", row);
    assertThat(Seal.open("key", sealed)).containsExactly(row);
    assertThat(Seal.open("other", sealed)).isNull();
    assertThat(Seal.open("key", Arrays.copyOf(sealed, sealed.length - 1))).isNull();
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 4;
      assertThat(Seal.open("key", altered)).as("byte %d", i).isNull();
    }
  }

  @Test
  @DisplayName("bytes that nobody packed end in an error, and never in endless work")
  void noise() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 2000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      try {
        assertThat(PlanCodec.unpack(noise)).isNotNull();
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  private static PlanContent content(byte[] bytes) {
    return PlanDocument.parse(bytes, Vocabulary.tasks(), Vocabulary.plans()).content();
  }
}
