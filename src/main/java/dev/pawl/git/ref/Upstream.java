package dev.pawl.git.ref;

import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a branch stands to the branch it follows, as far as was last fetched.
 *
 * @param state how they differ
 * @param remote the remote's name; null when the branch follows none
 * @param remoteRef the branch's full name over there
 * @param trackingRef the ref here that remembers it; null when none does
 * @param at where that was when last fetched; null when never
 * @param ahead commits that only this clone has
 * @param behind commits that only the upstream has
 * @param localOnly the commits that only this clone has, newest first, at most {@link
 *     Upstreams#MOST_COMMITS}
 */
public record Upstream(
    State state,
    @Nullable String remote,
    @Nullable String remoteRef,
    @Nullable String trackingRef,
    @Nullable CommitId at,
    int ahead,
    int behind,
    List<CommitInfo> localOnly) {
  /** How they differ. */
  public enum State {
    NONE,
    CURRENT,
    AHEAD,
    BEHIND,
    DIVERGED,
    /** It is set to follow a branch that is not on the remote any more. */
    GONE
  }

  /** The same in another state. */
  Upstream as(State other) {
    return new Upstream(other, remote, remoteRef, trackingRef, at, ahead, behind, localOnly);
  }

  /** Whether the branch that it is set to follow is not on the remote any more. */
  public boolean gone() {
    return state == State.GONE;
  }
}
