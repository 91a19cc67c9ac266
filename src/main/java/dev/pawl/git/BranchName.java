package dev.pawl.git;

import dev.pawl.git.layout.RefFiles;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/**
 * The short name of a local branch, {@code main} or {@code plan/X}; never something that git would
 * read as an option.
 *
 * @param name without {@code refs/heads/}
 */
public record BranchName(String name) {
  /** Refuses what {@code git check-ref-format --branch} refuses. */
  public BranchName {
    if (!isValid(name)) {
      throw new IllegalArgumentException("not the name of a branch: '" + name + "'");
    }
  }

  /** Whether git would accept this name for a branch. */
  public static boolean isValid(String name) {
    return !name.startsWith("-")
        && !name.equals("HEAD")
        // JGit takes long to say yes to what most are.
        && (RefFiles.isPlain(name) || Repository.isValidRefName(Constants.R_HEADS + name));
  }

  /** The full name of the branch's ref. */
  public String ref() {
    return Constants.R_HEADS + name;
  }

  @Override
  public String toString() {
    return name;
  }
}
