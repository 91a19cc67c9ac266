package dev.pawl.plan.text;

/**
 * Replaces a range of a document.
 *
 * @param from the first UTF-16 unit replaced; units are those of the decoded file, in which a byte
 *     order mark is unit 0
 * @param to the unit after the last one replaced; equal to {@code from} for an insertion
 */
public record Edit(int from, int to, String text) {
  /** Rejects a range that ends before it starts. */
  public Edit {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range: " + from + " to " + to);
    }
  }
}
