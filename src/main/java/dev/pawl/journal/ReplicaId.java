package dev.pawl.journal;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One clone of one repository, all its worktrees together. The text is 16 to 64 lower-case letters
 * and digits, so that it names a folder and a ref anywhere.
 */
public record ReplicaId(String value) {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int LENGTH = 26;

  public ReplicaId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a replica id is 16 to 64 lower-case letters and digits");
    }
  }

  /** The id that a text is, or nothing. */
  public static Optional<ReplicaId> of(String text) {
    return isValid(text) ? Optional.of(new ReplicaId(text)) : Optional.empty();
  }

  /** A new id of 130 random bits. */
  public static ReplicaId random(RandomGenerator random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new ReplicaId(text.toString());
  }

  private static boolean isValid(String text) {
    return text.length() >= 16
        && text.length() <= 64
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }

  @Override
  public String toString() {
    return value;
  }
}
