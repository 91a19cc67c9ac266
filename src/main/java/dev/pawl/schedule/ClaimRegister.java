package dev.pawl.schedule;

import org.jspecify.annotations.Nullable;

/**
 * Where the claim of one plan stands for all: a place that takes a new one only if what stood is
 * what was expected. A git host's ref, a local ref, or what a simulation makes of them.
 *
 * @param <X> how it fails otherwise
 */
public interface ClaimRegister<X extends Exception> {
  /** What was found there. */
  sealed interface Reading {
    /** What stands there now; null when nobody ever claimed it. */
    record Stands(@Nullable VersionedClaim placed) implements Reading {}

    /**
     * It could not be asked.
     *
     * @param known what stood there when it was asked last
     */
    record Unreachable(String reason, @Nullable VersionedClaim known) implements Reading {}
  }

  /** What became of a claim that was put there. */
  sealed interface Answer {
    /** It stands there. */
    record Accepted(String version) implements Answer {}

    /**
     * Something else was put there first, or is being put there now.
     *
     * @param held why nothing could be put there though nothing else was; null when something was
     */
    record Lost(@Nullable String held) implements Answer {}

    /** Whoever keeps the place does not allow it. */
    record Denied(String reason) implements Answer {}

    /** Whether it stands there is not known. */
    record Unknown(String reason) implements Answer {}
  }

  /** Looks. */
  Reading read() throws X;

  /**
   * Puts a claim there.
   *
   * @param expected the version that it replaces; null when there must be none
   */
  Answer put(@Nullable String expected, Claim next) throws X;
}
