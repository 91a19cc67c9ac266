package dev.pawl.git.worktree;

/**
 * Something that would be lost, or somebody who would be disturbed, if a work tree went away.
 *
 * @param kind for tests and faces to tell apart
 * @param reason in plain words
 * @param nextStep what is safe to do about it
 */
public record Loss(Kind kind, String reason, String nextStep) {
  /** What it is. */
  public enum Kind {
    /** It is the main work tree, or holds the default branch. */
    NEEDED,
    /** Somebody locked it. */
    LOCKED,
    /** The current folder of a process is in it. */
    IN_USE,
    /** A merge, rebase or the like waits for its end. */
    IN_PROGRESS,
    /** Changes of tracked files, staged or not. */
    UNCOMMITTED,
    /** Files unknown to git. */
    UNTRACKED,
    /** Ignored files that nothing makes anew. */
    PRECIOUS,
    /** Another repository or work tree inside it. */
    NESTED,
    /** Commits that are on no remote. */
    UNPUSHED,
    /** Commits that are not in the default branch. */
    UNMERGED,
    /** It cannot be told what would be lost. */
    UNKNOWN
  }
}
