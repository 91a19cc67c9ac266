package dev.pawl.git.remote;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries objects and refs to and from a remote: by the installed git, or by JGit. */
sealed interface Courier permits NativeCourier, JGitCourier {
  /**
   * What the remote, or a hook, said of one ref.
   *
   * @param accepted whether it was moved
   * @param reason empty when it was
   */
  record Said(boolean accepted, String reason) {}

  /**
   * What came of a fetch.
   *
   * @param problems refs that could not be updated here, in the engine's words
   * @param found the refs here whose branches the remote has; empty where that is not known
   */
  record Received(List<String> problems, Set<String> found) {}

  /**
   * Fetches by these refspecs, of which there is at least one, and by nothing else: no refspec of
   * the configuration, no tags, no {@code FETCH_HEAD}, nothing is pruned.
   */
  Reply<Received> fetch(String remote, List<String> refspecs, Duration limit) throws GitException;

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
