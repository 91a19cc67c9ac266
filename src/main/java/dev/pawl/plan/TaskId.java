package dev.pawl.plan;

import java.util.Optional;

/** The id of a task. */
public record TaskId(String value) {
  /** The id that a text is, or nothing. */
  public static Optional<TaskId> of(String text) {
    return text.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._/:#+-]{0,199}")
        ? Optional.of(new TaskId(text))
        : Optional.empty();
  }
}
