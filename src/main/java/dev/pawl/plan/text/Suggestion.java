package dev.pawl.plan.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a mistyped one was probably meant to be. */
public final class Suggestion {
  private Suggestion() {}

  /** The closest of these; empty when none is close enough to be meant. */
  public static Optional<String> nearest(String typed, Collection<String> known) {
    return known.stream()
        .filter(each -> distance(typed, each) <= Math.max(1, Math.min(typed.length(), 9) / 3))
        .min(Comparator.comparingInt(each -> distance(typed, each)));
  }

  private static int distance(String typed, String known) {
    // Longer words are far from anything that is known, and would take long to compare.
    return typed.length() > 64
        ? Integer.MAX_VALUE
        : EditDistance.between(typed.toLowerCase(Locale.ROOT), known.toLowerCase(Locale.ROOT));
  }
}
