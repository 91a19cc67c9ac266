package dev.pawl.git;

/**
 * A file of a commit.
 *
 * @param path from the root of the repository, with {@code /}
 * @param blob its content
 * @param mode what kind of file it is
 */
public record TreeEntry(String path, BlobId blob, Mode mode) {
  /** The kinds of files that git stores; submodules and folders are no files. */
  public enum Mode {
    FILE,
    EXECUTABLE,
    SYMLINK
  }
}
