package dev.pawl.check;

import dev.pawl.plan.Status;
import org.jspecify.annotations.Nullable;

/** Whether a word that somebody reports about a task is recorded. */
public enum Acceptance {
  RECORDED,
  /** It counts already: nothing is recorded. */
  REPEATED,
  /** A status moves only forward, and this would be back. */
  BACKWARD,
  /** A reopen goes back, and there is nothing ahead to go back from. */
  NOT_AHEAD;

  /**
   * Decides. Where record and file ask who is right, the word of either side is an answer, said
   * again or not.
   *
   * @param before what counts now; null when nothing does
   * @param written what the committed file says; null when it says nothing
   * @param asked whether history left it open which of the two is right
   */
  public static Acceptance of(
      boolean reopen,
      Status target,
      @Nullable Status before,
      @Nullable Status written,
      boolean asked) {
    if (before == null) {
      return RECORDED;
    }
    if (reopen) {
      int ahead = Math.max(before.rank(), asked && written != null ? written.rank() : 0);
      if (ahead < target.rank()) {
        return NOT_AHEAD;
      }
      return target.equals(before) && !asked ? REPEATED : RECORDED;
    }
    if (target.equals(before)) {
      return asked ? RECORDED : REPEATED;
    }
    boolean answer = asked && target.equals(written) && target.rank() >= before.rank();
    boolean settled = target.rank() == before.rank() && target.rank() >= 2;
    return answer || (target.rank() >= before.rank() && !settled) ? RECORDED : BACKWARD;
  }
}
