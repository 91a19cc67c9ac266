package dev.pawl.disk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-1 as git's files have it, and SHA-256 (FIPS 180-4) as pawl's own records have it. */
public final class Digest {
  private Digest() {}

  /** The 20 bytes of SHA-1, as git's index carries them. */
  public static byte[] sha1(byte[] bytes, int from, int length) {
    MessageDigest digest = started("SHA-1");
    digest.update(bytes, from, length);
    return digest.digest();
  }

  /** The name that git gives a file with this content, in 40 hex digits. */
  public static String blob(byte[] bytes) {
    MessageDigest digest = started("SHA-1");
    digest.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  /** SHA-256 in 64 hex digits. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(ofSha256(bytes));
  }

  /** SHA-256 of a text in UTF-8, in 64 hex digits. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The 32 bytes of SHA-256. */
  public static byte[] ofSha256(byte[] bytes) {
    return startSha256().digest(bytes);
  }

  /** A SHA-256 that is fed piece by piece. */
  public static MessageDigest startSha256() {
    return started("SHA-256");
  }

  private static MessageDigest started(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
