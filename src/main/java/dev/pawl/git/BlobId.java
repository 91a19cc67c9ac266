package dev.pawl.git;

import dev.pawl.disk.Digest;

/**
 * The name of a file's content: 40 lower-case hexadecimal digits (SHA-1).
 *
 * @param hex the digits
 */
public record BlobId(String hex) {
  /** Refuses anything but 40 lower-case hexadecimal digits. */
  public BlobId {
    ObjectName.check(hex);
  }

  /** The name that git gives these bytes. */
  public static BlobId of(byte[] bytes) {
    return new BlobId(Digest.blob(bytes));
  }

  @Override
  public String toString() {
    return hex;
  }
}
