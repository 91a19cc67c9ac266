package dev.pawl.git;

import org.jspecify.annotations.Nullable;

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
    SYMLINK;

    /** What these bits of a tree or an index mean; null for what is no file. */
    public static @Nullable Mode of(int bits) {
      return switch (bits & 0170000) {
        // Trees of old have 0100664, which git reads as 0100644.
        case 0100000 -> (bits & 0111) == 0 ? FILE : EXECUTABLE;
        case 0120000 -> SYMLINK;
        default -> null;
      };
    }
  }
}
