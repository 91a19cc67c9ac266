package dev.pawl.git;

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

  /** The first ten digits, for people. */
  public String abbreviated() {
    return hex.substring(0, 10);
  }

  @Override
  public String toString() {
    return hex;
  }
}
