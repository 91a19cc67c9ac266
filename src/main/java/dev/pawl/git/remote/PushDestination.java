package dev.pawl.git.remote;

import org.jspecify.annotations.Nullable;

/** Where {@code git push} would send a branch. */
public sealed interface PushDestination {
  /**
   * There.
   *
   * @param remote a remote's name, or a URL
   * @param ref the branch's full name over there
   * @param tracking the ref here that remembers it; null when none does
   * @param creates false when git pushes only to a branch that is there already
   */
  record There(String remote, String ref, @Nullable String tracking, boolean creates)
      implements PushDestination {}

  /**
   * Nowhere: git would refuse.
   *
   * @param reason in git's words
   * @param cure what a person can do, safe as it stands
   */
  record Nowhere(String reason, String cure) implements PushDestination {}
}
