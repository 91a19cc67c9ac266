package dev.pawl.app;

import dev.pawl.check.PlanFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.Commits;
import dev.pawl.git.GitException;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.Readiness;
import java.nio.file.Path;
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
    PlanId plan;
    ClaimOutcome claim;
    List<String> collisions;
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      plan = startable(workspace, request);
      collisions = new StartTurn(workspace, plan).collisions(request.here(), request.patience());
      String executor =
          request.executor() == null ? ClaimPlan.executor(surroundings) : request.executor();
      Duration lease = executor == null ? null : lease(workspace, plan, executor);
      claim =
          new Claims(workspace)
              .ask(plan, new Ask.Take(false, null, lease), executor, request.offline())
              .orFail();
    } catch (GitException e) {
      throw Failure.of(e);
    }
    CreateWorktree.Created worktree = request.here() ? null : worktree(plan);
    Path place = worktree == null ? surroundings.directory() : worktree.path();
    try (Workspace workspace = Workspace.openToWrite(surroundings.in(place))) {
      PlanStatusCommit.Made made =
          new PlanStatusCommit(workspace).run(plan.value(), "active", "start", List.of());
      List<String> notes = new ArrayList<>(claim.notes());
      notes.addAll(made.notes());
      var branch = workspace.repo().branch();
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

  private CreateWorktree.Created worktree(PlanId plan) throws Failure {
    try {
      return new CreateWorktree(surroundings, output)
          .run(new CreateWorktree.Request(plan.value(), null, false));
    } catch (Failure e) {
      throw e.after(claimed(plan));
    }
  }

  private static String claimed(PlanId plan) {
    return plan
        + " is claimed; the same command again goes on from here, pawl plan release "
        + plan
        + " gives it up";
  }

  private PlanId startable(Workspace workspace, Request request) throws GitException, Failure {
    Loaded loaded = Loaded.of(workspace);
    PlanFacts facts = new Selection(workspace, loaded).planOrOnly(request.plan());
    Plan plan = facts.document().plan();
    if (plan == null) {
      throw Failure.refused(
          facts.file() + " cannot be read, so its id is not known", "pawl check says why");
    }
    Status status = plan.status();
    if (status == null || status.rank() >= 2) {
      throw Failure.refused(
          plan.id() + " is " + (status == null ? "'" + plan.written() + "'" : status.word()),
          status == null
              ? "pawl check says what is wrong with its status"
              : "set its status back in " + facts.file() + " and commit that, if work goes on");
    }
    if (request.here() && !facts.home().here()) {
      throw Failure.refused(
          plan.id() + " is written back on " + facts.home().branch() + ", which is not here",
          "pawl plan start " + plan.id() + " makes a worktree for it");
    }
    List<Readiness.Wait> waits =
        Overview.readiness(loaded.facts(), workspace.settings().planStatuses()).waits(plan);
    if (!waits.isEmpty()) {
      throw Failure.refused(
          plan.id()
              + " waits for "
              + String.join(", ", waits.stream().map(Object::toString).toList()),
          "pawl plan list --ready shows what may be begun");
    }
    completedElsewhere(workspace, plan.id());
    return plan.id();
  }

  /** Who completed it says in which commit: without it, the plan only looks open here (N26). */
  private static void completedElsewhere(Workspace workspace, PlanId plan)
      throws GitException, Failure {
    Claim known = new Claims(workspace).asked(plan);
    CommitId commit = known == null ? null : Completion.commit(known);
    if (known != null && commit != null && !isHere(workspace, commit)) {
      throw Failure.refused(
          plan
              + " was completed by "
              + known.owner().host()
              + " in "
              + commit.abbreviated()
              + ", which is not here yet",
          "pull it, and look again; if it was taken back there: pawl plan claim " + plan);
    }
  }

  private static boolean isHere(Workspace workspace, CommitId commit) throws GitException {
    CommitId head = workspace.repo().head();
    Commits commits = new Commits(workspace.repo());
    return head != null && commits.exists(commit) && commits.isAncestor(commit, head);
  }
}
