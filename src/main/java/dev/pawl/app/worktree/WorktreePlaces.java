package dev.pawl.app.worktree;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.Excludes;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.git.worktree.Worktrees;
import dev.pawl.plan.PlanId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the worktrees of plans are. */
final class WorktreePlaces {
  private static final String PREFIX = "plan-";
  private final Workspace workspace;
  private final Worktrees worktrees;

  WorktreePlaces(Workspace workspace, Worktrees worktrees) {
    this.workspace = workspace;
    this.worktrees = worktrees;
  }

  /**
   * The folder of a plan's worktree.
   *
   * @param root where this user wants it, from the current folder: anywhere; null: what the
   *     settings say, which stays in the repository or right beside it (N50)
   */
  Path of(PlanId plan, @Nullable Path root) throws Failure {
    String name = PREFIX + plan.value();
    if (root != null) {
      return workspace.surroundings().directory().resolve(root).normalize().resolve(name);
    }
    Path main =
        worktrees
            .main()
            .orElseThrow(() ->
                Failure.refused(
                    "the repository has no main worktree to put worktrees into",
                    "say where: pawl worktree create " + plan + " --root DIR"));
    Path folder = main.resolve(workspace.settings().worktrees().root()).normalize();
    boolean beside = workspace.settings().worktrees().isBeside();
    check(beside ? folder.getParent() : main, folder, name);
    return folder.resolve(name);
  }

  /** Whether the folder that the settings say can be made; nothing is changed. */
  void free(PlanId plan) throws Failure {
    Path path = of(plan, null);
    try (Stream<Path> inside = Files.exists(path) ? Files.list(path) : Stream.empty()) {
      if (inside.findAny().isPresent()) {
        throw Failure.refused(
            path + " already exists and is not empty",
            "move what is in it, or make the worktree elsewhere: pawl worktree create "
                + plan
                + " --root DIR");
      }
    } catch (IOException e) {
      throw Failure.of(path + " cannot be looked into", e);
    }
  }

  /** No link may lead it elsewhere, and it must not reach into another repository. */
  private static void check(@Nullable Path from, Path folder, String name) throws Failure {
    if (from == null || !folder.startsWith(from)) {
      throw Failure.usage("worktrees.root leads out of the repository: " + folder);
    }
    Path each = from;
    for (Path part : from.relativize(folder.resolve(name))) {
      each = each.resolve(part);
      if (!Files.exists(each, NOFOLLOW_LINKS)) {
        return;
      }
      boolean last = each.equals(folder.resolve(name));
      if (!Files.isDirectory(each, NOFOLLOW_LINKS)
          || (!last && Files.exists(each.resolve(".git"), NOFOLLOW_LINKS))) {
        throw Failure.refused(
            each + " is a link, a file or another repository, so no worktree is put there",
            "choose another worktrees.root in .pawl.yaml, or say --root DIR");
      }
    }
  }

  /** Keeps worktrees at this place out of the status of the worktree that they are inside of. */
  void exclude(Path path, List<LinkedWorktree> all) throws GitException {
    Path folder = path.getParent();
    for (LinkedWorktree outer : all) {
      if (outer.visible() && folder != null && folder.startsWith(outer.path())) {
        String inside = outer.path().relativize(folder).toString().replace('\\', '/');
        String prefix = inside.isEmpty() ? "/" : "/" + Excludes.literal(inside) + "/";
        Excludes.add(workspace.repo(), prefix + PREFIX + "*/");
      }
    }
  }
}
