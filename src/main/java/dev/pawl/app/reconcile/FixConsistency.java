package dev.pawl.app.reconcile;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.snapshot.PlanDocuments;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.Mode;
import dev.pawl.check.Severity;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.remote.PushDestination;
import dev.pawl.plan.TaskId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks one repository, or fixes it: gate, load, decide, publish, read back. With {@code --remote}
 * it fast-forwards first and delivers what it wrote.
 */
public final class FixConsistency {
  /** How often a rejected push is tried again. */
  private static final int ATTEMPTS = 5;

  /** How often a race with another writer is: one of them wins each time, so all get their turn. */
  private static final int RACES = 50;

  /** How often a lock of git's is waited for that nobody lets go of. */
  private static final int LOCKS = 2;

  private final Surroundings surroundings;

  public FixConsistency(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What a run may do, beyond looking. */
  public enum Option {
    /** Ask the remote; without it, what was last known decides. */
    FETCH,
    /** Write statuses into plan files. */
    WRITEBACK,
    /** Fast-forward before, push after. */
    REMOTE,
    /** Push what was committed. */
    PUSH,
    /** Push the branch even where no commit of pawl's waits on it. */
    PUSH_ALL
  }

  /**
   * What is asked for.
   *
   * @param only the tasks it is about; null for all
   */
  public record Request(Mode mode, Set<Option> options, @Nullable Set<TaskId> only) {
    /** Copies the options. */
    public Request {
      options = Set.copyOf(options);
    }

    /** A run over all tasks. */
    public static Request of(Mode mode, Set<Option> options) {
      return new Request(mode, options, null);
    }

    /** Writes these tasks back, by what is known here. */
    public static Request writeBack(Set<TaskId> tasks) {
      return new Request(Mode.FIX, Set.of(Option.WRITEBACK), tasks);
    }

    /** Whether this was asked for. */
    public boolean has(Option option) {
      return options.contains(option);
    }

    boolean writes() {
      return mode == Mode.FIX;
    }

    boolean rehearsesPush() {
      return mode == Mode.DRY_RUN && (has(Option.REMOTE) || has(Option.PUSH));
    }

    boolean delivers() {
      return writes() && (has(Option.REMOTE) || has(Option.PUSH) || has(Option.PUSH_ALL));
    }
  }

  /**
   * Runs it on the repository around the current folder.
   *
   * @throws Failure when there is none, its settings cannot be used, or git or the disk fails
   */
  public RepoReport run(Request request) throws Failure {
    Surroundings world = request.has(Option.FETCH) ? surroundings : surroundings.withoutFetching();
    try (Workspace workspace = Workspace.open(world, request.writes())) {
      List<String> notes = new ArrayList<>(workspace.settled());
      notes.addAll(workspace.notes());
      return new Run(workspace, request, notes).report();
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (Failure e) {
      if (e.unsupported()) {
        return unsupported(e);
      }
      throw e;
    }
  }

  /** Runs it in a repository that a command has opened to write. */
  public static RepoReport in(Workspace workspace, Request request) throws Failure, GitException {
    return new Run(workspace, request, List.of()).report();
  }

  /** A repository that pawl would misread is reported, not read and not written (C-20). */
  private RepoReport unsupported(Failure found) {
    Path folder = surroundings.directory();
    String why = found.getMessage() + " - " + String.join(", ", found.hints());
    return new RepoReport(
        String.valueOf(folder.getFileName()),
        folder.toString(),
        null,
        null,
        new RepoReport.UpstreamReport(RepoReport.UpstreamState.NOT_CHECKED, 0, 0),
        0,
        0,
        List.of(Finding.ofRepository(Code.NOT_WRITABLE, Severity.WARN, why)),
        List.of(),
        List.of(),
        RepoReport.End.COMPLETE,
        Network.Delivery.NOTHING,
        PlanDocuments.none());
  }

  private static final class Run {
    private final Workspace workspace;
    private final Request request;
    private final Network network;
    private final List<String> notes;
    private final List<String> commits = new ArrayList<>();
    private final List<Finding> recorded = new ArrayList<>();

    Run(Workspace workspace, Request request, List<String> notes) {
      this.workspace = workspace;
      this.request = request;
      this.network = new Network(workspace);
      this.notes = new ArrayList<>(notes);
    }

    RepoReport report() throws Failure, GitException {
      if (request.has(Option.FETCH)) {
        network.fetch();
      }
      if (request.writes() && network.contact().state() == Network.State.REACHED) {
        notes.addAll(new Claims(workspace).settle());
      }
      if (request.has(Option.REMOTE)) {
        align();
      }
      Pass pass = pass();
      Network.Delivery delivery = Network.Delivery.NOTHING;
      if (request.delivers()) {
        for (int attempt = 1; ; attempt++) {
          delivery = network.deliver(network::push, isMeant());
          if (delivery.outcome() != Network.Delivery.Outcome.REJECTED || attempt == ATTEMPTS) {
            break;
          }
          network.fetch();
          align();
          pass = pass();
        }
        if (!delivery.undelivered()) {
          pass.recordDelivered();
        }
      }
      if (request.rehearsesPush()) {
        notes.add(foreseen());
      }
      if (request.writes() && request.has(Option.FETCH)) {
        network.publishJournal();
      }
      notes.addAll(network.notes());
      return pass.report(delivery, commits, notes);
    }

    /** Whether the branch is to be pushed for its own sake, and there is something to push. */
    private boolean isMeant() throws GitException {
      BranchName branch = workspace.repo().branch();
      CommitId head = workspace.repo().head();
      return request.has(Option.PUSH_ALL)
          && branch != null
          && head != null
          && !head.equals(workspace.upstream(branch).at());
    }

    private String foreseen() throws GitException {
      BranchName branch = workspace.repo().branch();
      if (branch == null) {
        return "nothing would be pushed: no branch is checked out";
      }
      return switch (workspace.destination(branch)) {
        case PushDestination.Nowhere(String reason, String cure) ->
            "nothing would be pushed: " + reason + "; " + cure;
        case PushDestination.There there ->
            "would then have pushed to "
                + there.ref()
                + " of "
                + there.remote()
                + ", where it has something of pawl's to deliver; whether that is accepted is not"
                + " foreseen here";
      };
    }

    /** Reads, decides and publishes; again when another writer came between. */
    private Pass pass() throws Failure, GitException {
      int locked = 0;
      for (int attempt = 1; ; attempt++) {
        Pass pass = new Pass(workspace, request, network.contact());
        boolean undisturbed = pass.run(commits, notes);
        pass.remember(recorded);
        String holder = pass.locked();
        locked += holder == null ? 0 : 1;
        if (undisturbed || attempt == RACES || locked == LOCKS) {
          return pass;
        }
        if (holder != null && locked == 1) {
          workspace.surroundings().progress().accept("waiting: " + holder);
        }
      }
    }

    private void align() throws Failure, GitException {
      new Alignment(workspace, request.writes()).run(commits).ifPresent(notes::add);
    }
  }

  /** What keeps pawl from writing; a lock that is held for a moment is waited for instead. */
  public static List<Obstacle> blocking(Workspace workspace) throws GitException {
    return Guard.of(workspace.repo()).stream()
        .filter(obstacle -> obstacle.kind() != Obstacle.Kind.INDEX_LOCKED)
        .toList();
  }
}
