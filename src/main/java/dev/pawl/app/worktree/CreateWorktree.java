package dev.pawl.app.worktree;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Binding;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.worktree.Hold;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.NewWorktree;
import dev.pawl.git.worktree.Trash;
import dev.pawl.git.worktree.TrashEntry;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.plan.PlanId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a worktree for a plan: on the branch {@code plan/<id>}, bound to the plan, with the files
 * that the settings ask for.
 */
public final class CreateWorktree {
  private static final Duration MAKING_LIMIT = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 3;

  private final Surroundings surroundings;
  private final Consumer<String> output;

  /**
   * For the repository around the current folder.
   *
   * @param output is told what the setup command prints, line by line
   */
  public CreateWorktree(Surroundings surroundings, Consumer<String> output) {
    this.surroundings = surroundings;
    this.output = output;
  }

  /**
   * What is wanted.
   *
   * @param plan id or file; null: the one that is meant
   * @param root the folder for worktrees, anywhere; null: the one of the settings
   * @param setup run the setup command also in a worktree that is there already
   */
  public record Request(@Nullable String plan, @Nullable Path root, boolean setup) {}

  /** What became of the setup command. */
  public enum Setup {
    /** The settings have none, or the worktree was there already. */
    NONE,
    /** It ran and ended well. */
    RAN,
    /** This user did not allow it, so it did not run. */
    NOT_ALLOWED,
    /** It failed; the worktree stays. */
    FAILED
  }

  /**
   * A plan's worktree.
   *
   * @param branch what is checked out in it
   * @param existing whether it was there already
   * @param copied files that were brought from the main worktree
   * @param notes what a person should be told, a line each
   */
  public record Created(
      PlanId plan,
      Path path,
      String branch,
      boolean existing,
      List<String> copied,
      Setup setup,
      List<String> notes) {
    /** Copies the lists. */
    public Created {
      copied = List.copyOf(copied);
      notes = List.copyOf(notes);
    }
  }

  /** Makes it, or finds it. */
  public Created run(Request request) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      return in(
          workspace,
          new Selection(
                  workspace, RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE))
              .onlyOfItsId(request.plan()),
          request);
    } catch (GitException e) {
      throw Failure.refusal(e);
    }
  }

  /** The same, of a plan that a command has found, in a repository that it has opened. */
  public Created in(Workspace workspace, PlanFacts facts, Request request)
      throws GitException, Failure {
    PlanId id = new PlanId(String.valueOf(Selection.id(facts)));
    return run(workspace, id, facts.file(), request, ATTEMPTS);
  }

  /**
   * Looks whether it could be made where the settings say, and makes nothing.
   *
   * @return the one that is there already, and whole
   * @throws Failure that says why it could not
   */
  public Optional<LinkedWorktree> check(Workspace workspace, PlanId plan, String file)
      throws GitException, Failure {
    Worktrees worktrees = new Worktrees(workspace.repo());
    BranchName branch = new BranchName(Homes.branchOf(plan));
    try (GitQueue.Turn _ = workspace.turn("look")) {
      List<LinkedWorktree> all = worktrees.list();
      Optional<LinkedWorktree> existing = existing(all, plan, branch);
      if (existing.isEmpty()) {
        obstacles(workspace, plan);
        limit(workspace, all);
        new WorktreePlaces(workspace, worktrees).free(plan);
        new BranchStart(workspace, new ArrayList<>()).check(branch, file);
      }
      boolean made =
          existing.isPresent() && Worktrees.making(existing.get()) == Worktrees.Making.DONE;
      return made ? existing : Optional.empty();
    }
  }

  private Created run(Workspace workspace, PlanId plan, String file, Request request, int attempts)
      throws GitException, Failure {
    Worktrees worktrees = new Worktrees(workspace.repo());
    List<String> notes = new ArrayList<>();
    BranchName branch = new BranchName("plan/" + plan.value());
    @Nullable NewWorktree fresh = null;
    Optional<LinkedWorktree> existing;
    try (GitQueue.Turn _ = workspace.turn("worktree create")) {
      List<LinkedWorktree> all = worktrees.list();
      existing = existing(all, plan, branch);
      if (existing.isPresent() && !isFor(existing.get(), plan)) {
        worktrees.write(existing.get(), Binding.NOTE, new Binding(plan, null).text());
      }
      if (existing.isPresent() && putAwayHalfMade(workspace, existing.get(), plan, notes)) {
        existing = Optional.empty();
        all = worktrees.list();
      }
      if (existing.isEmpty()) {
        obstacles(workspace, plan);
        limit(workspace, all);
        WorktreePlaces places = new WorktreePlaces(workspace, worktrees);
        Path path = places.of(plan, request.root());
        places.exclude(path, all);
        @Nullable CommitId start = new BranchStart(workspace, notes).start(branch, file);
        surroundings.progress().accept("worktree " + path);
        fresh =
            worktrees.register(
                path,
                branch,
                start,
                Map.of(
                    Binding.NOTE,
                    new Binding(plan, start).text(),
                    WorktreePreparation.NOTE,
                    "copy and setup are not done yet"));
      }
    }
    if (fresh == null) {
      LinkedWorktree found = existing.orElseThrow();
      if (Worktrees.making(found) == Worktrees.Making.UNDER_WAY) {
        surroundings.progress().accept("waiting for who makes " + found.path());
        if (attempts == 0 || !Worktrees.awaitMade(found, MAKING_LIMIT)) {
          throw Failure.refused(
              found.path() + " is being made at this moment", "wait, and run this again");
        }
        return run(workspace, plan, file, request, attempts - 1);
      }
      WorktreePreparation preparation = new WorktreePreparation(workspace, plan, output);
      WorktreePreparation.Done done = preparation.again(found, request);
      notes.addAll(preparation.notes());
      BranchName now = found.branch();
      String name = (now == null ? branch : now).name();
      return new Created(plan, found.path(), name, true, done.copied(), done.setup(), notes);
    }
    return filled(workspace, plan, fresh, branch, request, notes);
  }

  private Created filled(
      Workspace workspace,
      PlanId plan,
      NewWorktree fresh,
      BranchName branch,
      Request request,
      List<String> notes)
      throws GitException, Failure {
    LinkedWorktree tree =
        existing(new Worktrees(workspace.repo()).list(), plan, branch).orElseThrow();
    try (Hold _ = WorktreePreparation.hold(tree)) {
      notes.addAll(fresh.fill());
      WorktreePreparation preparation = new WorktreePreparation(workspace, plan, output);
      WorktreePreparation.Done done = preparation.run(tree, request);
      notes.addAll(preparation.notes());
      return new Created(
          plan, fresh.path(), branch.name(), false, done.copied(), done.setup(), notes);
    }
  }

  /** The one that is there already: made for this plan, or with its branch checked out. */
  private static Optional<LinkedWorktree> existing(
      List<LinkedWorktree> all, PlanId plan, BranchName branch) throws GitException, Failure {
    for (LinkedWorktree each : all) {
      if (!isFor(each, plan) && !branch.equals(each.branch())) {
        continue;
      }
      if (each.isMain()) {
        throw Failure.refused(
            "the branch " + branch + " is checked out in the main worktree, " + each.path(),
            "switch that one to another branch first: git switch BRANCH");
      }
      if (!each.visible()) {
        throw Failure.refused(
            "the worktree of " + plan + " at " + each.path() + " is not visible from here",
            "mount the disk it is on, or, if it was moved, run 'git worktree repair NEW-PATH'",
            "if its folder is gone for good: pawl worktree remove " + plan + " --gone");
      }
      return Optional.of(each);
    }
    return Optional.empty();
  }

  /** What a maker left that was ended comes into the trash, where nothing of it is lost. */
  private boolean putAwayHalfMade(
      Workspace workspace, LinkedWorktree found, PlanId plan, List<String> notes)
      throws GitException {
    if (Worktrees.making(found) != Worktrees.Making.LEFT) {
      new Worktrees(workspace.repo()).settle(found);
      return false;
    }
    TrashEntry entry =
        new Trash(workspace.repo()).put(found, plan.value(), surroundings.clock().instant());
    notes.add("what was left half made of it is in the trash, as " + entry.name());
    return true;
  }

  private static boolean isFor(LinkedWorktree worktree, PlanId plan) throws GitException {
    try {
      return Binding.of(worktree).filter(binding -> binding.plan().equals(plan)).isPresent();
    } catch (Failure e) {
      // Unreadable: it counts for this plan when the plan's branch is checked out in it.
      return false;
    }
  }

  private static void obstacles(Workspace workspace, PlanId plan) throws GitException, Failure {
    List<Obstacle> obstacles = Guard.ofClone(workspace.repo());
    if (!obstacles.isEmpty()) {
      throw Failure.refused(
          "pawl makes no worktree in this repository: " + obstacles.getFirst().reason(),
          "make it with git, as in 'git worktree add -b plan/"
              + plan
              + " PATH'; pawl worktree create "
              + plan
              + " binds it to the plan");
    }
  }

  private static void limit(Workspace workspace, List<LinkedWorktree> all)
      throws GitException, Failure {
    int max = workspace.settings().worktrees().max();
    List<String> plans = new ArrayList<>();
    for (LinkedWorktree each : all) {
      if (Worktrees.note(each, Binding.NOTE).isPresent()) {
        plans.add(String.valueOf(each.path().getFileName()));
      }
    }
    if (max > 0 && plans.size() >= max) {
      throw Failure.refused(
          "there are %d worktrees of plans already, and worktrees.max is %d"
              .formatted(plans.size(), max),
          "pawl worktree list shows which are stale; pawl worktree remove PLAN puts one away");
    }
  }
}
