package dev.pawl.app.autosync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.settings.AutosyncSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RhythmTest {
  private final Rhythm rhythm =
      new Rhythm(
          new AutosyncSettings(Duration.ofSeconds(5), Duration.ofSeconds(60), null, List.of()));

  private static Duration at(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  @DisplayName("the first exchange is due at once, the next after a minute")
  void regularly() {
    assertThat(rhythm.isDue(at(0))).isTrue();
    rhythm.exchanged(at(100));
    assertThat(rhythm.isDue(at(159))).isFalse();
    assertThat(rhythm.isDue(at(160))).isTrue();
  }

  @Test
  @DisplayName("after a change it waits for quiet, but never longer than the minute")
  void afterQuiet() {
    rhythm.exchanged(at(100));
    rhythm.changed(at(110));
    assertThat(rhythm.isDue(at(114))).isFalse();
    rhythm.changed(at(114));
    assertThat(rhythm.isDue(at(118))).isFalse();
    assertThat(rhythm.isDue(at(119))).isTrue();
    for (long second = 120; second < 160; second++) {
      rhythm.changed(at(second));
      assertThat(rhythm.isDue(at(second))).as("second %d", second).isFalse();
    }
    rhythm.changed(at(160));
    assertThat(rhythm.isDue(at(160))).isTrue();
    rhythm.exchanged(at(160));
    assertThat(rhythm.due()).as("what changed is exchanged").isEqualTo(at(220));
  }

  @Test
  @DisplayName("what fails is tried again later and later, at most every ten minutes; then as ever")
  void backsOff() {
    rhythm.exchanged(at(0));
    rhythm.failed(at(60));
    assertThat(rhythm.due()).isEqualTo(at(65));
    rhythm.failed(at(65));
    assertThat(rhythm.due()).isEqualTo(at(75));
    rhythm.changed(at(66));
    assertThat(rhythm.due()).as("a change asks nobody who did not answer").isEqualTo(at(75));
    for (int i = 0; i < 100; i++) {
      rhythm.failed(at(1000));
    }
    assertThat(rhythm.due()).isEqualTo(at(1000).plus(Rhythm.LONGEST));
    assertThat(rhythm.failures()).isEqualTo(102);
    rhythm.exchanged(at(2000));
    rhythm.changed(at(2000));
    assertThat(rhythm.due()).isEqualTo(at(2005));
  }
}
