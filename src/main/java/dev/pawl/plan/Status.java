package dev.pawl.plan;

/**
 * A status in its canonical word.
 *
 * @param rank 0 not begun, 1 under way, 2 settled
 */
public record Status(String word, int rank) {
  @Override
  public String toString() {
    return word;
  }
}
