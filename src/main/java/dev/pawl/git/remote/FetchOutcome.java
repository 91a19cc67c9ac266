package dev.pawl.git.remote;

import dev.pawl.git.CommitId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a fetch. */
public sealed interface FetchOutcome {
  /**
   * The remote answered.
   *
   * @param moved the refs here that changed, by full name
   * @param problems refs that could not be updated, in the engine's words
   */
  record Fetched(Map<String, Moved> moved, List<String> problems) implements FetchOutcome {}

  /** The remote did not answer in time, or did not let us in. */
  record Failed(Unreachable unreachable) implements FetchOutcome {}

  /**
   * How a ref here changed.
   *
   * @param before null when it is new
   * @param after null when it is gone
   */
  record Moved(@Nullable CommitId before, @Nullable CommitId after) {}
}
