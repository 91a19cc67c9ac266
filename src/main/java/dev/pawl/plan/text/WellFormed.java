package dev.pawl.plan.text;

import dev.pawl.disk.Printable;

/** Rejects text that no file can hold. */
public final class WellFormed {
  private WellFormed() {}

  public static void check(String text) {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException(
          "half a character stands in " + Printable.quoted(text) + "; remove it");
    }
  }
}
