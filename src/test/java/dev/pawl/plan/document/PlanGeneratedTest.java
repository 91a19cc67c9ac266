package dev.pawl.plan.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Generated documents. {@code -Dpawl.generated=N} makes N of them, {@code -Dpawl.seed=S} starts
 * with the seed that a failure printed.
 */
final class PlanGeneratedTest {
  private static final int COUNT = Integer.getInteger("pawl.generated", 400);
  private static final long FIRST = Long.getLong("pawl.seed", 20_261_120L);

  @Test
  @DisplayName("N10 N11 a generated plan is read as made, and edits change one scalar each")
  void generated() {
    int edits = 0;
    int tasks = 0;
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      Generator generator = new Generator(seed);
      String text = generator.document();
      try {
        PlanDocument document = PlanDocumentTest.parse(text);
        assertThat(document.problems()).isEmpty();
        assertThat(
                document.tasks().stream()
                    .map(task -> new Generator.Expected(task.id().value(), task.written())))
            .isEqualTo(generator.expected);
        tasks += generator.expected.size();
        edits += EditLaws.hold(document);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dpawl.seed=" + seed + "\n" + text, e);
      }
    }
    assertThat(edits).as("every task takes all five statuses").isEqualTo(COUNT + 5 * tasks);
  }

  @Test
  @DisplayName(
      "N11 damaged documents never fail to be read, and their edits still keep to one scalar")
  void damaged() {
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String text = new Generator(seed).document();
      StringBuilder damaged = new StringBuilder(text);
      int damages = 1 + random.nextInt(4);
      for (int i = 0; i < damages; i++) {
        int at = random.nextInt(damaged.length());
        String marks = "\n\r\t `~-:#>&*!|'\"{}[],%@\\\u0000\u0085\u2028\uFEFF";
        char mark = marks.charAt(random.nextInt(marks.length()));
        switch (random.nextInt(3)) {
          case 0 -> damaged.insert(at, mark);
          case 1 -> damaged.setCharAt(at, mark);
          default -> damaged.delete(at, Math.min(damaged.length(), at + 1 + random.nextInt(20)));
        }
        if (damaged.isEmpty()) {
          damaged.append(mark);
        }
      }
      try {
        EditLaws.hold(PlanDocumentTest.parse(damaged.toString()));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dpawl.seed=" + seed + "\n" + damaged, e);
      }
    }
  }
}
