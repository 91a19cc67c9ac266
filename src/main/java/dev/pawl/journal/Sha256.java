package dev.pawl.journal;

import java.util.Arrays;

/**
 * SHA-256 (FIPS 180-4). The platform's own is asked of its security providers, and the first
 * question to them takes a cold JVM longer than most commands need a digest for.
 */
public final class Sha256 {
  private static final int BLOCK = 64;
  private static final int LENGTH = 8;

  private static final int[] START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private static final int[] ROUNDS = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final int[] state = START.clone();
  private final int[] words = new int[ROUNDS.length];

  private Sha256() {}

  /** The 32 bytes of a digest. */
  public static byte[] of(byte[] bytes) {
    Sha256 digest = new Sha256();
    int whole = bytes.length / BLOCK * BLOCK;
    for (int at = 0; at < whole; at += BLOCK) {
      digest.block(bytes, at);
    }
    // A bit that is set, bits that are not, and the number of bits in the last eight bytes.
    int rest = bytes.length - whole;
    byte[] end = Arrays.copyOfRange(bytes, whole, whole + (rest < BLOCK - LENGTH ? 1 : 2) * BLOCK);
    end[rest] = (byte) 0x80;
    long bits = bytes.length * 8L;
    for (int i = 1; i <= LENGTH; i++) {
      end[end.length - i] = (byte) bits;
      bits >>>= 8;
    }
    for (int at = 0; at < end.length; at += BLOCK) {
      digest.block(end, at);
    }
    return digest.bytes();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[state.length * Integer.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (state[i / Integer.BYTES] >>> (24 - i % Integer.BYTES * 8));
    }
    return bytes;
  }

  private void schedule(byte[] bytes, int at) {
    for (int i = 0; i < 16; i++) {
      int from = at + 4 * i;
      words[i] =
          bytes[from] << 24
              | (bytes[from + 1] & 0xff) << 16
              | (bytes[from + 2] & 0xff) << 8
              | (bytes[from + 3] & 0xff);
    }
    for (int i = 16; i < words.length; i++) {
      int two = words[i - 2];
      int fifteen = words[i - 15];
      words[i] =
          words[i - 16]
              + words[i - 7]
              + (turn(fifteen, 7) ^ turn(fifteen, 18) ^ fifteen >>> 3)
              + (turn(two, 17) ^ turn(two, 19) ^ two >>> 10);
    }
  }

  private void block(byte[] bytes, int at) {
    schedule(bytes, at);
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < words.length; i++) {
      int one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g));
      one += ROUNDS[i] + words[i];
      int two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + one;
      d = c;
      c = b;
      b = a;
      a = one + two;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  private static int turn(int word, int by) {
    return word >>> by | word << -by;
  }
}
