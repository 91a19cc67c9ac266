package dev.pawl.git;

/**
 * One file of a status commit. Git's form and the work tree's differ where line ends are converted.
 *
 * @param path from the root of the repository, with {@code /}
 * @param expected what HEAD holds for it
 * @param content what the commit will hold
 * @param workTreeExpected the file's bytes as they must be found
 * @param workTreeContent the file's bytes as they will be
 */
// The arrays are handed over, not compared.
@SuppressWarnings("ArrayRecordComponent")
public record FileChange(
    String path,
    BlobId expected,
    byte[] content,
    byte[] workTreeExpected,
    byte[] workTreeContent) {}
