package dev.pawl.git;

import org.eclipse.jgit.lib.ObjectId;

/** What the names of git's objects have in common. */
public final class ObjectName {
  private static final int DIGITS = 40;

  private ObjectName() {}

  static void check(String hex) {
    if (!is(hex)) {
      throw new IllegalArgumentException(
          "not the name of a git object (40 lower-case hexadecimal digits): '" + hex + "'");
    }
  }

  public static boolean is(String hex) {
    return hex.length() == DIGITS && hex.chars().allMatch(ObjectName::isDigit);
  }

  public static ObjectId of(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }

  public static ObjectId of(BlobId blob) {
    return ObjectId.fromString(blob.hex());
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
