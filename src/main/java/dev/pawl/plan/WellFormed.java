package dev.pawl.plan;

/** Rejects text that no file can hold. */
final class WellFormed {
  private WellFormed() {}

  static void check(String text) {
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException(
          "half a character stands in " + Printable.quoted(text) + "; remove it");
    }
  }
}
