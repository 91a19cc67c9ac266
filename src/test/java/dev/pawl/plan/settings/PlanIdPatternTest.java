package dev.pawl.plan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.plan.PlanId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of new plans. */
final class PlanIdPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{word} | Launch the shop | '' | shop",
        "{word} | Launch the shop | SHOP | launch-shop",
        "{word} | Launch the big shop | shop big-shop | launch-the-big-shop",
        "{word} | Shop | shop | shop-2",
        "{word} | Shop | shop shop-2 | shop-3",
        "{word} | What to sign up for | '' | sign",
        "{word} | Release 2.0 | '' | release",
        "{word} | 2026 | '' | 2026",
        "{word} | Grüße an alle! | '' | alle",
        "{title} | Launch the shop | '' | launch-the-shop",
        "NET-WP-{n} | Launch the shop | '' | NET-WP-1",
        "NET-WP-{n} | Launch | NET-WP-1 net-wp-9 OPS-WP-30 | NET-WP-10",
        "CUST-WP-{nnnn} | Launch | CUST-WP-0026 | CUST-WP-0027",
        "{n}-{word} | Launch the shop | 7-net x-8 | 8-shop",
        "(a+.{n} | Launch | x | -",
      })
  @DisplayName("the word that says most, all of the title, or a number")
  void id(String pattern, String title, String taken, String id) {
    if (id.equals("-")) {
      assertThatThrownBy(() -> new PlanIdPattern(pattern));
      return;
    }
    assertThat(new PlanIdPattern(pattern).of(title, List.of(taken.split(" "))))
        .contains(new PlanId(id));
  }

  @Test
  @DisplayName("no id follows from a title without letters and digits")
  void none() {
    assertThat(PlanIdPattern.USUAL.of("?!", List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shop", "{x}", "{word} {n}", "../{n}", "-{n}"})
  @DisplayName("a pattern that gives no id, or always the same, is an error of the settings")
  void wrong(String pattern) {
    assertThat(RepositorySettings.parse("plan_id: \"" + pattern + "\"\n").notes())
        .singleElement()
        .satisfies(note -> {
          assertThat(note.error()).isTrue();
          assertThat(note.message()).contains("plan_id", "{word}");
        });
  }
}
