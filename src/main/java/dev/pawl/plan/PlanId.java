package dev.pawl.plan;

import dev.pawl.disk.Printable;
import java.util.Optional;

/**
 * The id of a plan: at most 100 characters; a letter or digit, then letters, digits, {@code . _ -};
 * no {@code ..}, not ending in {@code .} or {@code .lock}, because it names the branch {@code
 * plan/<id>}.
 */
public record PlanId(String value) {
  public static final String RULE =
      "at most 100 letters, digits and . _ - that start with a letter or digit, without .. and"
          + " without . or .lock at the end";

  /** Rejects what is not a plan id with an {@link IllegalArgumentException}. */
  public PlanId {
    if (!IdSyntax.fits(value, 100, "._-")) {
      throw new IllegalArgumentException(
          "not a plan id: " + Printable.quoted(value) + "; an id is " + RULE);
    }
  }

  /** The id, or empty when the text is not one. */
  public static Optional<PlanId> of(String text) {
    return IdSyntax.fits(text, 100, "._-") ? Optional.of(new PlanId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
