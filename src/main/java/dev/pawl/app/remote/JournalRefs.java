package dev.pawl.app.remote;

import dev.pawl.app.workspace.StreamCommits;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Digest;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.Refs;
import dev.pawl.journal.ReplicaId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The refs of journals: what this clone offers, {@code refs/pawl/journal/<replica>}, and what was
 * there when a remote was last asked, {@code refs/pawl/remotes/<remote>/<replica>}.
 */
final class JournalRefs {
  private static final String OFFERED = StreamCommits.OFFERED;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,60}");

  private final Refs refs;
  private final Commits commits;
  private final String tracking;

  /**
   * For one remote.
   *
   * @param remote its name or its URL
   */
  JournalRefs(Workspace workspace, String remote) {
    this(workspace, "refs/pawl/remotes/", remote);
  }

  /** The same, which keeps what was there in another folder of refs. */
  JournalRefs(Workspace workspace, String folder, String remote) {
    this.refs = new Refs(workspace.repo());
    this.commits = new Commits(workspace.repo());
    this.tracking = folder + (PLAIN.matcher(remote).matches() ? remote : hash(remote)) + "/";
  }

  /** What to ask for, in the round trip of an ordinary fetch. */
  String refspec() {
    return "+" + OFFERED + "*:" + tracking + "*";
  }

  /** What was there at the last fetch, by the name of its ref on the remote. */
  Map<String, CommitId> there() throws GitException {
    Map<String, CommitId> there = new TreeMap<>();
    refs.refs(tracking)
        .forEach((name, at) -> there.put(OFFERED + name.substring(tracking.length()), at));
    return there;
  }

  /**
   * Forgets what was there, just before asking anew: what is not there after the fetch is gone on
   * the remote. What of it is whole was offered since, so that its objects stay reachable; what is
   * no commit is not offered on (N50).
   */
  Map<String, CommitId> forget() throws GitException {
    Map<String, CommitId> offered = new TreeMap<>();
    for (Map.Entry<String, CommitId> ref : refs.refs(OFFERED).entrySet()) {
      if (!commits.exists(ref.getValue())) {
        offered.put(ref.getKey(), ref.getValue());
      }
    }
    Map<String, CommitId> known = refs.refs(tracking);
    Map<String, CommitId> all = new TreeMap<>(known);
    all.putAll(offered);
    if (!all.isEmpty()) {
      refs.forget(all);
    }
    return known;
  }

  /** Forgets what was there, and nothing else. */
  void leave() throws GitException {
    refs.forget(refs.refs(tracking));
  }

  /** After a fetch that failed: nothing new is known, so what was known stands. */
  void restore(Map<String, CommitId> known) throws GitException {
    for (Map.Entry<String, CommitId> ref : known.entrySet()) {
      refs.compareAndSet(ref.getKey(), null, ref.getValue(), "");
    }
  }

  Optional<CommitId> offered(ReplicaId replica) throws GitException {
    return refs.ref(OFFERED + replica.value());
  }

  /** From now on this clone offers this commit; when another process is faster, its as good. */
  void offer(ReplicaId replica, CommitId commit) throws GitException {
    Optional<CommitId> now = offered(replica);
    if (!now.equals(Optional.of(commit))) {
      refs.compareAndSet(OFFERED + replica.value(), now.orElse(null), commit, "");
    }
  }

  /** This commit was accepted by the remote. */
  void accepted(ReplicaId replica, CommitId commit) throws GitException {
    offer(replica, commit);
    String name = tracking + replica.value();
    refs.compareAndSet(name, refs.ref(name).orElse(null), commit, "");
  }

  private static String hash(String url) {
    byte[] digest = Digest.ofSha256(url.getBytes(StandardCharsets.UTF_8));
    return "url-" + HexFormat.of().formatHex(digest, 0, 10);
  }
}
