package dev.pawl.git.files;

import dev.pawl.git.CommitId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of moving a branch. */
public sealed interface MoveOutcome {
  /** Branch, index and work tree are at the new commit. */
  record Moved(CommitId now) implements MoveOutcome {}

  /**
   * Nothing was changed: local work is in the way.
   *
   * @param paths what git would overwrite; empty when git did not name them
   * @param reason in git's words
   */
  record InTheWay(List<String> paths, String reason) implements MoveOutcome {}

  /** Nothing was changed: the state of the repository forbids it. */
  record Blocked(List<Obstacle> obstacles) implements MoveOutcome {}

  /** Nothing was changed: the branch is not where it was expected. */
  record LostRace(@Nullable CommitId now) implements MoveOutcome {}

  /** Nothing was changed: another work tree has this branch checked out. */
  record CheckedOutElsewhere(String workTree) implements MoveOutcome {}
}
