package dev.pawl.git.remote;

import dev.pawl.git.CommitId;
import dev.pawl.git.ref.Refs;
import org.jspecify.annotations.Nullable;

/**
 * One ref to move on a remote, if it is still where it was seen. Never forced: the value must
 * descend from what is expected, but for a ref of pawl's own that holds a state and no history.
 *
 * @param ref its full name over there
 * @param expectedOld null when there must be none yet
 * @param value what it shall lead to
 * @param replaces whether the value stands in place of what is expected, and need not descend
 */
public record RefPush(
    String ref, @Nullable CommitId expectedOld, CommitId value, boolean replaces) {
  public RefPush {
    if (replaces && !ref.startsWith(Refs.OWN)) {
      throw new IllegalArgumentException("not a ref of pawl's own: " + ref);
    }
  }

  public RefPush(String ref, @Nullable CommitId expectedOld, CommitId value) {
    this(ref, expectedOld, value, false);
  }

  /** One that stands in place of what was there, still only if that is what was seen. */
  public static RefPush replacing(String ref, @Nullable CommitId expectedOld, CommitId value) {
    return new RefPush(ref, expectedOld, value, true);
  }
}
