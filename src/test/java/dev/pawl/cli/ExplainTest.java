package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.check.Code;
import dev.pawl.cli.check.Explanation;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExplainTest {
  @TempDir Path folder;

  @Test
  @DisplayName("every code that a check can print has a section, and no section is left over")
  void complete() {
    assertThat(Explanation.all().stream().map(Explanation::code))
        .containsExactlyElementsOf(Arrays.stream(Code.values()).map(Code::id).toList());
    assertThat(Explanation.all())
        .allSatisfy(each -> {
          assertThat(each.title()).isNotBlank();
          assertThat(each.severity()).matches("(fail|warn|info).*");
          assertThat(String.join("\n", each.lines())).isNotBlank().doesNotContain("```", "](");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"C-13", "c-13", "c13", "13"})
  void explains(String typed) {
    Terminal.Screen screen = new Terminal(folder).run("explain", typed);
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .startsWith("C-13 the record is ahead  warn\nin fix mode: written back and committed\n")
        .contains("skipped to prevent regression");
    assertThat(screen.err()).isEmpty();
  }

  @Test
  void listsAll() {
    Terminal.Screen screen = new Terminal(folder).run("explain");
    assertThat(screen.out().lines()).hasSize(Code.values().length);
    assertThat(new Terminal(folder).run("explain", "--format", "json").out())
        .contains("\"schema\": \"pawl.explain/1\"", "\"code\": \"C-01\"", "\"code\": \"C-23\"");
  }

  @Test
  void refusesAnUnknownCodeAndNamesTheNearest() {
    Terminal.Screen screen = new Terminal(folder).run("explain", "C-99");
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).startsWith("pawl: there is no check code 'C-99'\n  did you mean C-");
    assertThat(new Terminal(folder).run("explain", "wat").err()).contains("codes look like C-13");
  }
}
