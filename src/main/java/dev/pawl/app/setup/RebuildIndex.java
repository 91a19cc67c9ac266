package dev.pawl.app.setup;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Begins the index anew. No answer depends on it: this is for those who want to be sure. */
public final class RebuildIndex {
  private final Surroundings surroundings;

  public RebuildIndex(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What was read for it.
   *
   * @param place the file; null where there is nothing to keep in one yet
   * @param packed how many segments of the journal were packed
   * @param kept false when it could not be written, and commands do without
   */
  public record Outcome(
      @Nullable String place, int plans, int tasks, int reported, int packed, boolean kept) {}

  /** Deletes the index, and reads all plans and the whole journal into a new one. */
  public Outcome run() throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      int packed = packed(workspace);
      workspace.index().delete();
      RepositorySnapshot loaded = RepositorySnapshot.of(workspace);
      boolean nothing =
          loaded.documents().contents().isEmpty() && loaded.facts().recorded().isEmpty();
      boolean usable = workspace.index().isUsable();
      return new Outcome(
          nothing && !usable ? null : workspace.index().file().toString(),
          loaded.documents().contents().size(),
          loaded.documents().contents().stream().mapToInt(plan -> plan.tasks().size()).sum(),
          loaded.facts().recorded().size(),
          packed,
          usable || nothing);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private static int packed(Workspace workspace) throws Failure {
    try {
      return workspace.hasJournal() ? workspace.journal().pack(Integer.MAX_VALUE) : 0;
    } catch (IOException e) {
      // Packed or not, the journal says the same; a disk that cannot be written to is no obstacle.
      return 0;
    }
  }
}
