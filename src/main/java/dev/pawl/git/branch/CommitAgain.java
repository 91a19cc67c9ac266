package dev.pawl.git.branch;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.CommitObjects;
import dev.pawl.git.ref.OwnCommitIds;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a commit of pawl's again upon another one. No branch leads to it yet, and no hook is asked
 * about the message, which they have seen before.
 */
public final class CommitAgain {
  private final Repo repo;
  private final InstantSource clock;

  /** In this repository, at the time of this clock. */
  public CommitAgain(Repo repo, InstantSource clock) {
    this.repo = repo;
    this.clock = clock;
  }

  /**
   * Makes it.
   *
   * @param parent whose tree it has but for these contents
   * @param contents by path; each path must be there
   * @return nothing when signing or the identity refuses
   */
  public Optional<CommitId> upon(CommitId parent, Map<String, byte[]> contents, String message)
      throws GitException {
    CommitObjects objects = new CommitObjects(repo);
    try {
      CommitId made =
          objects
              .writeCommit(objects.writeTree(parent, contents), parent, message, clock.instant())
              .commit();
      if (made != null) {
        new OwnCommitIds(repo).note(made);
      }
      return Optional.ofNullable(made);
    } catch (IOException e) {
      throw GitException.failed(repo.root().toString(), e);
    }
  }
}
