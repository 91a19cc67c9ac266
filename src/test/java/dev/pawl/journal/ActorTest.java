package dev.pawl.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActorTest {
  @ParameterizedTest
  @DisplayName("N25 every actor has one form, however it was said")
  @CsvSource({
    "ann, human:ann",
    "' Ann Lee ', human:Ann Lee",
    "human:ann, human:ann",
    "Human: ann, human:ann",
    "agent:beacon-1, agent:beacon-1",
    "AGENT:beacon-1, agent:beacon-1",
    "agent:, human:agent:",
    "bot:x, human:bot:x",
    "'', ''",
  })
  void oneForm(String said, String form) {
    assertThat(Actor.of(said)).isEqualTo(form);
    assertThat(Actor.of(form)).isEqualTo(form);
  }
}
