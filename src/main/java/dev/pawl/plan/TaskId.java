package dev.pawl.plan;

import dev.pawl.disk.Printable;
import java.util.Optional;

/**
 * The id of a task: as a {@link PlanId}, but up to 200 characters, and with {@code / : # +} inside.
 */
public record TaskId(String value) {
  public static final String RULE =
      "at most 200 letters, digits and . _ - / : # + that start with a letter or digit, without .."
          + " and without . or .lock at the end";

  /** Rejects what is not a task id with an {@link IllegalArgumentException}. */
  public TaskId {
    if (!IdSyntax.fits(value, 200, "._-/:#+")) {
      throw new IllegalArgumentException(
          "not a task id: " + Printable.quoted(value) + "; an id is " + RULE);
    }
  }

  /** The id, or empty when the text is not one. */
  public static Optional<TaskId> of(String text) {
    return IdSyntax.fits(text, 200, "._-/:#+") ? Optional.of(new TaskId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
