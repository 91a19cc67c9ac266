package dev.pawl.git;

import java.util.List;

/**
 * What a commit says about itself.
 *
 * @param id its name
 * @param parents none for a root commit, several for a merge
 * @param message all of it
 * @param author who wrote the change, and when
 * @param committer who made the commit, and when
 */
public record CommitInfo(
    CommitId id, List<CommitId> parents, String message, Person author, Person committer) {
  /** The first line of the message. */
  public String subject() {
    return message.lines().findFirst().orElse("");
  }
}
