package dev.pawl.app.setup;

import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.machine.KnownRepositories;
import dev.pawl.machine.MachineException;
import dev.pawl.machine.UserFolders;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The repositories that pawl knows on this machine, for {@code --all} and {@code --repo}. */
public final class KnownWorkTrees {
  private KnownWorkTrees() {}

  /**
   * Which work trees to go over.
   *
   * @param problems what was asked for and is not there, each a sentence
   */
  public record Selection(List<Path> roots, List<String> problems) {}

  /**
   * Chooses among the known repositories.
   *
   * @param all every one of them
   * @param slugs else the ones of these names; one that nobody knows is a {@link Failure}
   */
  public static Selection select(Surroundings surroundings, boolean all, List<String> slugs)
      throws Failure {
    KnownRepositories.Known known = known(surroundings);
    List<String> problems = new ArrayList<>(known.problems());
    List<Path> roots = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path root : known.roots()) {
      if (!Files.isDirectory(root)) {
        if (all) {
          problems.add(
              root + " does not exist; if it is gone for good: pawl doctor --forget " + root);
        }
        continue;
      }
      String slug = slug(surroundings, root, problems);
      names.add(slug);
      if (all || slugs.contains(slug)) {
        roots.add(root);
      }
    }
    if (all && known.roots().isEmpty() && problems.isEmpty()) {
      throw Failure.usage(
          "no repository is known on this machine", "pawl init in a repository makes it known");
    }
    for (String slug : slugs) {
      if (!names.contains(slug)) {
        throw Failure.usage(
            "no repository called '" + slug + "' is known here",
            names.isEmpty()
                ? "pawl init in a repository makes it known"
                : "known: " + String.join(", ", names));
      }
    }
    return new Selection(List.copyOf(roots), List.copyOf(problems));
  }

  private static KnownRepositories.Known known(Surroundings surroundings) throws Failure {
    try {
      UserFolders folders = UserFolders.of(surroundings.variables(), FileSystems.getDefault());
      return new KnownRepositories(folders).all();
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  private static String slug(Surroundings surroundings, Path root, List<String> problems) {
    try (Workspace workspace = Workspace.open(surroundings.in(root))) {
      return workspace.slug();
    } catch (GitException e) {
      problems.add(root + ": " + e.getMessage());
    } catch (Failure e) {
      problems.add(root + ": " + e.getMessage());
    }
    return "";
  }

  /**
   * Forgets that there was a repository here: {@code --all} passes it by from now on. Nothing in
   * the folder is touched.
   */
  public static void forget(Surroundings surroundings, Path root) throws Failure {
    try {
      UserFolders folders = UserFolders.of(surroundings.variables(), FileSystems.getDefault());
      Path path = surroundings.directory().resolve(root).toAbsolutePath().normalize();
      if (!new KnownRepositories(folders).remove(path)) {
        throw Failure.refused(
            "no repository is known at " + path, "pawl check --all names those that are");
      }
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  /** Makes this repository known. */
  static void remember(Workspace workspace) throws Failure {
    try {
      new KnownRepositories(workspace.folders()).add(workspace.repo().root());
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }
}
