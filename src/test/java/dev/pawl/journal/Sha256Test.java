package dev.pawl.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The digest is the one that everybody else computes. */
final class Sha256Test {
  private static final long SEED = Long.getLong("pawl.seed", 20261120L);

  @Test
  @DisplayName("the examples of FIPS 180")
  void examples() {
    assertThat(hex("")).startsWith("e3b0c44298fc1c149afbf4c8996fb924").endsWith("b855");
    assertThat(hex("abc")).startsWith("ba7816bf8f01cfea414140de5dae2223").endsWith("15ad");
    assertThat(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))
        .startsWith("248d6a61d20638b8e5c026930c3e6039")
        .endsWith("06c1");
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(Sha256.of(text.getBytes(US_ASCII)));
  }

  @Test
  @DisplayName("every length around the ends of blocks, and longer ones: as the platform says")
  void generated() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 600; i++) {
      byte[] bytes = new byte[i < 300 ? i : random.nextInt(100_000)];
      random.nextBytes(bytes);
      assertThat(Sha256.of(bytes))
          .as("seed %s, %s bytes", SEED, bytes.length)
          .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
  }
}
