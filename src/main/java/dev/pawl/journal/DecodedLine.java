package dev.pawl.journal;

/** What a line of a journal turned out to be. */
public sealed interface DecodedLine {
  /** A whole event. */
  record Read(Event event) implements DecodedLine {}

  /** No event: damaged, torn, or none of ours. The reason repeats nothing of the line. */
  record Bad(String reason) implements DecodedLine {}
}
