package dev.pawl.app.worktree;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Binding;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The worktrees of this clone: those of plans, and those that others made. */
public final class WorktreeList {
  /** How a worktree stands. */
  public enum State {
    /** The one that the repository was made with. */
    MAIN,
    /** Of a plan that is worked on. */
    ACTIVE,
    /** Of a plan that needs it no more; the reasons say why. */
    STALE,
    /** It cannot be seen from here: deleted, moved, on another disk, in a container. */
    MISSING,
    /** It was left half made, or is being made. */
    UNFINISHED,
    /** Not made for a plan: pawl leaves it alone. */
    FOREIGN;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A worktree.
   *
   * @param plan the plan that it is bound to; null for none
   * @param branch null when HEAD is detached
   * @param head null before the first commit
   * @param reasons what explains its state, and what else is to be known, a line each
   * @param here whether the command runs in it
   */
  public record Row(
      @Nullable String plan,
      String path,
      @Nullable String branch,
      @Nullable String head,
      State state,
      List<String> reasons,
      boolean here) {}

  private final Workspace workspace;
  private final Map<String, Plan> plans = new LinkedHashMap<>();
  private final @Nullable String target;
  private final List<CommitId> targets = new ArrayList<>();

  private WorktreeList(Workspace workspace) throws GitException, Failure {
    this.workspace = workspace;
    for (PlanFacts facts :
        RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE).facts().plans()) {
      Plan plan = facts.document().plan();
      if (plan != null) {
        plans.putIfAbsent(plan.id().value(), plan);
      }
    }
    BranchName branch = workspace.remote().defaultBranch();
    this.target = branch == null ? null : branch.name();
    if (branch != null) {
      Refs refs = new Refs(workspace.repo());
      refs.ref(branch.ref()).ifPresent(targets::add);
      String remote = workspace.remote().name();
      if (remote != null) {
        refs.ref("refs/remotes/" + remote + "/" + branch).ifPresent(targets::add);
      }
    }
  }

  /** All of them: the main one first, then by path. */
  public static List<Row> of(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      WorktreeList list = new WorktreeList(workspace);
      List<Row> rows = new ArrayList<>();
      for (LinkedWorktree each : new Worktrees(workspace.repo()).list()) {
        rows.add(list.row(each));
      }
      return List.copyOf(rows);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** The folders of plans' worktrees, by plan, those that can be seen from here. */
  public static Map<String, String> paths(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Map<String, String> paths = new LinkedHashMap<>();
      for (LinkedWorktree each : new Worktrees(workspace.repo()).list()) {
        String plan = bound(each);
        if (plan != null && each.visible()) {
          paths.putIfAbsent(plan, each.path().toString());
        }
      }
      return paths;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** The folder of a plan's worktree; it must be there. */
  public static String path(Surroundings surroundings, @Nullable String named) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      return find(workspace, named).path().toString();
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** The worktree of a plan: visible, or a failure that says what to do. */
  static LinkedWorktree find(Workspace workspace, @Nullable String named)
      throws GitException, Failure {
    LinkedWorktree worktree = named(workspace, named);
    if (!worktree.visible()) {
      throw Failure.refused(
          "the worktree at " + worktree.path() + " is not visible from here",
          "mount the disk it is on, or, if it was moved, run 'git worktree repair NEW-PATH'");
    }
    return worktree;
  }

  /** The worktree of this plan, or at this folder, whether it can be seen or not. */
  static LinkedWorktree named(Workspace workspace, @Nullable String named)
      throws GitException, Failure {
    List<LinkedWorktree> all = new Worktrees(workspace.repo()).list();
    if (named != null) {
      Path folder = workspace.surroundings().directory().resolve(named).normalize();
      for (LinkedWorktree each : all) {
        if (each.path().equals(folder)) {
          return each;
        }
      }
    }
    String plan = plan(workspace, all, named);
    List<LinkedWorktree> found = new ArrayList<>();
    for (LinkedWorktree each : all) {
      if (plan.equals(bound(each))) {
        found.add(each);
      }
    }
    found.sort(Comparator.comparing(each -> !each.visible()));
    if (found.isEmpty()) {
      throw Failure.refused(
          "there is no worktree of " + plan, "pawl worktree create " + plan + " makes one");
    }
    return found.getFirst();
  }

  /** A plan's id as typed, when a worktree is bound to it; else as commands resolve it. */
  private static String plan(Workspace workspace, List<LinkedWorktree> all, @Nullable String named)
      throws GitException, Failure {
    if (named != null) {
      for (LinkedWorktree each : all) {
        if (named.equals(bound(each))) {
          return named;
        }
      }
    }
    PlanFacts facts =
        new Selection(
                workspace, RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE))
            .planOrOnly(named);
    String id = Selection.id(facts);
    if (id == null) {
      throw Failure.refused(facts.file() + " cannot be read", "pawl check says why");
    }
    return id;
  }

  private static @Nullable String bound(LinkedWorktree worktree) throws GitException {
    try {
      return Binding.of(worktree).map(binding -> binding.plan().value()).orElse(null);
    } catch (Failure e) {
      // The row of the list says what is wrong with it.
      return null;
    }
  }

  private Row row(LinkedWorktree worktree) throws GitException {
    List<String> reasons = new ArrayList<>();
    Optional<Binding> binding = Optional.empty();
    boolean ours = !worktree.isMain() && Worktrees.note(worktree, Binding.NOTE).isPresent();
    try {
      binding = Binding.of(worktree);
    } catch (Failure e) {
      reasons.add(String.valueOf(e.getMessage()));
    }
    State state = state(worktree, ours, binding, reasons);
    if (worktree.locked() != null && state != State.UNFINISHED) {
      reasons.add(worktree.locked().isEmpty() ? "locked" : "locked: " + worktree.locked());
    }
    return new Row(
        binding.map(bound -> bound.plan().value()).orElse(null),
        worktree.path().toString(),
        worktree.branch() == null ? null : worktree.branch().name(),
        worktree.head() == null ? null : worktree.head().hex(),
        state,
        List.copyOf(reasons),
        worktree.admin().equals(workspace.repo().gitDir()));
  }

  private State state(
      LinkedWorktree worktree, boolean ours, Optional<Binding> binding, List<String> reasons)
      throws GitException {
    if (worktree.isMain()) {
      return State.MAIN;
    }
    if (!worktree.visible()) {
      reasons.add("not visible from here: deleted, moved, or on a disk that is not mounted");
      return State.MISSING;
    }
    Worktrees.Making making = Worktrees.making(worktree);
    if (making != Worktrees.Making.DONE) {
      reasons.add(
          making == Worktrees.Making.UNDER_WAY
              ? "it is being made at this moment"
              : "left half made by a pawl that was ended");
      return State.UNFINISHED;
    }
    if (!ours) {
      reasons.add("not made for a plan");
      return State.FOREIGN;
    }
    return binding.isPresent() && isStale(worktree, binding.get(), reasons)
        ? State.STALE
        : State.ACTIVE;
  }

  private boolean isStale(LinkedWorktree worktree, Binding binding, List<String> reasons)
      throws GitException {
    boolean stale = false;
    Plan plan = plans.get(binding.plan().value());
    if (plan == null) {
      reasons.add("the plan is not in this checkout");
    } else if (plan.status() != null && plan.status().rank() >= 2) {
      reasons.add("the plan is " + plan.status().word());
      stale = true;
    }
    CommitId head = worktree.head();
    if (head == null) {
      reasons.add("its branch " + worktree.branch() + " does not exist");
      return true;
    }
    if (!head.equals(binding.start()) && binding.start() != null && isMerged(head)) {
      reasons.add("its commits are in " + target);
      stale = true;
    }
    return stale;
  }

  private boolean isMerged(CommitId head) throws GitException {
    Commits commits = new Commits(workspace.repo());
    for (CommitId each : targets) {
      if (commits.isAncestor(head, each)) {
        return true;
      }
    }
    return false;
  }
}
