package dev.pawl.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Line.Style;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Colours, and when there are any. */
final class ColoursTest {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[38;5;(\\d+)m");

  @ParameterizedTest(name = "{0} can be read on black and on white")
  @EnumSource
  void contrast(Style style) {
    Matcher colour = COLOUR.matcher(new Line().add(style, "text").rendered(true));
    if (colour.find()) {
      double light = luminance(Integer.parseInt(colour.group(1)));
      assertThat((light + 0.05) / 0.05).as("on black").isGreaterThan(3.5);
      assertThat(1.05 / (light + 0.05)).as("on white").isGreaterThan(3.5);
    }
  }

  /** Of a colour among the 256: a cube of six steps each, and greys. */
  private static double luminance(int colour) {
    int[] steps = {0, 95, 135, 175, 215, 255};
    if (colour >= 232) {
      return part(8 + 10 * (colour - 232));
    }
    int cube = colour - 16;
    return 0.2126 * part(steps[cube / 36])
        + 0.7152 * part(steps[cube / 6 % 6])
        + 0.0722 * part(steps[cube % 6]);
  }

  private static double part(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  @Test
  @DisplayName("no status looks like the name of a phase")
  void phases() {
    for (String status : new String[] {"todo", "in_progress", "blocked", "done", "cancelled"}) {
      assertThat(Words.style(status)).isNotEqualTo(Style.HEADING);
    }
  }

  @Test
  @DisplayName("NO_COLOR beats CLICOLOR_FORCE, that beats the rest; a dumb terminal has none")
  void wanted() {
    assertThat(colour(true, Map.of())).isTrue();
    assertThat(colour(false, Map.of())).isFalse();
    assertThat(colour(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(colour(false, Map.of("CLICOLOR_FORCE", "1"))).isTrue();
    assertThat(colour(false, Map.of("CLICOLOR_FORCE", "0"))).isFalse();
    assertThat(colour(true, Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"))).isFalse();
  }

  private static boolean colour(boolean terminal, Map<String, String> variables) {
    return Screen.of(variables, terminal, null).colour();
  }
}
