package dev.pawl.app.claim;

import dev.pawl.app.remote.ClaimRefs;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.git.remote.Reply;
import dev.pawl.git.remote.Unreachable;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimRegister;
import dev.pawl.schedule.VersionedClaim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The claim of a plan on the repository's remote: the git host decides, by compare-and-set on one
 * ref. What it says is always read from it, and never taken from what is known here.
 */
final class RemoteClaim implements ClaimRegister<Failure> {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int LOOKS = 8;

  private final ClaimRefs refs;
  private final PlanId plan;
  private final String ref;
  private final String remote;
  private final RemoteAccess transport;
  private final Commits commits;
  private final Consumer<String> notes;
  private final @Nullable BranchAlong along;

  /**
   * A plan's claim there.
   *
   * @param notes is told what a person should know
   * @param along a branch that moves there with each change of the claim, or neither does; null for
   *     none
   */
  RemoteClaim(
      Workspace workspace,
      ClaimRefs refs,
      PlanId plan,
      String remote,
      Consumer<String> notes,
      @Nullable BranchAlong along)
      throws GitException {
    this.along = along;
    this.refs = refs;
    this.plan = plan;
    this.ref = ClaimRefs.name(plan);
    this.remote = workspace.repo().config("remote." + remote + ".pushurl").orElse(remote);
    this.transport = new RemoteAccess(workspace.repo());
    this.commits = new Commits(workspace.repo());
    this.notes = notes;
  }

  @Override
  public Reading read() throws Failure {
    try {
      String reason = "it moved on each time it was looked at";
      for (int look = 0; look < LOOKS; look++) {
        switch (transport.list(remote, List.of(ref), LIMIT)) {
          case Reply.None<Map<String, CommitId>>(Unreachable why) -> {
            return new Reading.Unreachable(why.reason(), refs.known(plan));
          }
          case Reply.Answer<Map<String, CommitId>>(Map<String, CommitId> there) -> {
            CommitId at = there.get(ref);
            Reading reading = at == null ? nothing() : stands(at);
            if (reading != null) {
              return reading;
            }
          }
        }
      }
      return new Reading.Unreachable(reason, refs.known(plan));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** What stands there, once its objects are here; null to look again. */
  private @Nullable Reading stands(CommitId at) throws GitException, Failure {
    CommitId known = refs.at(plan).orElse(null);
    if (at.equals(known)) {
      return new Reading.Stands(refs.load(at, plan));
    }
    FetchOutcome outcome = transport.fetchOnly(remote, List.of("+" + ref + ":" + ref), LIMIT);
    if (!(outcome instanceof FetchOutcome.Fetched fetched)) {
      String reason = ((FetchOutcome.Failed) outcome).unreachable().reason();
      return new Reading.Unreachable(reason, refs.known(plan));
    }
    boolean came = refs.at(plan).equals(Optional.of(at));
    refs.passOver(fetched.moved());
    if (!came && !commits.exists(at)) {
      return null;
    }
    VersionedClaim stands = refs.load(at, plan);
    if (known != null && commits.exists(known) && !commits.isAncestor(known, at)) {
      if (!came) {
        return null;
      }
      notes.accept(
          "the remote's claim of "
              + plan
              + " does not follow from what it was: somebody set it back, which pawl never does");
    }
    return new Reading.Stands(stands);
  }

  /** The remote has none: what is known here is published again, as after a wipe. */
  private @Nullable Reading nothing() throws GitException, Failure {
    refs.passOver(Map.of());
    VersionedClaim known = refs.known(plan);
    if (known == null) {
      return new Reading.Stands(null);
    }
    return switch (push(null, new CommitId(known.version()))) {
      case Answer.Accepted _ -> new Reading.Stands(known);
      case Answer.Lost(String held) -> held == null ? null : new Reading.Unreachable(held, known);
      case Answer.Denied(String reason) -> new Reading.Unreachable(reason, known);
      case Answer.Unknown(String reason) -> new Reading.Unreachable(reason, known);
    };
  }

  @Override
  public Answer put(@Nullable String expected, Claim next) throws Failure {
    try {
      CommitId old = expected == null ? null : new CommitId(expected);
      CommitId commit = refs.store(next, old);
      Answer answer = along == null ? push(old, commit) : along.push(new RefPush(ref, old, commit));
      if (answer instanceof Answer.Accepted) {
        remember(old, commit);
      }
      return answer;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private Answer push(@Nullable CommitId old, CommitId commit) throws GitException {
    RefPush push = new RefPush(ref, old, commit);
    return answer(push, transport.push(remote, List.of(push), LIMIT).of(ref));
  }

  /** What the remote's word about the ref of a claim means. */
  static Answer answer(RefPush push, PushOutcome.Result result) {
    return switch (result.status()) {
      case ACCEPTED -> new Answer.Accepted(push.value().hex());
      case REJECTED ->
          new Answer.Lost(
              Objects.equals(result.now(), push.expectedOld()) ? held(push.ref(), result) : null);
      case REFUSED, REFUSED_HERE -> new Answer.Denied(result.reason());
      case UNREACHABLE -> new Answer.Unknown(result.reason());
    };
  }

  /** Nobody moved it, and yet it could not be moved: git on that host takes a lock on each ref. */
  private static String held(String ref, PushOutcome.Result result) {
    return ref
        + " is locked there, by a git at work or by what a killed one left: "
        + result.reason();
  }

  /** Another process of this clone may have fetched it, or what followed it, meanwhile. */
  private void remember(@Nullable CommitId old, CommitId commit) throws GitException {
    CommitId known = refs.at(plan).orElse(null);
    if (Objects.equals(known, old)) {
      refs.move(plan, known, commit);
    }
    CommitId now = refs.at(plan).orElse(null);
    if (now == null || !commits.isAncestor(commit, now)) {
      notes.accept(
          "this clone could not note it: "
              + ref
              + " is locked by a git command, or by what a killed one left ("
              + ref
              + ".lock), and until it is free the claim before is shown here");
    }
  }
}
