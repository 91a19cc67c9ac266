package dev.pawl.app.completion;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.reconcile.FixConsistency;
import dev.pawl.app.reconcile.TargetStatuses;
import dev.pawl.app.snapshot.PlanAt;
import dev.pawl.app.snapshot.PlanWork;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.WorkPlaces;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.TaskFacts;
import dev.pawl.disk.Printable;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.branch.BranchMerge;
import dev.pawl.git.files.Dirt;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.TrialMerges;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why a plan cannot be completed now: every reason at once, each with what to do. */
public final class CompletionReasons {
  private static final int LISTED = 5;

  private final WorkPlaces open;
  private final Workspace here;
  private final Facts facts;
  private final PlanPlaces places;
  private final List<PlanWork> missing;
  private final Set<String> reasons = new LinkedHashSet<>();

  private CompletionReasons(
      WorkPlaces open, Facts facts, PlanPlaces places, List<PlanWork> missing) {
    this.open = open;
    this.here = open.here();
    this.facts = facts;
    this.places = places;
    this.missing = missing;
  }

  /**
   * Looks for them, and changes nothing.
   *
   * @param facts what was loaded of the work tree in which the command runs
   * @param missing the work that the target lacks
   */
  static List<String> of(
      WorkPlaces open,
      Facts facts,
      PlanPlaces places,
      List<PlanWork> missing,
      CompletePlan.Request request)
      throws GitException, Failure {
    Workspace here = open.here();
    CompletionReasons found = new CompletionReasons(open, facts, places, missing);
    found.owner();
    found.tasks(request.merge());
    for (LinkedWorktree tree : places.trees()) {
      found.tree(tree);
    }
    if (places.trees().isEmpty() && places.works().isEmpty()) {
      found.uncommitted(here.repo().root(), Dirt.of(here.repo()).changed());
    }
    if (places.arrival() == null) {
      found.reasons.add(
          places.target()
              + " is checked out nowhere here, and its commits need a work tree: git"
              + " switch "
              + places.target());
    } else {
      Workspace arrival = open.at(places.arrival());
      behind(arrival, places.target()).ifPresent(found.reasons::add);
      found.arrival(arrival, request);
    }
    if (request.unmerged() == null) {
      found.merging(request.merge());
    }
    return List.copyOf(found.reasons);
  }

  private void owner() throws GitException, Failure {
    String owner = new Claims(here).otherOwner(places.plan());
    if (owner != null) {
      reasons.add("it is claimed by " + owner + ", who completes it or releases it");
    }
  }

  /** As the furthest of its works holds them, else the target. */
  private void tasks(boolean merges) throws GitException, Failure {
    CommitId at = missing.isEmpty() ? places.targetTip() : missing.getFirst().tip();
    String where = missing.isEmpty() ? places.target().name() : missing.getFirst().name();
    Optional<PlanAt> found = PlanAt.of(here, places.plan(), at);
    if (found.isEmpty()) {
      reasons.add("its file is not committed on " + where);
      return;
    }
    PlanAt plan = found.get();
    if (!merges && PlanAt.of(here, places.plan(), places.targetTip()).isEmpty()) {
      reasons.add("its file is not on " + places.target());
    }
    if (!plan.document().problems().isEmpty()) {
      reasons.add(plan.file() + " on " + where + " has problems: pawl check says where");
    }
    if (plan.document().tasks().isEmpty()) {
      reasons.add("it has no tasks");
    }
    List<String> open = new ArrayList<>();
    for (Task task : plan.document().tasks()) {
      Status counts = counts(task);
      if (!PlanAt.isFinished(counts)) {
        open.add(task.id() + " is " + (counts == null ? task.written() : counts.word()));
      }
    }
    if (!open.isEmpty()) {
      reasons.add(
          "tasks are open: "
              + Printable.listed(open, LISTED)
              + "; finish them, or cancel what is not to be done");
    }
  }

  /** What counts for a task that is written so. */
  private @Nullable Status counts(Task task) {
    Status written = task.status();
    TaskFacts known = facts.tasks().get(task.id());
    if (known != null && Objects.equals(known.committed(), written)) {
      return facts.settled(known);
    }
    RecordedStatus reported = facts.recorded().get(task.id());
    if (reported == null) {
      return written;
    }
    return written == null || reported.isReopened() || reported.rank() >= written.rank()
        ? new Status(reported.status(), reported.rank())
        : written;
  }

  /** What is in a worktree of the plan and in no commit, or in the middle of something. */
  private void tree(LinkedWorktree tree) throws GitException, Failure {
    if (!tree.visible()) {
      reasons.add(
          "its worktree "
              + tree.path()
              + " is not visible from here, and may hold work: mount the disk it is on, or, if its"
              + " folder is gone for good: pawl worktree remove "
              + places.plan()
              + " --gone");
      return;
    }
    Repo inside = open.at(tree.path()).repo();
    for (Obstacle obstacle : Guard.of(inside)) {
      switch (obstacle.kind()) {
        case IN_PROGRESS, UNMERGED -> reasons.add(obstacle.toString());
        default -> {}
      }
    }
    Dirt dirt = Dirt.of(inside);
    List<String> changed = new ArrayList<>(dirt.changed());
    if (!tree.isMain()) {
      changed.addAll(dirt.untracked());
    }
    uncommitted(tree.path(), changed);
  }

  private void uncommitted(Path place, List<String> changed) {
    if (!changed.isEmpty()) {
      reasons.add(
          "there is uncommitted work in "
              + place
              + ": "
              + Printable.listed(changed, LISTED)
              + "; commit it, or take it elsewhere");
    }
  }

  /** That a branch is behind its upstream as last fetched, and how to bring it up to date. */
  public static Optional<String> behind(Workspace workspace, BranchName branch)
      throws GitException {
    Upstream upstream = workspace.upstream(branch);
    return upstream.behind() == 0
        ? Optional.empty()
        : Optional.of(
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

  /** What keeps the target from being written. */
  private void arrival(Workspace arrival, CompletePlan.Request request)
      throws GitException, Failure {
    List<Obstacle> obstacles = FixConsistency.blocking(arrival);
    if (!obstacles.isEmpty()) {
      reasons.add("nothing can be committed to " + places.target() + ": " + obstacles.getFirst());
    }
    boolean merges = request.merge() && missing.size() == 1;
    if (merges) {
      new BranchMerge(arrival.repo()).impossible().ifPresent(reasons::add);
    }
    inTheWay(arrival, merges);
    boolean there = missing.isEmpty() || request.unmerged() != null;
    if (there && PlanAt.of(here, places.plan(), places.targetTip()).isPresent()) {
      reasons.addAll(new TargetStatuses(arrival, places.plan()).unsettled());
    }
  }

  /** What is not committed on the target, and what the merge and the plan's status would change. */
  private void inTheWay(Workspace arrival, boolean merges) throws GitException {
    CommitId target = places.targetTip();
    Set<String> touched = new TreeSet<>();
    PlanAt.of(arrival, places.plan(), target).ifPresent(plan -> touched.add(plan.file()));
    Set<String> inTheWay = new TreeSet<>();
    if (merges && target != null) {
      CommitId tip = missing.getFirst().tip();
      CommitId base = TrialMerges.base(arrival.repo(), target, tip);
      if (base != null) {
        touched.addAll(new Commits(arrival.repo()).diff(base, tip).keySet());
      }
      inTheWay.addAll(new BranchMerge(arrival.repo()).inTheWay(tip));
    }
    Dirt dirt = Dirt.of(arrival.repo());
    dirt.untracked().stream().filter(touched::contains).forEach(inTheWay::add);
    dirt.changed().stream().filter(touched::contains).forEach(inTheWay::add);
    boolean named =
        reasons.stream().anyMatch(reason -> reason.contains(" in " + arrival.repo().root() + ": "));
    if (!inTheWay.isEmpty() && !named) {
      reasons.add(
          "uncommitted files in "
              + arrival.repo().root()
              + " are in the way: "
              + Printable.listed(List.copyOf(inTheWay), LISTED)
              + "; commit them, or take them elsewhere");
    }
  }

  private void merging(boolean merges) throws GitException {
    CommitId target = places.targetTip();
    if (target == null || missing.isEmpty()) {
      return;
    }
    Arrival arrived = new Arrival(here.repo());
    if (missing.size() > 1) {
      reasons.add(apart());
      return;
    }
    PlanWork work = missing.getFirst();
    if (arrived.cutOff(work.tip(), target)) {
      reasons.add(
          "whether "
              + work.name()
              + " is merged into "
              + places.target()
              + " cannot be told, because history is cut off here (a shallow clone): git fetch"
              + " --unshallow "
              + here.remote().nameOr(""));
      return;
    }
    List<String> conflicts = arrived.conflicts(work.tip(), target);
    if (!conflicts.isEmpty()) {
      reasons.add(conflict(places.target(), work.name(), conflicts));
    }
    if (!merges) {
      reasons.add(
          "its work on "
              + work.name()
              + " is not merged into "
              + places.target()
              + ": add --merge, or --force --reason TEXT if it is not to be");
    }
  }

  private String apart() {
    List<String> names = missing.stream().map(PlanWork::name).toList();
    PlanWork first = missing.getFirst();
    LinkedWorktree place = first.place();
    String how =
        place == null
            ? "merge one into the other"
            : "git -C " + place.path() + " merge " + revision(missing.getLast());
    return String.join(" and ", names) + " each hold work that the other lacks: " + how;
  }

  private static String revision(PlanWork work) {
    return work.place() != null && work.place().branch() == null ? work.tip().hex() : work.name();
  }

  /** That a merge would not be clean, and what to do. */
  static String conflict(BranchName target, String work, List<String> paths) {
    return work
        + " conflicts with "
        + target
        + " in "
        + Printable.listed(paths, LISTED)
        + "; merge "
        + target
        + " into "
        + work
        + " and resolve that there";
  }
}
