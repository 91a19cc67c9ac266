package dev.pawl.check;

import dev.pawl.plan.Status;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What two branches' statuses of one task come to when they are merged.
 *
 * <p>A side that did not touch the status has no say. Where both moved it the same way, the higher
 * rank counts, as in the record. Where one went forward and one back, or both to different words of
 * one rank, the files alone cannot tell: what is recorded decides when it is one of the two, and
 * else a person has to (N01, N02).
 */
public final class MergedStatus {
  private MergedStatus() {}

  /**
   * Decides.
   *
   * @param base what both started from; null when the task is new on both sides
   * @param recorded the recorded status word, asked for only where it matters; null for none
   * @return empty when it stays a conflict
   */
  public static Optional<Status> of(
      @Nullable Status base, Status ours, Status theirs, Supplier<@Nullable String> recorded) {
    if (ours.equals(theirs) || theirs.equals(base)) {
      return Optional.of(ours);
    }
    if (ours.equals(base)) {
      return Optional.of(theirs);
    }
    int from = base == null ? 0 : base.rank();
    boolean sameWay = (ours.rank() < from) == (theirs.rank() < from);
    if (sameWay && ours.rank() != theirs.rank()) {
      return Optional.of(ours.rank() > theirs.rank() ? ours : theirs);
    }
    String word = recorded.get();
    if (ours.word().equals(word)) {
      return Optional.of(ours);
    }
    return theirs.word().equals(word) ? Optional.of(theirs) : Optional.empty();
  }
}
