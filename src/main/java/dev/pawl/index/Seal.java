package dev.pawl.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.disk.Digest;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Puts a checksum over a row and the key that it stands under: SQLite has none, and what a disk or
 * a stray program made of a row must not become an answer.
 */
final class Seal {
  private static final int LENGTH = 4;

  private Seal() {}

  static byte[] put(String key, byte[] row) {
    int sum = sum(key, row, 0);
    byte[] sealed = new byte[LENGTH + row.length];
    for (int i = 0; i < LENGTH; i++) {
      sealed[i] = (byte) (sum >>> (8 * i));
    }
    System.arraycopy(row, 0, sealed, LENGTH, row.length);
    return sealed;
  }

  /** What was sealed; null when it is not that. */
  static byte @Nullable [] open(String key, byte @Nullable [] sealed) {
    if (sealed == null || sealed.length < LENGTH || sum(sealed) != sum(key, sealed, LENGTH)) {
      return null;
    }
    return Arrays.copyOfRange(sealed, LENGTH, sealed.length);
  }

  /** The checksum that a sealed row carries. */
  private static int sum(byte[] sealed) {
    int sum = 0;
    for (int i = 0; i < LENGTH; i++) {
      sum |= (sealed[i] & 0xFF) << (8 * i);
    }
    return sum;
  }

  private static int sum(String key, byte[] row, int from) {
    CRC32 sum = new CRC32();
    sum.update(key.getBytes(UTF_8));
    sum.update(0);
    sum.update(row, from, row.length - from);
    return (int) sum.getValue();
  }

  /** A number for a text, as long as no two texts of a repository are likely to share. */
  static long number(String text) {
    byte[] digest = Digest.ofSha256(text.getBytes(UTF_8));
    long number = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      number = number << 8 | (digest[i] & 0xFF);
    }
    return number;
  }
}
