package dev.pawl.git.remote;

import dev.pawl.git.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * One ref to move on a remote, if it is still where it was seen. Never forced: the value must
 * descend from what is expected.
 *
 * @param ref its full name over there
 * @param expectedOld null when there must be none yet
 * @param value what it shall lead to
 */
public record RefPush(String ref, @Nullable CommitId expectedOld, CommitId value) {}
