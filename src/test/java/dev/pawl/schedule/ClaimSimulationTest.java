package dev.pawl.schedule;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Thousands of invented histories; {@code -Dpawl.simulations=1000000} plays more, {@code
 * -Dpawl.seed=…} the one that failed.
 */
final class ClaimSimulationTest {
  private static final int USUAL = 2000;

  @Test
  @DisplayName(
      "N20 N22 N23 cut off, killed, delayed and with wrong clocks: never two owners in one epoch,"
          + " nobody loses a plan too early, and all agree in the end")
  void play() {
    Long asked = Long.getLong("pawl.seed");
    long first = asked == null ? 1 : asked;
    int count = asked == null ? Integer.getInteger("pawl.simulations", USUAL) : 1;
    for (long seed = first; seed < first + count; seed++) {
      try {
        new ClaimSimulation(new SplittableRandom(seed)).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("play it again with -Dpawl.seed=" + seed, e);
      }
    }
  }
}
