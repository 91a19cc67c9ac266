package dev.pawl.disk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests of git's files and of pawl's own records. */
public final class Sha {
  private Sha() {}

  /** SHA-1, 20 bytes, as git's index and objects carry it. */
  public static byte[] one(byte[] bytes, int from, int length) {
    MessageDigest digest = digest("SHA-1");
    digest.update(bytes, from, length);
    return digest.digest();
  }

  /** SHA-1 of a blob with this content, in 40 hex digits. */
  public static String blob(byte[] bytes) {
    MessageDigest digest = digest("SHA-1");
    digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  /** SHA-256 in 64 hex digits. */
  public static String twoFiftySix(byte[] bytes) {
    return HexFormat.of().formatHex(digest("SHA-256").digest(bytes));
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
