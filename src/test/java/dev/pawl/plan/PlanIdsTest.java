package dev.pawl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pawl.disk.Printable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanIdsTest {
  @ParameterizedTest
  @DisplayName("N50 text that could leave a folder, be an option, a trailer or an escape is no id")
  @ValueSource(
      strings = {
        "",
        " ",
        "-x",
        "--upload-pack=x",
        "../x",
        "a/../b",
        "a..b",
        "/etc",
        ".hidden",
        "a.",
        "a.lock",
        "a b",
        "a\nb",
        "a\tb",
        "a\u0000",
        "\u001b[31m",
        "a\u001b[31m",
        "a\u009bb",
        "a\u202eb",
        "a\u2028b",
        "a;b",
        "a$(x)",
        "a`x`",
        "a|b",
        "a&b",
        "a'b",
        "a\"b",
        "a<b>",
        "a\\b",
        "a~1",
        "a^b",
        "a*b",
        "a?b",
        "a[b",
        "a@{b",
        "a=b",
        "a%b",
        "a,b",
        "\ud83d\ude00",
        "a\ud800"
      })
  void rejected(String text) {
    assertThat(PlanId.of(text)).isEmpty();
    assertThat(TaskId.of(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TaskId(text))
        .satisfies(
            e -> assertThat(e).hasMessage(Printable.visible(String.valueOf(e.getMessage()))));
    assertThatIllegalArgumentException().isThrownBy(() -> new PlanId(text));
  }

  @ParameterizedTest
  @DisplayName("letters and digits of any script, and . _ - inside, are ids")
  @ValueSource(strings = {"a", "7", "CUST-WP-0026", "1.2", "007", "a_b", "über", "計画-1", "x.lock2"})
  void accepted(String text) {
    assertThat(PlanId.of(text)).map(PlanId::value).contains(text);
    assertThat(TaskId.of(text)).map(TaskId::value).contains(text);
  }

  @ParameterizedTest
  @DisplayName("/ : # + stand in the id of a task, not in that of a plan")
  @ValueSource(strings = {"plan/T01", "other:T1", "gh#12", "c++"})
  void tasksOnly(String text) {
    assertThat(PlanId.of(text)).isEmpty();
    assertThat(TaskId.of(text)).isPresent();
  }

  @Test
  @DisplayName("ids have a longest length, in code points")
  void longest() {
    assertThat(PlanId.of("x".repeat(100))).isPresent();
    assertThat(PlanId.of("x".repeat(101))).isEmpty();
    assertThat(TaskId.of("𝒙".repeat(200))).isPresent();
    assertThat(TaskId.of("𝒙".repeat(201))).isEmpty();
  }

  @Test
  @DisplayName("N50 text for a terminal shows what would steer it instead of doing it")
  void printable() {
    assertThat(Printable.visible("a\u001b[2Jb\r\nc\u202ed 👩‍👩‍👧 é"))
        .isEqualTo("a<U+001B>[2Jb<U+000D><U+000A>c<U+202E>d 👩‍👩‍👧 é");
  }
}
