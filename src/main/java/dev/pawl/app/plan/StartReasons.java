package dev.pawl.app.plan;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.claim.Completion;
import dev.pawl.app.completion.CompletionReasons;
import dev.pawl.app.reconcile.PlanStatusCommit;
import dev.pawl.app.snapshot.PlanAt;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Refusals;
import dev.pawl.app.workspace.WorkPlaces;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.app.worktree.CreateWorktree;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Committer;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Why a plan cannot be begun now: all that can be known before it is claimed. */
final class StartReasons {
  private final WorkPlaces places;
  private final Workspace workspace;
  private final PlanFacts facts;
  private final Plan plan;

  /** Of a plan that can be read. */
  StartReasons(WorkPlaces places, PlanFacts facts) {
    this.places = places;
    this.workspace = places.here();
    this.facts = facts;
    this.plan = Objects.requireNonNull(facts.document().plan());
  }

  /**
   * Looks for them, and changes nothing.
   *
   * @param here whether the work is done in this checkout
   */
  void orFail(RepositorySnapshot loaded, CreateWorktree worktrees, boolean here)
      throws GitException, Failure {
    Refusals refusals = new Refusals();
    refusals.look(this::finished);
    refusals.look(this::finishedThere);
    refusals.look(() -> waits(loaded));
    refusals.look(this::completedElsewhere);
    refusals.look(this::committer);
    refusals.look(here ? this::inThisCheckout : () -> inWorktree(worktrees));
    refusals.orFail(plan.id() + " is not started");
  }

  private void finished() throws Failure {
    Status status = plan.status();
    if (status == null || PlanAt.isFinished(status)) {
      throw Failure.refused(
          plan.id() + " is " + (status == null ? "'" + plan.written() + "'" : status.word()),
          status == null
              ? "pawl check says what is wrong with its status"
              : "set its status back in " + facts.file() + " and commit that, if work goes on");
    }
  }

  /** The default branch as it was fetched, and the plan's own branch, may know better. */
  private void finishedThere() throws GitException, Failure {
    Commits commits = new Commits(workspace.repo());
    CommitId head = workspace.repo().head();
    for (Map.Entry<String, CommitId> each : elsewhere().entrySet()) {
      boolean known = head != null && commits.isAncestor(each.getValue(), head);
      Optional<PlanAt> there =
          known ? Optional.empty() : PlanAt.of(workspace, plan.id(), each.getValue());
      Status status = there.map(PlanAt::status).orElse(null);
      if (status != null && PlanAt.isFinished(status)) {
        throw Failure.refused(
            plan.id() + " is " + status.word() + " on " + each.getKey(),
            "bring that here: git merge " + each.getKey(),
            "if work goes on, set its status back there and commit that");
      }
    }
  }

  private Map<String, CommitId> elsewhere() throws GitException {
    Refs refs = new Refs(workspace.repo());
    String own = Homes.branchOf(plan.id());
    Map<String, CommitId> found = new LinkedHashMap<>();
    refs.ref("refs/heads/" + own).ifPresent(tip -> found.put(own, tip));
    String remote = workspace.remote().name();
    BranchName trunk = workspace.remote().defaultBranch();
    if (remote != null) {
      for (String name : trunk == null ? List.of(own) : List.of(trunk.name(), own)) {
        String there = remote + "/" + name;
        refs.ref("refs/remotes/" + there).ifPresent(tip -> found.put(there, tip));
      }
    }
    return found;
  }

  private void waits(RepositorySnapshot loaded) throws Failure {
    List<Readiness.Wait> waits =
        Overview.readiness(loaded.facts(), workspace.settings().planStatuses()).waits(plan);
    if (!waits.isEmpty()) {
      throw Failure.refused(
          plan.id()
              + " waits for "
              + String.join(", ", waits.stream().map(Object::toString).toList()),
          "pawl plan list --ready shows what may be begun");
    }
  }

  /** Who completed it says in which commit: without it, the plan only looks open here (N26). */
  private void completedElsewhere() throws GitException, Failure {
    Claim known = new Claims(workspace).asked(plan.id());
    CommitId commit = known == null ? null : Completion.commit(known);
    if (known != null && commit != null && !isHere(commit)) {
      throw Failure.refused(
          plan.id()
              + " was completed by "
              + known.owner().host()
              + " in "
              + commit.abbreviated()
              + ", which is not here yet",
          "pull it, and look again; if it was taken back there: pawl plan claim " + plan.id());
    }
  }

  private boolean isHere(CommitId commit) throws GitException {
    CommitId head = workspace.repo().head();
    Commits commits = new Commits(workspace.repo());
    return head != null && commits.exists(commit) && commits.isAncestor(commit, head);
  }

  private void inThisCheckout() throws GitException, Failure {
    if (!facts.home().here()) {
      throw Failure.refused(
          plan.id() + " is written back on " + facts.home().branch() + ", which is not here",
          "pawl plan start " + plan.id() + " makes a worktree for it");
    }
    BranchName branch = workspace.repo().branch();
    Optional<String> behind =
        branch == null ? Optional.empty() : CompletionReasons.behind(workspace, branch);
    if (behind.isPresent()) {
      throw Failure.refused(behind.get());
    }
    new PlanStatusCommit(workspace, plan.id()).check("active");
  }

  private void inWorktree(CreateWorktree worktrees) throws GitException, Failure {
    Optional<LinkedWorktree> existing = worktrees.check(workspace, plan.id(), facts.file());
    if (existing.isPresent()) {
      new PlanStatusCommit(places.at(existing.get().path()), plan.id()).check("active");
      return;
    }
    CommitId tip =
        new Refs(workspace.repo()).ref("refs/heads/" + Homes.branchOf(plan.id())).orElse(null);
    Optional<PlanAt> there =
        PlanAt.of(workspace, plan.id(), tip == null ? workspace.repo().head() : tip);
    if (there.isPresent()) {
      PlanStatusCommit.edited(there.get().document(), there.get().file(), "active");
    }
  }

  /** A commit needs somebody who makes it. */
  private void committer() throws Failure {
    try {
      new Committer(workspace.repo()).committer(workspace.surroundings().clock().instant());
    } catch (GitException e) {
      throw Failure.refusal(e);
    }
  }
}
