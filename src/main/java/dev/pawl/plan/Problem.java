package dev.pawl.plan;

import dev.pawl.plan.text.Position;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a document, and where.
 *
 * @param message one line: the reason and a safe next step; holds no control characters
 * @param task the task it is about, when its id could be read
 */
public record Problem(Kind kind, Position at, String message, @Nullable TaskId task) {
  /** What sort of problem it is. */
  public enum Kind {
    /** Front matter or a task block cannot be read, or cannot be edited exactly. */
    UNREADABLE,
    /** The status is not a word of the vocabulary. */
    UNKNOWN_STATUS,
    /** A required field is not there. */
    MISSING_FIELD,
    /** One task id stands twice in the document. */
    DUPLICATE_ID
  }
}
