package dev.pawl.app.autosync;

import dev.pawl.app.reconcile.Network;
import dev.pawl.app.remote.BranchPush;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.branch.Branches;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RemoteAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings a configuration repository and its remote together, as far as that needs no person: a
 * fast-forward, or a push of what was committed. It commits and merges nothing.
 */
final class ConfigSync {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Surroundings surroundings;

  /** A repository around this folder. */
  ConfigSync(Surroundings surroundings, Path folder) {
    this.surroundings = surroundings.in(folder);
  }

  /** What seed 000 calls it. */
  enum State {
    /** Both hold the same now. */
    SYNCED,
    /** What was committed here is on the remote now. */
    PUSHED,
    /** Both hold commits that the other lacks: a person merges. */
    DIVERGED,
    OFFLINE,
    ERROR
  }

  /**
   * How it went.
   *
   * @param reason null where the state says it all
   */
  record Outcome(State state, @Nullable String reason) {
    @Override
    public String toString() {
      return reason == null ? state.name() : state + ": " + reason;
    }
  }

  Outcome run() {
    try (Workspace workspace = Workspace.openToWrite(surroundings);
        GitQueue.Turn _ = workspace.turn("autosync")) {
      return run(workspace);
    } catch (Failure | GitException e) {
      return new Outcome(State.ERROR, e.getMessage());
    }
  }

  private Outcome run(Workspace workspace) throws Failure, GitException {
    BranchName branch = workspace.repo().branch();
    String remote = branch == null ? null : workspace.upstream(branch).remote();
    if (branch == null || remote == null) {
      return new Outcome(State.ERROR, "what is checked out follows no branch of a remote");
    }
    if (new RemoteAccess(workspace.repo()).fetch(remote, List.of(), LIMIT)
        instanceof FetchOutcome.Failed(var unreachable)) {
      return new Outcome(State.OFFLINE, unreachable.reason());
    }
    Upstream upstream = workspace.upstream(branch);
    return switch (upstream.state()) {
      case CURRENT -> new Outcome(State.SYNCED, null);
      case BEHIND -> forward(workspace, branch, Objects.requireNonNull(upstream.at()));
      case AHEAD -> push(workspace, branch);
      case DIVERGED ->
          new Outcome(
              State.DIVERGED,
              "%d here, %d there; git pull --rebase in %s"
                  .formatted(upstream.ahead(), upstream.behind(), surroundings.directory()));
      case GONE, NONE -> new Outcome(State.ERROR, "its branch is gone from " + remote);
    };
  }

  private Outcome forward(Workspace workspace, BranchName branch, CommitId to) throws GitException {
    CommitId old = Objects.requireNonNull(workspace.repo().head());
    return switch (new Branches(workspace.repo(), surroundings.clock())
        .move(branch, old, to, "pawl autosync: fast-forward")) {
      case MoveOutcome.Moved _ -> new Outcome(State.SYNCED, null);
      case MoveOutcome.InTheWay(List<String> paths, String reason) ->
          new Outcome(
              State.ERROR,
              "local changes are in the way: "
                  + (paths.isEmpty() ? reason : String.join(", ", paths)));
      case MoveOutcome.Blocked(var obstacles) ->
          new Outcome(State.ERROR, obstacles.getFirst().toString());
      case MoveOutcome.LostRace _ -> new Outcome(State.ERROR, "the branch moved meanwhile");
      case MoveOutcome.CheckedOutElsewhere(String place) ->
          new Outcome(State.ERROR, place + " has this branch checked out as well");
    };
  }

  private static Outcome push(Workspace workspace, BranchName branch) throws GitException {
    return switch (BranchPush.of(workspace, branch, LIMIT)) {
      case BranchPush.Not(String reason) -> new Outcome(State.ERROR, reason);
      case BranchPush.Ready(String remote, var move, int _) -> {
        PushOutcome.Result result = new Network(workspace).push(remote, move);
        yield switch (result.status()) {
          case ACCEPTED -> new Outcome(State.PUSHED, null);
          case REJECTED -> new Outcome(State.DIVERGED, result.reason());
          case UNREACHABLE -> new Outcome(State.OFFLINE, result.reason());
          case REFUSED, REFUSED_HERE -> new Outcome(State.ERROR, result.reason());
        };
      }
    };
  }
}
