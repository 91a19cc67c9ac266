package dev.pawl.journal.usage;

import java.util.Locale;
import java.util.Optional;

/** Since when an agent's counters count. */
public enum Span {
  /** Since the run began. */
  RUN,
  /** Since the session began, over all its runs: what came before is taken off. */
  SESSION,
  /** The same, for each model of the session alone. */
  MODEL;

  /** The word for it in the journal. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The span of this word. */
  public static Optional<Span> of(String word) {
    for (Span span : values()) {
      if (span.word().equals(word)) {
        return Optional.of(span);
      }
    }
    return Optional.empty();
  }
}
