package dev.pawl.git.remote;

import dev.pawl.git.CommitId;
import java.util.Map;

/** What a remote said of its refs. */
public sealed interface RefListing {
  /**
   * The remote answered.
   *
   * @param refs by full name
   */
  record Listed(Map<String, CommitId> refs) implements RefListing {}

  /** The remote did not answer in time, or did not let us in. */
  record Failed(Unreachable unreachable) implements RefListing {}
}
