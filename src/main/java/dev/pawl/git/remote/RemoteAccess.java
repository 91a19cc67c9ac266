package dev.pawl.git.remote;

import dev.pawl.disk.Printable;
import dev.pawl.git.CommitId;
import dev.pawl.git.EngineChoice;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.OwnRefWriters;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.ref.TrackingRefspecs;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges objects and refs with a remote, bounded in time. That a remote cannot be reached is an
 * outcome; errors are for what was asked wrongly.
 */
public final class RemoteAccess {

  private final Repo repo;

  /** From and to this repository. */
  public RemoteAccess(Repo repo) {
    this.repo = repo;
  }

  /**
   * Fetches the branches of a remote into their remote-tracking refs, and more in the same round
   * trip; learns which of those branches are gone. Nothing else moves here, whatever is configured.
   *
   * @param remote a remote's name, or a URL, which has no configured refspecs
   * @param more further refspecs; a pattern that matches nothing is no error, a missing single ref
   *     is
   * @param limit how long it may take
   */
  public FetchOutcome fetch(String remote, List<String> more, Duration limit) throws GitException {
    RemoteName.check(repo, remote);
    TrackingRefspecs tracking = TrackingRefspecs.of(repo, remote);
    List<String> refspecs = new ArrayList<>(tracking.texts());
    for (String refspec : more) {
      checkRefspec(refspec);
      refspecs.add(refspec);
    }
    return refspecs.isEmpty() ? reached(remote, limit) : fetched(remote, refspecs, tracking, limit);
  }

  /** As {@link #fetch}, but only what these refspecs name. */
  public FetchOutcome fetchOnly(String remote, List<String> refspecs, Duration limit)
      throws GitException {
    RemoteName.check(repo, remote);
    for (String refspec : refspecs) {
      checkRefspec(refspec);
    }
    return fetched(remote, refspecs, TrackingRefspecs.none(), limit);
  }

  /** Nothing is remembered here of this remote: all there is to learn is whether it answers. */
  private FetchOutcome reached(String remote, Duration limit) throws GitException {
    return switch (list(remote, List.of(Refs.OWN), limit)) {
      case Reply.Answer<Map<String, CommitId>> _ -> new FetchOutcome.Fetched(Map.of(), List.of());
      case Reply.None<Map<String, CommitId>>(Unreachable unreachable) ->
          new FetchOutcome.Failed(unreachable);
    };
  }

  private FetchOutcome fetched(
      String remote, List<String> refspecs, TrackingRefspecs tracking, Duration limit)
      throws GitException {
    if (refspecs.stream().noneMatch(spec -> spec.contains(":" + Refs.OWN))) {
      return received(remote, refspecs, tracking, limit);
    }
    new Refs(repo).clearRemains();
    try (OwnRefWriters _ = OwnRefWriters.join(repo)) {
      return received(remote, refspecs, tracking, limit);
    } catch (IOException e) {
      throw GitException.failed(Refs.OWN, e);
    }
  }

  private FetchOutcome received(
      String remote, List<String> refspecs, TrackingRefspecs tracking, Duration limit)
      throws GitException {
    Map<String, CommitId> before = destinations(refspecs);
    switch (courier().fetch(remote, refspecs, limit)) {
      case Reply.None<Courier.Received>(Unreachable unreachable) -> {
        return new FetchOutcome.Failed(unreachable);
      }
      case Reply.Answer<Courier.Received>(Courier.Received received) -> {
        Map<String, CommitId> after = destinations(refspecs);
        learn(tracking.among(after), received.found());
        return new FetchOutcome.Fetched(moved(before, after), received.problems());
      }
    }
  }

  /** A remote that shows nothing at all teaches nothing. */
  private void learn(Map<String, CommitId> remembered, Set<String> found) throws GitException {
    if (!found.isEmpty()) {
      Map<String, CommitId> gone = new TreeMap<>(remembered);
      gone.keySet().removeAll(found);
      new GoneRefs(repo).learn(remembered.keySet(), gone);
    }
  }

  /**
   * Moves refs on a remote by compare-and-set, each for itself. What was not accepted is read back.
   *
   * @param remote a remote's name, or a URL
   * @param limit how long it may take, the reading back included
   */
  public PushOutcome push(String remote, List<RefPush> pushes, Duration limit) throws GitException {
    return pushed(remote, pushes, false, limit).orElseThrow();
  }

  /**
   * Moves refs on a remote by compare-and-set, all of them or none.
   *
   * @return nothing when the remote cannot do that; then nothing was moved
   */
  public Optional<PushOutcome> pushTogether(String remote, List<RefPush> pushes, Duration limit)
      throws GitException {
    return pushed(remote, pushes, true, limit);
  }

  private Optional<PushOutcome> pushed(
      String remote, List<RefPush> pushes, boolean together, Duration limit) throws GitException {
    RemoteName.check(repo, remote);
    Courier courier = courier();
    Map<String, PushOutcome.Result> results = new TreeMap<>();
    List<RefPush> allowed = new ArrayList<>();
    for (RefPush push : pushes) {
      checkRef(push.ref());
      if (descends(push)) {
        allowed.add(push);
      } else {
        results.put(
            push.ref(),
            new PushOutcome.Result(
                PushOutcome.Status.REFUSED,
                null,
                "it would take back what is there: pawl never forces a ref"));
      }
    }
    if (together && allowed.size() < pushes.size()) {
      allowed.forEach(push ->
          results.put(
              push.ref(),
              new PushOutcome.Result(
                  PushOutcome.Status.REFUSED, null, "it goes with what may not be pushed")));
      allowed.clear();
    }
    if (!allowed.isEmpty()) {
      long end = System.nanoTime() + limit.toNanos();
      Reply<Map<String, Courier.Said>> reply = courier.push(remote, allowed, together, limit);
      if (together && isUnsupported(reply)) {
        return Optional.empty();
      }
      results.putAll(read(courier, remote, allowed, reply, end));
    }
    return Optional.of(new PushOutcome(results));
  }

  private static boolean isUnsupported(Reply<Map<String, Courier.Said>> reply) {
    return reply instanceof Reply.None<Map<String, Courier.Said>>(Unreachable why)
        && why.cause() == Unreachable.Cause.UNSUPPORTED;
  }

  /** The remote's refs whose names begin so, by full name. */
  public Reply<Map<String, CommitId>> list(String remote, List<String> prefixes, Duration limit)
      throws GitException {
    RemoteName.check(repo, remote);
    return courier().list(remote, prefixes, limit);
  }

  /** Refuses what is neither a configured remote nor the URL or path of a repository. */
  public void check(String remote) throws GitException {
    RemoteName.check(repo, remote);
  }

  /** Which engine talks to remotes here, and why. */
  public EngineChoice choose() throws GitException {
    boolean installed = repo.installed().isPresent();
    return switch (repo.environment().engine()) {
      case JGIT -> new EngineChoice(GitEnvironment.Engine.JGIT, "git.engine is jgit");
      case NATIVE -> {
        if (!installed) {
          throw new GitException(
              GitException.Kind.ENVIRONMENT,
              "git.engine",
              "is native, and no git is on PATH",
              "install git, or set git.engine to auto");
        }
        yield new EngineChoice(GitEnvironment.Engine.NATIVE, "git.engine is native");
      }
      case AUTO ->
          installed
              ? new EngineChoice(
                  GitEnvironment.Engine.NATIVE,
                  "the installed git is faster, and knows your logins, proxies and ssh")
              : new EngineChoice(GitEnvironment.Engine.JGIT, "no git is on PATH");
    };
  }

  private Courier courier() throws GitException {
    return choose().engine() == GitEnvironment.Engine.NATIVE && repo.installed().isPresent()
        ? new NativeCourier(repo, repo.installed().get())
        : new JGitCourier(repo);
  }

  private boolean descends(RefPush push) throws GitException {
    CommitId old = push.expectedOld();
    Commits commits = new Commits(repo);
    return old == null
        || push.replaces()
        || (commits.exists(old) && commits.isAncestor(old, push.value()));
  }

  private static Map<String, PushOutcome.Result> read(
      Courier courier,
      String remote,
      List<RefPush> pushes,
      Reply<Map<String, Courier.Said>> reply,
      long end)
      throws GitException {
    Map<String, Courier.Said> said = new HashMap<>();
    Unreachable unreachable = new Unreachable(Unreachable.Cause.NETWORK, "nothing was said of it");
    switch (reply) {
      case Reply.Answer<Map<String, Courier.Said>>(Map<String, Courier.Said> answer) ->
          said.putAll(answer);
      case Reply.None<Map<String, Courier.Said>>(Unreachable why) -> unreachable = why;
    }
    Map<String, PushOutcome.Result> results = new HashMap<>();
    List<RefPush> open = new ArrayList<>();
    for (RefPush push : pushes) {
      Courier.Said one = said.get(push.ref());
      if (one != null && one.accepted()) {
        results.put(
            push.ref(), new PushOutcome.Result(PushOutcome.Status.ACCEPTED, push.value(), ""));
      } else {
        open.add(push);
      }
    }
    if (!open.isEmpty()) {
      Optional<Map<String, CommitId>> there = readBack(courier, remote, open, end);
      for (RefPush push : open) {
        Courier.Said one =
            said.getOrDefault(push.ref(), new Courier.Said(false, unreachable.reason()));
        results.put(push.ref(), judge(push, one, said.containsKey(push.ref()), there));
      }
    }
    return results;
  }

  private static Optional<Map<String, CommitId>> readBack(
      Courier courier, String remote, List<RefPush> open, long end) throws GitException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      return Optional.empty();
    }
    List<String> names = open.stream().map(RefPush::ref).toList();
    return courier.list(remote, names, left)
            instanceof Reply.Answer<Map<String, CommitId>>(Map<String, CommitId> refs)
        ? Optional.of(refs)
        : Optional.empty();
  }

  /** What is there decides; the words of a loser differ between servers. */
  private static PushOutcome.Result judge(
      RefPush push, Courier.Said said, boolean answered, Optional<Map<String, CommitId>> there) {
    if (there.isEmpty()) {
      return new PushOutcome.Result(PushOutcome.Status.UNREACHABLE, null, said.reason());
    }
    CommitId now = there.get().get(push.ref());
    if (push.value().equals(now)) {
      return new PushOutcome.Result(PushOutcome.Status.ACCEPTED, now, "");
    }
    return new PushOutcome.Result(status(push, said, answered, now), now, said.reason());
  }

  private static PushOutcome.Status status(
      RefPush push, Courier.Said said, boolean answered, @Nullable CommitId now) {
    if (!Objects.equals(now, push.expectedOld())) {
      return PushOutcome.Status.REJECTED;
    }
    String words = said.reason().toLowerCase(Locale.ROOT);
    if (!answered) {
      return PushOutcome.Status.UNREACHABLE;
    }
    if (words.startsWith("pre-push hook declined")) {
      return PushOutcome.Status.REFUSED_HERE;
    }
    boolean busy = words.contains("lock") || words.contains("failed to update ref");
    boolean raced = words.contains("stale info") || words.contains("remote_changed");
    return busy || raced ? PushOutcome.Status.REJECTED : PushOutcome.Status.REFUSED;
  }

  private Map<String, CommitId> destinations(List<String> refspecs) throws GitException {
    TreeSet<String> prefixes = new TreeSet<>();
    for (String text : refspecs) {
      int colon = text.indexOf(':');
      if (colon >= 0 && colon + 1 < text.length()) {
        String destination = text.substring(colon + 1);
        int star = destination.indexOf('*');
        prefixes.add(star < 0 ? destination : destination.substring(0, star));
      }
    }
    Map<String, CommitId> found = new TreeMap<>();
    for (String prefix : prefixes) {
      found.putAll(new Refs(repo).direct(prefix));
    }
    return found;
  }

  private static Map<String, FetchOutcome.Moved> moved(
      Map<String, CommitId> before, Map<String, CommitId> after) {
    Map<String, FetchOutcome.Moved> moved = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      CommitId old = before.get(name);
      CommitId value = after.get(name);
      if (!Objects.equals(old, value)) {
        moved.put(name, new FetchOutcome.Moved(old, value));
      }
    }
    return moved;
  }

  private static void checkRefspec(String text) throws GitException {
    try {
      RefSpec spec = new RefSpec(text);
      String destination = spec.getDestination();
      if (!text.startsWith("-")
          && text.chars().noneMatch(Character::isWhitespace)
          && destination != null
          && destination.startsWith(Refs.OWN)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw badRef(text, e);
    }
    throw badRef(text, null);
  }

  private static void checkRef(String name) throws GitException {
    if (!name.startsWith("refs/") || !Repository.isValidRefName(name)) {
      throw badRef(name, null);
    }
  }

  private static GitException badRef(String text, @Nullable Exception cause) {
    return new GitException(
        GitException.Kind.INVALID,
        "'" + Printable.line(text) + "'",
        "is not something that can be exchanged",
        "refs are named in full, refs/...; a refspec names both sides, ours below " + Refs.OWN,
        cause);
  }
}
