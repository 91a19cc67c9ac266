package dev.pawl.app.worktree;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.workspace.Binding;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Loss;
import dev.pawl.git.worktree.Losses;
import dev.pawl.git.worktree.Trash;
import dev.pawl.git.worktree.TrashEntry;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.settings.PlanGlobs;
import dev.pawl.schedule.Claim;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a plan's worktree into the trash, unless anything would be lost with it: then it says all of
 * that at once and changes nothing (N30, N31). There is no option that overrides it.
 */
public final class RemoveWorktree {
  private final Surroundings surroundings;

  /** For the repository around the current folder. */
  public RemoveWorktree(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What forbids it.
   *
   * @param kind a word of docs/json.md
   * @param reason what it is
   * @param nextStep what is safe to do about it
   */
  public record Reason(String kind, String reason, String nextStep) {}

  /**
   * What came of it.
   *
   * @param plan null when the worktree is of none
   * @param trash the entry's name in the trash; null when it was refused
   * @param reasons all that forbids it; empty when it was removed
   */
  public record Outcome(
      @Nullable String plan,
      String path,
      @Nullable String branch,
      @Nullable String trash,
      List<Reason> reasons) {
    /** Whether it is in the trash now. */
    public boolean removed() {
      return trash != null;
    }
  }

  /**
   * Removes it.
   *
   * @param named the plan, or the folder of the worktree; null: the plan that is meant
   * @param gone whether its folder was deleted for good, as a person knows: else one that cannot be
   *     seen from here stays (N33)
   */
  public Outcome run(@Nullable String named, boolean gone) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      Worktrees worktrees = new Worktrees(workspace.repo());
      try (GitQueue.Turn _ = workspace.turn("worktree remove")) {
        LinkedWorktree tree = WorktreeList.named(workspace, named);
        worktrees.settle(tree);
        LinkedWorktree settled = again(worktrees, tree);
        if (settled.visible() && Worktrees.making(settled) == Worktrees.Making.DONE) {
          // A lock or a status that a killed run left is not a person's work.
          Workspace.openToWrite(surroundings.in(settled.path())).close();
        }
        return remove(workspace, settled, gone);
      }
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** As it is once it is settled. */
  private static LinkedWorktree again(Worktrees worktrees, LinkedWorktree tree)
      throws GitException {
    return worktrees.list().stream()
        .filter(each -> each.admin().equals(tree.admin()))
        .findFirst()
        .orElse(tree);
  }

  private Outcome remove(Workspace workspace, LinkedWorktree tree, boolean gone)
      throws GitException, Failure {
    Optional<Binding> binding = Binding.of(tree);
    String plan = binding.map(bound -> bound.plan().value()).orElse(null);
    List<Reason> reasons = reasons(workspace, tree, binding, gone);
    String branch = tree.branch() == null ? null : tree.branch().name();
    String path = tree.path().toString();
    if (!reasons.isEmpty()) {
      return new Outcome(plan, path, branch, null, List.copyOf(reasons));
    }
    TrashEntry entry =
        new Trash(workspace.repo())
            .put(tree, plan == null ? "" : plan, surroundings.clock().instant());
    return new Outcome(plan, path, branch, entry.name(), List.of());
  }

  private List<Reason> reasons(
      Workspace workspace, LinkedWorktree tree, Optional<Binding> binding, boolean gone)
      throws GitException, Failure {
    List<Reason> reasons = new ArrayList<>();
    if (binding.isEmpty() && !tree.isMain()) {
      reasons.add(
          new Reason(
              "foreign", "it was not made for a plan", "who made it removes it, with git itself"));
    }
    if (binding.isPresent()) {
      owner(workspace, binding.get().plan()).ifPresent(reasons::add);
    }
    Worktrees.Making making = Worktrees.making(tree);
    if (making == Worktrees.Making.UNDER_WAY) {
      reasons.add(new Reason("unfinished", "it is being made at this moment", "wait for that"));
      return reasons;
    }
    if (!tree.isMain() && !tree.visible()) {
      if (!gone || Files.exists(tree.path())) {
        reasons.add(
            new Reason(
                "missing",
                "it is not visible from here: deleted, moved, or on a disk that is not mounted",
                "mount the disk, or 'git worktree repair NEW-PATH'; --gone when its folder was"
                    + " deleted for good"));
      }
      return reasons;
    }
    if (surroundings.directory().normalize().startsWith(tree.path())) {
      reasons.add(new Reason("in-use", "this command runs in it", "run it from the main worktree"));
    }
    if (making == Worktrees.Making.DONE) {
      for (Loss loss : losses(workspace).of(tree)) {
        String kind = loss.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        reasons.add(new Reason(kind, loss.reason(), loss.nextStep()));
      }
    }
    return reasons;
  }

  /** Who owns the plan, as far as is known here: asking is not worth the network's time. */
  private static Optional<Reason> owner(Workspace workspace, PlanId plan)
      throws GitException, Failure {
    Claim claim = new Claims(workspace).known(plan);
    return claim == null || !claim.held()
        ? Optional.empty()
        : Optional.of(
            new Reason(
                "claimed",
                "the plan is claimed by " + claim.owner().host(),
                "its owner gives it up with: pawl plan release " + plan));
  }

  private static Losses losses(Workspace workspace) throws GitException {
    List<String> globs = workspace.settings().worktrees().disposable();
    PlanGlobs disposable = globs.isEmpty() ? null : PlanGlobs.of(globs);
    return new Losses(
        workspace.repo(),
        workspace.remote().defaultBranch(),
        workspace.remote().name(),
        path -> disposable != null && disposable.matches(path));
  }
}
