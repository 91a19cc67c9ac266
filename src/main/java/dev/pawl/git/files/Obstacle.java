package dev.pawl.git.files;

/**
 * Something that forbids writing here, or to one path.
 *
 * @param kind for tests and faces to tell apart
 * @param place the repository or the path
 * @param reason in plain words
 * @param nextStep what is safe to do
 */
public record Obstacle(Kind kind, String place, String reason, String nextStep) {
  /** What stands in the way. */
  public enum Kind {
    /** No work tree. */
    BARE,
    /** HEAD names no branch. */
    DETACHED,
    /** No commit yet. */
    UNBORN,
    /** A merge, rebase, cherry-pick, revert, bisect or am waits for its end. */
    IN_PROGRESS,
    /** Paths that a merge left for a person. */
    UNMERGED,
    /** Another git command holds the index. */
    INDEX_LOCKED,
    /** A feature of the repository that pawl does not write with. */
    FEATURE,
    /** The path is, or is below, a symbolic link. */
    SYMLINK,
    /** The path is, or is inside, another repository. */
    SUBMODULE,
    /** Git was told not to look at the file. */
    HIDDEN,
    /** An attribute changes what is stored. */
    ATTRIBUTE
  }

  @Override
  public String toString() {
    return place + ": " + reason + " - " + nextStep;
  }
}
