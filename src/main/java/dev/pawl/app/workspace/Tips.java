package dev.pawl.app.workspace;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one branch ends, here and on the remote as last fetched. */
public final class Tips {
  private Tips() {}

  /** The end that is further; both, the one here first, where each has what the other has not. */
  public static List<CommitId> of(
      Commits commits, @Nullable CommitId here, @Nullable CommitId there) throws GitException {
    if (here == null || there == null) {
      return here != null ? List.of(here) : there != null ? List.of(there) : List.of();
    }
    if (commits.isAncestor(there, here)) {
      return List.of(here);
    }
    return commits.isAncestor(here, there) ? List.of(there) : List.of(here, there);
  }
}
