package dev.pawl.cli;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A {@link SecureRandom} that is made when it is first asked: most commands never do. */
final class LateRandom implements RandomGenerator {
  private @Nullable SecureRandom random;

  @Override
  public synchronized long nextLong() {
    SecureRandom made = random;
    if (made == null) {
      made = new SecureRandom();
      random = made;
    }
    return made.nextLong();
  }
}
