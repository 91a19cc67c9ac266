package dev.pawl.git.history;

import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A commit that changed files of interest.
 *
 * @param commit its id
 * @param parents the nearest revisions that it came from; their files are those of its real
 *     parents, and a real parent without any such file in its past adds none
 * @param files all files of interest that it holds, by path; read from the repository when first
 *     asked for, so only while that is open
 * @param touched the paths that differ from at least one of the parents, gone ones included
 * @param cut true when its real parents are not in this clone, so that what it seems to have
 *     changed may be older
 * @param author name of the author
 * @param authorTime when it was written, by the author's clock
 * @param subject first paragraph of its message, in one line
 */
public record Revision(
    CommitId commit,
    List<CommitId> parents,
    Map<String, BlobId> files,
    Set<String> touched,
    boolean cut,
    String author,
    Instant authorTime,
    String subject) {}
