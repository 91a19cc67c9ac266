package dev.pawl.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a fix and its writing: being behind or diverged, or an upstream that is gone
 * (C-14), a state or feature in which pawl does not write (C-20), a remote that could not be asked
 * (C-19).
 *
 * @param findings why, each with its message
 * @param open false when nothing at all may be written for this repository
 */
public record Gate(List<Finding> findings, boolean open) {

  /**
   * Judges one repository.
   *
   * @param behind commits of the last known upstream that are missing here: known to be behind
   *     closes the gate even when the remote cannot be reached now
   * @param gone the branch that this one follows, where that is not on the remote any more; null
   *     otherwise
   * @param unreachable why the remote could not be reached; null when it was, or was not asked
   * @param obstacles why pawl does not write here, each a sentence with a next step
   */
  public static Gate of(
      Mode mode,
      String slug,
      int behind,
      @Nullable String gone,
      @Nullable String unreachable,
      List<String> obstacles) {
    List<Finding> findings = new ArrayList<>();
    if (unreachable != null) {
      findings.add(
          Finding.ofRepository(
              Code.UNREACHABLE,
              Severity.INFO,
              "the remote could not be reached, so being behind could not be ruled out: "
                  + unreachable));
    }
    if (gone != null) {
      findings.add(
          notCurrent(
              mode,
              "Repo '"
                  + slug
                  + "' follows "
                  + gone
                  + ", which is gone from the remote (deleted or renamed there) — follow another"
                  + " branch before fixing: git branch --set-upstream-to REMOTE/BRANCH"));
    } else if (behind > 0) {
      findings.add(
          notCurrent(
              mode,
              "Repo '"
                  + slug
                  + "' is behind remote — pull before fixing to avoid clobbering remote"
                  + " progress"));
    }
    for (String obstacle : obstacles) {
      findings.add(Finding.ofRepository(Code.NOT_WRITABLE, Severity.WARN, obstacle));
    }
    return new Gate(List.copyOf(findings), behind == 0 && gone == null && obstacles.isEmpty());
  }

  private static Finding notCurrent(Mode mode, String message) {
    return Finding.ofRepository(
        Code.NOT_CURRENT, mode.judgesAsFix() ? Severity.WARN : Severity.INFO, message);
  }
}
