package dev.pawl.journal;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs a law over generated cases. The seed of a case that fails is in the message; {@code
 * -Dpawl.seed=S} plays that one alone, {@code -Dpawl.cases=N} plays N.
 */
public final class Cases {
  /** A law, to be held for what the generator makes of {@code random}. */
  public interface Law {
    void hold(RandomGenerator random) throws Exception;
  }

  private Cases() {}

  /** Plays as many cases as the property says, else {@code usual}. */
  public static void play(int usual, Law law) throws Exception {
    Long seed = Long.getLong("pawl.seed");
    if (seed != null) {
      law.hold(new SplittableRandom(seed));
      return;
    }
    int cases = Integer.getInteger("pawl.cases", usual);
    for (long each = 1; each <= cases; each++) {
      try {
        law.hold(new SplittableRandom(each));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with -Dpawl.seed=" + each + ": " + e.getMessage(), e);
      }
    }
  }
}
