package dev.pawl.schedule;

import dev.pawl.disk.Digest;
import dev.pawl.plan.PlanId;
import java.nio.charset.StandardCharsets;

/**
 * What the claim of a plan is called where names are files: letters and digits of ASCII, {@code . -
 * _} alone, so that no file system folds two of them into one but by case. No two plans have the
 * same; one level deep, because {@code x} and {@code x/y} could not both be refs.
 */
public final class ClaimName {
  /** A file's name may have 255 bytes, and git adds {@code .lock}. */
  private static final int LONGEST = 200;

  private ClaimName() {}

  /** The name: {@code _} is doubled, what is not ASCII becomes {@code _u<hex>_}. */
  public static String of(PlanId plan) {
    StringBuilder name = new StringBuilder();
    plan.value()
        .codePoints()
        .forEach(c -> {
          if (c == '_') {
            name.append("__");
          } else if (c < 0x80) {
            name.appendCodePoint(c);
          } else {
            name.append("_u").append(Integer.toHexString(c)).append('_');
          }
        });
    return name.length() <= LONGEST ? name.toString() : "_h" + hash(plan.value());
  }

  private static String hash(String id) {
    return Digest.sha256(id.getBytes(StandardCharsets.UTF_8));
  }
}
