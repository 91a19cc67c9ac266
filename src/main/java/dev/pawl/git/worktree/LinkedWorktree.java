package dev.pawl.git.worktree;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A work tree that git knows of.
 *
 * @param name of git's folder for it; empty for the main one
 * @param admin git's folder for it
 * @param path its top folder, whether it can be seen from here or not
 * @param branch what is checked out; null when HEAD is detached or cannot be read
 * @param head the commit; null before the first one
 * @param locked why it is locked, empty without a reason; null when it is not
 * @param visible whether the folder is there and belongs to it
 */
public record LinkedWorktree(
    String name,
    Path admin,
    Path path,
    @Nullable BranchName branch,
    @Nullable CommitId head,
    @Nullable String locked,
    boolean visible) {

  /** Whether it is the one that the repository was made with. */
  public boolean isMain() {
    return name.isEmpty();
  }
}
