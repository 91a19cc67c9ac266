package dev.pawl.git;

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
        && (isPlainRef(name) || Repository.isValidRefName(Constants.R_HEADS + name));
  }

  /** A valid name of a ref, of characters that are the same on every file system. */
  public static boolean isPlainRef(String name) {
    char last = '/';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean single = c == '/' || (c == '.' && last != '.');
      if (!letter && c != '-' && c != '_' && !(single && last != '/')) {
        return false;
      }
      last = c;
    }
    return last != '/' && last != '.' && !name.contains(".lock/") && !name.endsWith(".lock");
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
