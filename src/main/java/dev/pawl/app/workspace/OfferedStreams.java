package dev.pawl.app.workspace;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import dev.pawl.journal.store.ExchangedStreams;
import dev.pawl.journal.store.Piece;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * This clone's own refs as a peer that needs no network: what it offers to those who fetch from it,
 * and where those who push to it leave what they know.
 */
final class OfferedStreams implements Peer {
  private final Refs refs;
  private final StreamCommits commits;

  OfferedStreams(Repo repo, ExchangedStreams here) {
    this.refs = new Refs(repo);
    this.commits = new StreamCommits(repo, here);
  }

  @Override
  public Fetched fetch() throws IOException {
    try {
      return commits.read(refs.refs(StreamCommits.OFFERED), "", List.of(), (_, _) -> {});
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Outcome publish(
      ReplicaId replica, @Nullable String expected, SortedMap<String, Piece> segments)
      throws IOException {
    try {
      CommitId old = expected == null ? null : new CommitId(expected);
      CommitId commit = commits.store(new Offer(expected, segments), old);
      return refs.compareAndSet(StreamCommits.OFFERED + replica.value(), old, commit, "")
          ? new Outcome.Accepted(commit.hex())
          : new Outcome.Rejected("another process was faster");
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
