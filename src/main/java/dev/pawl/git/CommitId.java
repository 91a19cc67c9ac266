package dev.pawl.git;

import java.util.Optional;

/**
 * The name of a commit: 40 lower-case hexadecimal digits (SHA-1).
 *
 * @param hex the digits
 */
public record CommitId(String hex) {
  /** Refuses anything but 40 lower-case hexadecimal digits. */
  public CommitId {
    ObjectName.check(hex);
  }

  /** The name, or empty when the text is not one. */
  public static Optional<CommitId> of(String text) {
    return ObjectName.is(text) ? Optional.of(new CommitId(text)) : Optional.empty();
  }

  /** The first ten digits, for people. */
  public String abbreviated() {
    return hex.substring(0, 10);
  }

  @Override
  public String toString() {
    return hex;
  }
}
