package dev.pawl.git;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Carries objects and refs to and from a remote: by the installed git, or by JGit. */
sealed interface Courier permits NativeCourier, JGitCourier {
  /** What an engine said: an answer, or why there is none. */
  sealed interface Reply<T> {
    /** The remote answered. */
    record Answer<T>(T value) implements Reply<T> {}

    /** It did not. */
    record None<T>(Unreachable unreachable) implements Reply<T> {}
  }

  /**
   * What the remote, or a hook, said of one ref.
   *
   * @param accepted whether it was moved
   * @param reason empty when it was
   */
  record Said(boolean accepted, String reason) {}

  /** Fetches by these refspecs; the answer lists what could not be updated here. */
  Reply<List<String>> fetch(String remote, List<String> refspecs, Duration limit)
      throws GitException;

  /**
   * Pushes; a ref that nothing was said of is absent from the answer.
   *
   * @param together whether all refs are to move, or none; a remote that cannot do that moves none,
   *     and the reply is {@link Unreachable.Cause#UNSUPPORTED}
   */
  Reply<Map<String, Said>> push(
      String remote, List<RefPush> pushes, boolean together, Duration limit) throws GitException;

  /** The remote's refs whose names begin so. */
  Reply<Map<String, CommitId>> list(String remote, List<String> prefixes, Duration limit)
      throws GitException;
}
