package dev.pawl.app.reconcile;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.FileMark;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.git.ref.Refs;
import dev.pawl.plan.settings.PlanGlobs;
import dev.pawl.plan.settings.RepositorySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of a check depends on, as far as a glance tells: while two of them are equal,
 * nothing has to be read again.
 *
 * @param files the plan files of the work tree, as the file system describes them
 * @param refs every branch, here and as last fetched
 * @param branch what is checked out; null when HEAD is detached
 * @param journal the journal's files with their sizes
 * @param replica the folder of what was reported in this clone; null where nothing was yet
 */
public record WatchedState(
    RepositorySettings settings,
    Map<String, FileMark> files,
    Map<String, CommitId> refs,
    @Nullable BranchName branch,
    @Nullable CommitId head,
    Map<Path, Long> journal,
    @Nullable Path replica) {

  /** Looks at the repository around the current folder. */
  public static WatchedState of(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      PlanGlobs globs = workspace.settings().globs();
      Path journal = workspace.pawlFolder().resolve("journal");
      return new WatchedState(
          workspace.settings(),
          new WorkTree(workspace.repo()).listing(globs.roots(), globs::matches).files(),
          new Refs(workspace.repo()).refs("refs/"),
          workspace.repo().branch(),
          workspace.repo().head(),
          journal(journal),
          workspace.hasJournal() ? journal.resolve(workspace.replica().value()) : null);
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("the journal", e);
    }
  }

  /**
   * The same, of what is said in this clone: what comes from elsewhere, and what pawl notes for
   * itself, is left out.
   */
  public WatchedState here() {
    Map<String, CommitId> branches = new TreeMap<>(refs);
    branches.keySet().removeIf(name -> !name.startsWith("refs/heads/"));
    Map<Path, Long> own = new TreeMap<>(journal);
    own.keySet().removeIf(file -> replica == null || !file.startsWith(replica));
    return new WatchedState(settings, files, branches, branch, head, own, replica);
  }

  private static Map<Path, Long> journal(Path folder) throws IOException {
    Map<Path, Long> sizes = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          try {
            sizes.put(file, Files.size(file));
          } catch (NoSuchFileException e) {
            // Gone while we looked: the next look tells.
            sizes.put(file, -1L);
          }
        }
      }
    }
    return sizes;
  }
}
