package dev.pawl.app;

import dev.pawl.check.Mode;
import dev.pawl.check.Severity;
import dev.pawl.git.BranchMerge;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.GitQueue;
import dev.pawl.git.Merged;
import dev.pawl.git.Refs;
import dev.pawl.git.Upstream;
import dev.pawl.git.Upstreams;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimNote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Closes a plan: its work has arrived in the target branch, its status is committed there, its
 * claim is released. Nothing is begun while anything stands in the way, and what was cut off is
 * finished by the same call.
 */
public final class CompletePlan {
  private final Surroundings surroundings;
  private final List<String> notes = new ArrayList<>();

  /** In the repository around the current folder. */
  public CompletePlan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What is wanted.
   *
   * @param plan id or file; null: the one that is meant
   * @param into the branch that the work arrives on; null: the default branch
   * @param merge merge what has not arrived
   * @param push push the target afterwards
   * @param fetch false: the remote is not asked, and what was last known decides
   * @param unmerged why the work is not merged, where it is completed all the same; null: it must
   *     be
   */
  public record Request(
      @Nullable String plan,
      @Nullable String into,
      boolean merge,
      boolean push,
      boolean fetch,
      @Nullable String unmerged) {}

  /**
   * A plan that was completed.
   *
   * @param merge the commit that brought its work to the target; null when it was there already
   * @param commit the one that says so in the plan; null when it said so already
   * @param worktree its work tree, which may go now; null when it has none
   * @param released what became of its claim; null when it had none
   */
  public record Completed(
      PlanId plan,
      String target,
      @Nullable String merge,
      @Nullable String commit,
      @Nullable Path worktree,
      @Nullable ClaimOutcome released,
      boolean pushed,
      List<String> notes) {}

  /**
   * Completes it.
   *
   * @throws Failure with every reason at once when something stands in the way
   */
  public Completed run(Request request) throws Failure {
    try (Workspace here = Workspace.openToWrite(surroundings)) {
      if (request.fetch()) {
        Network network = new Network(here);
        network.fetch();
        if (network.contact().unreachable() != null) {
          notes.add("the remote could not be reached: " + network.contact().unreachable());
        }
      }
      PlanPlaces places = PlanPlaces.of(here, request.plan(), request.into());
      refuse(places, request);
      owned(here, places.plan());
      written(places);
      return close(here, places, request);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private void refuse(PlanPlaces places, Request request) throws GitException, Failure {
    Path arrival = places.arrival();
    try (Workspace work = Workspace.openToWrite(surroundings.in(places.work()));
        Workspace target =
            arrival == null ? null : Workspace.openToWrite(surroundings.in(arrival))) {
      notes.addAll(work.settled());
      if (target != null && !target.repo().root().equals(work.repo().root())) {
        notes.addAll(target.settled());
      }
      List<String> reasons = CompletionReasons.of(places, work, target, request);
      if (!reasons.isEmpty()) {
        throw Failure.refused(places.plan() + " is not completed", reasons.toArray(String[]::new));
      }
    }
  }

  /** Whoever has a claim asks whether it still stands, before anything is written (N22). */
  private void owned(Workspace here, PlanId plan) throws GitException, Failure {
    Claims claims = new Claims(here);
    ClaimNote note = claims.mine(plan);
    // A provisional claim is no claim yet: another one may own the plan by now.
    Claim known = note.mine() == ClaimNote.Mine.PROVISIONAL ? note.claim() : claims.asked(plan);
    if (known != null && known.held()) {
      claims
          .ask(
              plan,
              new Ask.Take(false, known.reason(), known.lease()),
              ClaimPlan.executor(surroundings),
              /* offline= */ false)
          .orFail();
    }
  }

  /** What was reported is written into the plan, on its own branch, before that is merged. */
  private void written(PlanPlaces places) throws GitException, Failure {
    Set<TaskId> tasks;
    try (Workspace work = Workspace.openToWrite(surroundings.in(places.work()))) {
      tasks =
          new Selection(work, Loaded.of(work))
              .plan(places.plan().value()).document().tasks().stream()
                  .map(task -> task.id())
                  .collect(Collectors.toSet());
    }
    RepoReport report =
        new FixConsistency(surroundings.in(places.work()))
            .run(new FixConsistency.Request(Mode.FIX, false, true, false, false, tasks));
    List<String> left =
        report.findings().stream()
            .filter(finding -> finding.left() && tasks.contains(finding.task()))
            .map(finding -> finding.code().id() + " " + finding.task() + ": " + finding.message())
            .collect(Collectors.toCollection(ArrayList::new));
    if (!left.isEmpty()) {
      // Why nothing could be written at all, a hook's words for one, belongs to no task.
      report.findings().stream()
          .filter(finding -> finding.left() && finding.task() == null)
          .filter(finding -> finding.severity() == Severity.FAIL)
          .forEach(finding -> left.addFirst(finding.code().id() + " " + finding.message()));
      throw Failure.refused(
          "what was reported of " + places.plan() + " could not all be written",
          left.toArray(String[]::new));
    }
  }

  private Completed close(Workspace here, PlanPlaces places, Request request)
      throws GitException, Failure {
    Path arrival = places.arrival();
    if (arrival == null) {
      throw new IllegalStateException("refused before");
    }
    try (Workspace target = Workspace.openToWrite(surroundings.in(arrival))) {
      CommitId merge = merged(target, places, request);
      String remark =
          request.unmerged() != null && !arrived(target, places)
              ? "not merged into " + places.target() + ": " + request.unmerged()
              : null;
      PlanStatusCommit.Made made =
          new PlanStatusCommit(target).run(places.plan().value(), "done", "complete", remark);
      notes.addAll(made.notes());
      CommitId end = target.repo().head();
      boolean pushed = request.push() && pushed(target, places);
      ClaimOutcome released = end == null ? null : released(here, places.plan(), end);
      return new Completed(
          places.plan(),
          places.target().name(),
          merge == null ? null : merge.hex(),
          made.commit() == null ? null : made.commit().hex(),
          places.dedicated() ? places.work() : null,
          released,
          pushed,
          List.copyOf(notes));
    }
  }

  private boolean arrived(Workspace target, PlanPlaces places) throws GitException {
    CommitId head = target.repo().head();
    CommitId tip = tip(target, places);
    return tip == null || head == null || new Merged(target.repo()).in(tip, head).isPresent();
  }

  /** The plan's branch as it is now: what was written back is on it. */
  private static @Nullable CommitId tip(Workspace workspace, PlanPlaces places)
      throws GitException {
    return places.branch() == null
        ? null
        : new Refs(workspace.repo()).ref(places.branch().ref()).orElse(null);
  }

  private @Nullable CommitId merged(Workspace target, PlanPlaces places, Request request)
      throws GitException, Failure {
    CommitId tip = tip(target, places);
    if (tip == null || arrived(target, places)) {
      return null;
    }
    if (!request.merge()) {
      if (request.unmerged() != null) {
        return null;
      }
      throw Failure.refused(
          "what was reported of "
              + places.plan()
              + " was written to "
              + places.branch()
              + " just now, and that is not merged yet",
          "merge it as before, or: pawl plan complete " + places.plan() + " --merge");
    }
    try (GitQueue.Turn _ = target.turn("plan complete")) {
      String message = "Merge " + places.branch() + " into " + places.target();
      return switch (new BranchMerge(target.repo()).merge(tip, message)) {
        case BranchMerge.Outcome.Merged(CommitId commit, boolean _) -> commit;
        case BranchMerge.Outcome.UpToDate() -> null;
        case BranchMerge.Outcome.Conflicts(List<String> paths) ->
            throw Failure.refused(
                places.branch()
                    + " conflicts with "
                    + places.target()
                    + " in "
                    + String.join(", ", paths),
                "merge "
                    + places.target()
                    + " into "
                    + places.branch()
                    + " and resolve that there");
        case BranchMerge.Outcome.Refused(String reason) ->
            throw Failure.refused("nothing was merged: " + reason);
      };
    }
  }

  private boolean pushed(Workspace target, PlanPlaces places) throws GitException, Failure {
    Network network = new Network(target);
    Network.Delivery delivery = network.deliver(true);
    Upstream upstream = target.upstream(places.target());
    boolean there = upstream.at() != null;
    if (delivery.undelivered() || (!there && new Upstreams(target.repo()).hasRemotes())) {
      String reason =
          delivery.undelivered()
              ? String.valueOf(delivery.reason())
              : places.target() + " follows no branch of a remote";
      throw Failure.refused(
          places.plan() + " is completed here, and not pushed: " + reason,
          "the claim is kept; bring "
              + places.target()
              + " up to date, and the same command again goes on from here");
    }
    notes.addAll(network.notes());
    return there;
  }

  private @Nullable ClaimOutcome released(Workspace here, PlanId plan, CommitId end)
      throws GitException, Failure {
    Claims claims = new Claims(here);
    Claim known = claims.known(plan);
    if (known == null || !known.held()) {
      return null;
    }
    ClaimOutcome outcome =
        claims.ask(
            plan,
            new Ask.Release(Completion.reason(end)),
            ClaimPlan.executor(surroundings),
            /* offline= */ false);
    notes.addAll(outcome.notes());
    return outcome.orFail();
  }
}
