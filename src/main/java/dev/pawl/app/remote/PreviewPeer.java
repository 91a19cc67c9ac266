package dev.pawl.app.remote;

import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import dev.pawl.journal.store.Piece;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A git repository whose journals are only looked at. They have to be fetched for that; afterwards
 * no ref leads to them, and every ref is where it was.
 */
public final class PreviewPeer implements Peer {
  private final Workspace workspace;
  private final String remote;
  private final Duration limit;
  private final JournalRefs refs;

  public PreviewPeer(Workspace workspace, String remote, Duration limit) {
    this.workspace = workspace;
    this.remote = remote;
    this.limit = limit;
    this.refs = new JournalRefs(workspace, "refs/pawl/previews/", remote);
  }

  @Override
  public Fetched fetch() throws IOException {
    try {
      refs.leave();
      FetchOutcome outcome =
          new RemoteAccess(workspace.repo()).fetchOnly(remote, List.of(refs.refspec()), limit);
      if (outcome instanceof FetchOutcome.Failed failed) {
        return new Fetched.Unreachable(failed.unreachable().reason());
      }
      Fetched.Streams there =
          workspace.streamCommits().read(refs.there(), " on " + remote, List.of(), (_, _) -> {});
      refs.leave();
      return there;
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Outcome publish(
      ReplicaId replica, @Nullable String expected, SortedMap<String, Piece> segments) {
    return new Outcome.Unreachable("it is only looked at");
  }
}
