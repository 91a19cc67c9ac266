package dev.pawl.app;

import dev.pawl.git.CommitId;
import dev.pawl.git.Commits;
import dev.pawl.git.FetchOutcome;
import dev.pawl.git.GitException;
import dev.pawl.git.Person;
import dev.pawl.git.PushOutcome;
import dev.pawl.git.RefPush;
import dev.pawl.git.Refs;
import dev.pawl.git.Snapshots;
import dev.pawl.git.Transport;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.store.Peer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Any git repository as a place to leave journals: one ref a replica, {@code
 * refs/pawl/journal/<replica>}, whose commit holds the replica's segments. A version is a commit
 * id; a new one descends from the one it replaces, so nothing is ever forced.
 */
final class GitPeer implements Peer {
  static final String PUBLISHED = "refs/pawl/journal/";

  /** Who makes the commits of a journal: nobody in particular, so that the same is the same. */
  private static final Person NOBODY =
      new Person("pawl", "pawl@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final Workspace workspace;
  private final String remote;
  private final Duration limit;
  private boolean fetched;

  /**
   * A remote of this clone.
   *
   * @param fetched true when its refs were fetched just now, so that the first look needs no
   *     network
   */
  GitPeer(Workspace workspace, String remote, Duration limit, boolean fetched) {
    this.workspace = workspace;
    this.remote = remote;
    this.limit = limit;
    this.fetched = fetched;
  }

  /** What to ask for in the round trip of an ordinary fetch. */
  static String refspec(String remote) {
    return "+" + PUBLISHED + "*:" + tracking(remote) + "*";
  }

  private static String tracking(String remote) {
    return "refs/pawl/remotes/" + remote + "/";
  }

  @Override
  public Fetched fetch() throws IOException {
    try {
      if (!fetched) {
        FetchOutcome outcome =
            new Transport(workspace.repo()).fetch(remote, List.of(refspec(remote)), limit);
        if (outcome instanceof FetchOutcome.Failed failed) {
          return new Fetched.Unreachable(failed.unreachable().reason());
        }
      }
      fetched = false;
      return new Fetched.Streams(held());
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Map<ReplicaId, Held> held() throws GitException {
    String tracking = tracking(remote);
    Map<ReplicaId, Held> held = new LinkedHashMap<>();
    for (Map.Entry<String, CommitId> ref : new Refs(workspace.repo()).refs(tracking).entrySet()) {
      Optional<ReplicaId> replica = ReplicaId.of(ref.getKey().substring(tracking.length()));
      if (replica.isPresent()) {
        SortedMap<String, byte[]> segments =
            new TreeMap<>(new Snapshots(workspace.repo()).load(ref.getValue()));
        held.put(replica.get(), new Held(ref.getValue().hex(), segments));
      }
    }
    return held;
  }

  @Override
  public Outcome publish(
      ReplicaId replica, @Nullable String expected, SortedMap<String, byte[]> segments)
      throws IOException {
    try {
      CommitId old = expected == null ? null : new CommitId(expected);
      CommitId parent = old == null ? lastPublished(replica) : old;
      CommitId commit =
          new Snapshots(workspace.repo()).store(segments, parent, "pawl journal\n", NOBODY);
      String ref = PUBLISHED + replica.value();
      PushOutcome pushed =
          new Transport(workspace.repo())
              .push(remote, List.of(new RefPush(ref, old, commit)), limit);
      PushOutcome.Result result = pushed.results().get(ref);
      if (result == null) {
        return new Outcome.Unreachable("nothing was said of " + ref);
      }
      return switch (result.status()) {
        case ACCEPTED -> {
          remember(ref, commit);
          remember(tracking(remote) + replica.value(), commit);
          yield new Outcome.Accepted(commit.hex());
        }
        case REJECTED -> new Outcome.Rejected(result.reason());
        case REFUSED, REFUSED_BY_HOOK, UNREACHABLE -> new Outcome.Unreachable(result.reason());
      };
    } catch (GitException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * What this clone published before: keeps the objects, and lets another clone fetch from here.
   */
  private @Nullable CommitId lastPublished(ReplicaId replica) throws GitException {
    CommitId last = new Refs(workspace.repo()).ref(PUBLISHED + replica.value()).orElse(null);
    return last != null && new Commits(workspace.repo()).exists(last) ? last : null;
  }

  /** A note for the next time; when another process is faster, its note is as good. */
  private void remember(String ref, CommitId commit) throws GitException {
    Refs refs = new Refs(workspace.repo());
    refs.compareAndSet(ref, refs.ref(ref).orElse(null), commit, "");
  }
}
