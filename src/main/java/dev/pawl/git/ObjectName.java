package dev.pawl.git;

import org.eclipse.jgit.lib.ObjectId;

/** What the names of git's objects have in common. */
final class ObjectName {
  private static final int DIGITS = 40;

  private ObjectName() {}

  static void check(String hex) {
    if (hex.length() != DIGITS || !hex.chars().allMatch(ObjectName::isDigit)) {
      throw new IllegalArgumentException(
          "not the name of a git object (40 lower-case hexadecimal digits): '" + hex + "'");
    }
  }

  static ObjectId of(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }

  static ObjectId of(BlobId blob) {
    return ObjectId.fromString(blob.hex());
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
