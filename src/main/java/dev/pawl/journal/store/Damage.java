package dev.pawl.journal.store;

/**
 * Something in a journal that does not count, and where: the file or stream, the line from 1, the
 * offset in bytes from 0; line 0 is the whole of it. The reason repeats nothing of what was read.
 */
public record Damage(String place, long line, long offset, String reason) {
  @Override
  public String toString() {
    return line == 0
        ? place + ": " + reason
        : place + ":" + line + " (byte " + offset + "): " + reason;
  }
}
