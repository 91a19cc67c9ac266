package dev.pawl.git.remote;

import dev.pawl.git.CommitId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a push.
 *
 * @param results by the full name of each ref that was to be moved
 */
public record PushOutcome(Map<String, Result> results) {
  /** What came of one ref. */
  public enum Status {
    /** It leads to the value now. */
    ACCEPTED,
    /** Somebody else moved it, or holds it; fetch and decide anew. */
    REJECTED,
    /** A hook of this clone said no. */
    REFUSED_HERE,
    /** The remote, or pawl itself, does not allow it. */
    REFUSED,
    /** Whether it moved is not known. */
    UNREACHABLE
  }

  /**
   * What came of one ref.
   *
   * @param status accepted, or why not
   * @param now where it leads, when it was not accepted and could be read; null: nowhere, or not
   *     known
   * @param reason in the words of the engine, fit to be shown; empty when accepted
   */
  public record Result(Status status, @Nullable CommitId now, String reason) {}

  /** What came of a ref that was to be moved. */
  public Result of(String ref) {
    Result result = results.get(ref);
    if (result == null) {
      throw new IllegalArgumentException("was not pushed: " + ref);
    }
    return result;
  }

  /** Whether every ref leads where it should. */
  public boolean accepted() {
    return results.values().stream().allMatch(result -> result.status() == Status.ACCEPTED);
  }
}
