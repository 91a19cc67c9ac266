package dev.pawl.plan.text;

/**
 * A place in a document.
 *
 * @param line counted from 1; lines end at LF, CRLF or a lone CR
 * @param column counted from 1, in code points; a byte order mark is not counted
 */
public record Position(int line, int column) {
  /** The first character of a document. */
  public static final Position START = new Position(1, 1);

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
