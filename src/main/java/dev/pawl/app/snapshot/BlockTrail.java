package dev.pawl.app.snapshot;

import dev.pawl.git.CommitId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one history says of one task's block.
 *
 * @param changes every commit at which the block came to say a status that no parent said
 * @param origins where what the block says at the tip came from; empty when there is no block
 * @param removal how the block went; null while it is there, or when it never was
 */
record BlockTrail(List<Change> changes, Set<Origin> origins, @Nullable Removal removal) {
  /** A task that the history never held. */
  static final BlockTrail NONE = new BlockTrail(List.of(), Set.of(), null);

  BlockTrail {
    changes = List.copyOf(changes);
    origins = Set.copyOf(origins);
  }

  /** At this commit the block came to say this word. */
  record Change(String word, CommitId commit) {}

  /** Where the word of the tip came from. */
  record Origin(CommitId commit, Kind kind) {
    public enum Kind {
      /** The commit set it. */
      SET,
      /** A merge took it from a side that the other side had moved on from: somebody chose. */
      CHOSEN,
      /** History is cut off here, so the word may be older. */
      CUT
    }
  }

  /** The commit that took the block out, and what it said before. */
  record Removal(CommitId commit, String word) {}
}
