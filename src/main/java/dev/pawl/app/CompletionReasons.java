package dev.pawl.app;

import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.Commits;
import dev.pawl.git.Dirt;
import dev.pawl.git.GitException;
import dev.pawl.git.Merged;
import dev.pawl.git.Obstacle;
import dev.pawl.git.TrialMerges;
import dev.pawl.git.Upstream;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why a plan cannot be completed now: every reason at once, each with what to do. */
final class CompletionReasons {
  private static final int LISTED = 5;

  private final PlanPlaces places;
  private final List<String> reasons = new ArrayList<>();

  private CompletionReasons(PlanPlaces places) {
    this.places = places;
  }

  /**
   * Looks for them.
   *
   * @param work the plan's work tree
   * @param arrival that of the target; null when there is none
   */
  static List<String> of(
      PlanPlaces places, Workspace work, @Nullable Workspace arrival, CompletePlan.Request request)
      throws GitException, Failure {
    CompletionReasons found = new CompletionReasons(places);
    found.owner(work);
    found.tasks(work);
    found.dirty(work);
    found.behind(work, places.branch());
    if (arrival == null) {
      found.reasons.add(
          places.target()
              + " is checked out nowhere here, and its commits need a work tree: git"
              + " switch "
              + places.target());
    } else {
      found.blocked(arrival);
      found.behind(arrival, places.target());
      found.inTheWay(arrival, request.merge());
    }
    found.merging(work, request.merge() || request.unmerged() != null);
    return List.copyOf(found.reasons);
  }

  private void owner(Workspace work) throws GitException, Failure {
    String owner = new Claims(work).otherOwner(places.plan());
    if (owner != null) {
      reasons.add("it is claimed by " + owner + ", who completes it or releases it");
    }
  }

  private void tasks(Workspace work) throws GitException, Failure {
    Loaded loaded = Loaded.of(work);
    PlanFacts plan = new Selection(work, loaded).plan(places.plan().value());
    if (!plan.document().problems().isEmpty()) {
      reasons.add(plan.file() + " has problems: pawl check says where");
    }
    List<Task> tasks = plan.document().tasks();
    if (tasks.isEmpty()) {
      reasons.add("it has no tasks");
    }
    List<String> open = new ArrayList<>();
    for (Task task : tasks) {
      Status counts = counts(loaded.facts(), plan, task);
      if (counts == null || counts.rank() < 2) {
        open.add(task.id() + " is " + (counts == null ? task.written() : counts.word()));
      }
    }
    if (!open.isEmpty()) {
      reasons.add(
          "tasks are open: " + listed(open) + "; finish them, or cancel what is not to be done");
    }
  }

  private static @Nullable Status counts(Facts facts, PlanFacts plan, Task task) {
    return facts.effective(
        new TaskFacts(
            plan, task, facts.committed().get(task.id()), facts.recorded().get(task.id())));
  }

  private void dirty(Workspace work) throws GitException {
    Dirt dirt = Dirt.of(work.repo());
    List<String> changed = new ArrayList<>(dirt.changed());
    if (places.dedicated()) {
      changed.addAll(dirt.untracked());
    }
    if (!changed.isEmpty()) {
      reasons.add(
          "there is uncommitted work in "
              + places.work()
              + ": "
              + listed(changed)
              + "; commit it, or take it elsewhere");
    }
  }

  private void behind(Workspace workspace, @Nullable BranchName branch) throws GitException {
    if (branch == null) {
      return;
    }
    Upstream upstream = workspace.upstream(branch);
    if (upstream.behind() > 0) {
      reasons.add(
          "%s is %s %s by %d: git -C %s pull %s %s %s"
              .formatted(
                  branch,
                  upstream.ahead() > 0 ? "diverged from" : "behind",
                  upstream.remote(),
                  upstream.behind(),
                  workspace.repo().root(),
                  upstream.ahead() > 0 ? "--no-rebase" : "--ff-only",
                  upstream.remote(),
                  branch));
    }
  }

  private void blocked(Workspace arrival) throws GitException {
    List<Obstacle> obstacles = FixConsistency.blocking(arrival);
    if (!obstacles.isEmpty()) {
      reasons.add("nothing can be committed to " + places.target() + ": " + obstacles.getFirst());
    }
  }

  /** What is not committed on the target, and what the merge and the plan's status would change. */
  private void inTheWay(Workspace arrival, boolean merges) throws GitException, Failure {
    Set<String> touched = new TreeSet<>();
    touched.add(new Selection(arrival, Loaded.of(arrival)).plan(places.plan().value()).file());
    CommitId tip = places.tip();
    CommitId target = places.targetTip();
    CommitId base =
        !merges || tip == null || target == null
            ? null
            : TrialMerges.base(arrival.repo(), target, tip);
    if (tip != null && base != null) {
      touched.addAll(new Commits(arrival.repo()).diff(base, tip).keySet());
    }
    Dirt dirt = Dirt.of(arrival.repo());
    Set<String> inTheWay = new TreeSet<>(dirt.untracked());
    if (!places.work().equals(arrival.repo().root())) {
      // Else they are named as the plan's own uncommitted work.
      inTheWay.addAll(dirt.changed());
    }
    inTheWay.retainAll(touched);
    if (!inTheWay.isEmpty()) {
      reasons.add(
          "uncommitted files in "
              + arrival.repo().root()
              + " are in the way: "
              + listed(List.copyOf(inTheWay))
              + "; commit them, or take them elsewhere");
    }
  }

  private void merging(Workspace work, boolean merged) throws GitException {
    CommitId tip = places.tip();
    CommitId target = places.targetTip();
    if (tip == null || target == null || new Merged(work.repo()).in(tip, target).isPresent()) {
      return;
    }
    List<String> conflicts = conflicts(work, target, tip);
    if (!conflicts.isEmpty()) {
      reasons.add(
          "it conflicts with "
              + places.target()
              + " in "
              + listed(conflicts)
              + "; merge "
              + places.target()
              + " into "
              + places.branch()
              + " and resolve that there");
    }
    if (!merged) {
      reasons.add(
          "its branch "
              + places.branch()
              + " is not merged into "
              + places.target()
              + ": add --merge, or --force --reason TEXT if it is not to be");
    }
  }

  /** As the merge itself would come out, drivers and all. */
  private static List<String> conflicts(Workspace work, CommitId target, CommitId tip)
      throws GitException {
    return TrialMerges.of(work.repo(), List.of(new TrialMerges.Pair(target, tip)), List.of())
        .getFirst()
        .conflicts()
        .stream()
        .map(TrialMerges.Conflict::path)
        .distinct()
        .toList();
  }

  private static String listed(List<String> all) {
    String some = String.join(", ", all.subList(0, Math.min(LISTED, all.size())));
    return all.size() > LISTED ? some + " and " + (all.size() - LISTED) + " more" : some;
  }
}
