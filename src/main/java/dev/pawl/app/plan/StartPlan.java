package dev.pawl.app.plan;

import dev.pawl.app.claim.ClaimOutcome;
import dev.pawl.app.claim.ClaimPlan;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.completion.CompletionReasons;
import dev.pawl.app.reconcile.Network;
import dev.pawl.app.reconcile.PlanStatusCommit;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.WorkPlaces;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.app.worktree.CreateWorktree;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.branch.Branches;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.ref.Upstream;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Begins a plan: claims it, makes its worktree, and sets its status to active in a commit of its
 * own. Each step that is done already is success, so the same call finishes what was cut off.
 */
public final class StartPlan {
  private final Surroundings surroundings;
  private final Consumer<String> output;

  /**
   * In the repository around the current folder.
   *
   * @param output is told what the setup command of the worktree prints, line by line
   */
  public StartPlan(Surroundings surroundings, Consumer<String> output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  /**
   * What is wanted.
   *
   * @param plan id or file; null: the one that is meant
   * @param here work in this checkout: no worktree is made
   * @param patience how long to wait for plans it would collide with; null: not at all
   * @param executor the id of the process that does the work; null: {@code PAWL_EXECUTOR}, else a
   *     person
   * @param offline claim provisionally where the remote cannot be reached
   */
  public record Request(
      @Nullable String plan,
      boolean here,
      @Nullable Duration patience,
      @Nullable String executor,
      boolean offline) {}

  /**
   * A plan that was begun.
   *
   * @param claim what came of the claim
   * @param worktree null where the work is done in this checkout
   * @param commit the one that made the plan active; null when it was so already
   * @param collisions whom it shares files with, a sentence each
   */
  public record Started(
      PlanId plan,
      ClaimOutcome claim,
      CreateWorktree.@Nullable Created worktree,
      String branch,
      @Nullable String commit,
      List<String> collisions,
      List<String> notes) {}

  /**
   * Begins it.
   *
   * @throws Failure when it is finished, waits for another, is claimed by another, or would collide
   */
  public Started run(Request request) throws Failure {
    try (WorkPlaces places = new WorkPlaces(surroundings)) {
      Workspace workspace = places.here();
      CreateWorktree worktrees = new CreateWorktree(surroundings, output);
      List<String> notes = new ArrayList<>(fetched(workspace));
      RepositorySnapshot loaded =
          RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      PlanFacts facts = new Selection(workspace, loaded).onlyOfItsId(request.plan());
      PlanId plan = new PlanId(String.valueOf(Selection.id(facts)));
      new StartReasons(places, facts).orFail(loaded, worktrees, request.here());
      List<String> collisions =
          new StartTurn(workspace, loaded, plan).collisions(request.here(), request.patience());
      ClaimOutcome claim = claim(workspace, plan, request);
      notes.addAll(claim.notes());
      return begun(places, facts, claim, worktrees, request, collisions, notes);
    } catch (GitException e) {
      throw Failure.refusal(e);
    }
  }

  /** What others did with the plan is known before it is begun, where they can be asked. */
  private static List<String> fetched(Workspace workspace) throws GitException, Failure {
    Network network = new Network(workspace);
    network.fetch();
    String unreachable = network.contact().unreachable();
    List<String> notes = new ArrayList<>(network.notes());
    if (unreachable != null) {
      notes.add("the remote could not be reached: what was last known decides");
    }
    return notes;
  }

  private ClaimOutcome claim(Workspace workspace, PlanId plan, Request request)
      throws GitException, Failure {
    String executor =
        request.executor() == null ? ClaimPlan.executor(surroundings) : request.executor();
    Duration lease = executor == null ? null : lease(workspace, plan, executor);
    ClaimOutcome outcome =
        new Claims(workspace)
            .ask(plan, new Ask.Take(false, null, lease), executor, request.offline());
    if (outcome.end() instanceof ClaimEnd.Undecided) {
      throw Failure.refused(
          outcome.message(),
          "try again when the remote can be reached",
          "or go on provisionally, settled at the next contact: pawl plan start "
              + plan
              + (request.here() ? " --here" : "")
              + " --offline");
    }
    return outcome.orFail();
  }

  /** What comes after the claim says, when it fails, that the plan is claimed. */
  private Started begun(
      WorkPlaces places,
      PlanFacts facts,
      ClaimOutcome claim,
      CreateWorktree worktrees,
      Request request,
      List<String> collisions,
      List<String> notes)
      throws Failure {
    PlanId plan = new PlanId(String.valueOf(Selection.id(facts)));
    try {
      CreateWorktree.Created worktree =
          request.here()
              ? null
              : worktrees.in(
                  places.here(), facts, new CreateWorktree.Request(plan.value(), null, false));
      Workspace workspace = worktree == null ? places.here() : places.at(worktree.path());
      notes.addAll(handedOver(workspace));
      PlanStatusCommit.Made made =
          new PlanStatusCommit(workspace, plan).run("active", "start", List.of());
      notes.addAll(made.notes());
      BranchName branch = workspace.repo().branch();
      CommitId commit = made.commit();
      return new Started(
          plan,
          claim,
          worktree,
          branch == null ? "" : branch.name(),
          commit == null ? null : commit.hex(),
          collisions,
          List.copyOf(notes));
    } catch (GitException e) {
      throw Failure.of(e).after(claimed(plan));
    } catch (Failure e) {
      throw e.after(claimed(plan));
    }
  }

  /** Work on the plan's branch that another machine pushed is gone on from. */
  private static List<String> handedOver(Workspace workspace) throws GitException, Failure {
    BranchName branch = workspace.repo().branch();
    if (branch == null || !Homes.isOfPlan(branch)) {
      return List.of();
    }
    Upstream upstream = workspace.upstream(branch);
    CommitId there = upstream.at();
    CommitId here = workspace.repo().head();
    if (there == null || here == null || upstream.behind() == 0) {
      return List.of();
    }
    if (upstream.ahead() == 0) {
      try (GitQueue.Turn _ = workspace.turn("plan start")) {
        MoveOutcome outcome =
            new Branches(workspace.repo(), workspace.surroundings().clock())
                .move(branch, here, there, "pawl: plan start");
        if (outcome instanceof MoveOutcome.Moved) {
          return List.of(branch + " goes on from where it is on " + upstream.remote());
        }
      }
    }
    return CompletionReasons.behind(workspace, branch).stream().toList();
  }

  /** The one that it has; the usual one for a new claim. */
  private static Duration lease(Workspace workspace, PlanId plan, String executor)
      throws GitException, Failure {
    Claim known = new Claims(workspace).known(plan);
    Duration had =
        known != null && known.held() && executor.equals(known.owner().executor())
            ? known.lease()
            : null;
    return had == null ? ClaimPlan.LEASE : had;
  }

  private static String claimed(PlanId plan) {
    return plan
        + " is claimed; the same command again goes on from here, pawl plan release "
        + plan
        + " gives it up";
  }
}
