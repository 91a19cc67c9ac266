package dev.pawl.plan;

import java.util.Optional;

/** The id of a plan. */
public record PlanId(String value) {
  /** The id that a text is, or nothing. */
  public static Optional<PlanId> of(String text) {
    return text.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}")
        ? Optional.of(new PlanId(text))
        : Optional.empty();
  }
}
