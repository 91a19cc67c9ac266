package dev.pawl.app.remote;

import dev.pawl.app.workspace.StreamCommits;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import dev.pawl.journal.store.Damage;
import dev.pawl.journal.store.Piece;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Any git repository as a place to leave journals: one ref a replica, whose commit holds the
 * replica's segments. A version is a commit id; a new one descends from the one it replaces, so
 * nothing is ever forced.
 */
public final class GitPeer implements Peer {
  private final Workspace workspace;
  private final String remote;
  private final Duration limit;
  private final JournalRefs refs;
  private final List<String> more;
  private boolean fetched;
  private boolean passesOn = true;

  /**
   * A remote of this clone, by name or URL.
   *
   * @param fetched true when it was asked just now, so that the first look needs no network
   */
  public GitPeer(Workspace workspace, String remote, Duration limit, boolean fetched) {
    this(workspace, remote, limit, fetched, List.of());
  }

  /**
   * The same, where more is fetched in the same round trip.
   *
   * @param more refspecs
   */
  public GitPeer(
      Workspace workspace, String remote, Duration limit, boolean fetched, List<String> more) {
    this.more = List.copyOf(more);
    this.workspace = workspace;
    this.remote = remote;
    this.limit = limit;
    this.refs = new JournalRefs(workspace, remote);
    this.fetched = fetched;
  }

  /** What it holds is not taken in, so it is not offered to others either. */
  public GitPeer onlyAddressed() {
    passesOn = false;
    return this;
  }

  @Override
  public Fetched fetch() throws IOException {
    try {
      List<Damage> damage = new ArrayList<>();
      if (!fetched) {
        switch (fetch(more)) {
          case FetchOutcome.Failed failed -> {
            return new Fetched.Unreachable(failed.unreachable().reason());
          }
          case FetchOutcome.Fetched came ->
              damage.addAll(SharedRefs.arrived(workspace, came.moved()));
        }
      }
      fetched = false;
      return streams(damage);
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** What came; only a stream that is whole is offered on. */
  private Fetched.Streams streams(List<Damage> damage) throws GitException, IOException {
    StreamCommits.Whole whole = passesOn ? refs::offer : (_, _) -> {};
    return commits().read(refs.there(), " on " + remote, damage, whole);
  }

  private StreamCommits commits() throws IOException {
    return workspace.streamCommits();
  }

  /** Fetches the remote's branches, its journals and more, in one round trip. */
  public FetchOutcome fetch(List<String> more) throws GitException {
    List<String> refspecs = new ArrayList<>(more);
    refspecs.add(refs.refspec());
    Map<String, CommitId> known = refs.forget();
    FetchOutcome outcome = new RemoteAccess(workspace.repo()).fetch(remote, refspecs, limit);
    if (outcome instanceof FetchOutcome.Failed) {
      refs.restore(known);
    }
    return outcome;
  }

  @Override
  public Outcome publish(
      ReplicaId replica, @Nullable String expected, SortedMap<String, Piece> segments)
      throws IOException {
    return Objects.requireNonNull(
        publishAll(Map.of(replica, new Offer(expected, segments))).get(replica));
  }

  @Override
  public Map<ReplicaId, Outcome> publishAll(Map<ReplicaId, Offer> offers) throws IOException {
    try {
      Map<ReplicaId, CommitId> stored = new LinkedHashMap<>();
      List<RefPush> pushes = new ArrayList<>();
      for (Map.Entry<ReplicaId, Offer> offer : offers.entrySet()) {
        String expected = offer.getValue().expected();
        CommitId old = expected == null ? null : new CommitId(expected);
        CommitId parent = old == null ? known(offer.getKey()) : old;
        CommitId commit = commits().store(offer.getValue(), parent);
        stored.put(offer.getKey(), commit);
        pushes.add(new RefPush(StreamCommits.OFFERED + offer.getKey().value(), old, commit));
      }
      PushOutcome pushed = new RemoteAccess(workspace.repo()).push(remote, pushes, limit);
      Map<ReplicaId, Outcome> outcomes = new LinkedHashMap<>();
      for (Map.Entry<ReplicaId, CommitId> commit : stored.entrySet()) {
        outcomes.put(commit.getKey(), outcome(pushed, commit.getKey(), commit.getValue()));
      }
      return outcomes;
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Outcome outcome(PushOutcome pushed, ReplicaId replica, CommitId commit)
      throws GitException {
    PushOutcome.Result result = pushed.results().get(StreamCommits.OFFERED + replica.value());
    if (result == null) {
      return new Outcome.Unreachable("nothing was said of " + replica);
    }
    return switch (result.status()) {
      case ACCEPTED -> {
        refs.accepted(replica, commit);
        yield new Outcome.Accepted(commit.hex());
      }
      case REJECTED -> new Outcome.Rejected(result.reason());
      case REFUSED, REFUSED_HERE, UNREACHABLE -> new Outcome.Unreachable(result.reason());
    };
  }

  /** What this clone offered before: a new commit on it shares its objects. */
  private @Nullable CommitId known(ReplicaId replica) throws GitException {
    CommitId last = refs.offered(replica).orElse(null);
    return last != null && new Commits(workspace.repo()).exists(last) ? last : null;
  }
}
