package dev.pawl.git;

import org.jspecify.annotations.Nullable;

/**
 * How one path differs between two commits.
 *
 * @param before null when the path is new
 * @param after null when the path is gone
 * @param modeChanged whether it became another kind of file: executable, link, submodule
 */
public record Change(@Nullable BlobId before, @Nullable BlobId after, boolean modeChanged) {}
