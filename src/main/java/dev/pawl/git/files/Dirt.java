package dev.pawl.git.files;

import dev.pawl.git.GitException;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.IndexDiff;
import org.eclipse.jgit.treewalk.FileTreeIterator;

/**
 * What is in a work tree beside what its HEAD says.
 *
 * @param changed tracked files that differ, staged or not
 * @param untracked files, and nested repositories with a slash at the end
 * @param ignored files, and folders with a slash at the end that are ignored as a whole
 */
public record Dirt(List<String> changed, List<String> untracked, List<String> ignored) {

  /** By {@code git status}; by JGit where there is none. Caches of either are not believed. */
  public static Dirt of(Repo repo) throws GitException {
    Optional<NativeGit> git = repo.installed();
    return git.isPresent() ? asked(repo, git.get()) : compared(repo);
  }

  private static Dirt asked(Repo repo, NativeGit git) throws GitException {
    List<String> args =
        List.of(
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.untrackedCache=false",
            "status",
            "--porcelain=v2",
            "-z",
            "--no-renames",
            "--untracked-files=all",
            "--ignored=matching",
            "--ignore-submodules=none");
    return git.must(repo.workTree(), args, git.local()).read("git status", Dirt::read);
  }

  private static Dirt read(NativeGit.Result status) {
    Dirt dirt = new Dirt(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String line : status.records()) {
      switch (line.charAt(0)) {
        // 1 XY sub mH mI mW hH hI path
        case '1' -> dirt.changed.add(line.split(" ", 9)[8]);
        case 'u' -> dirt.changed.add(line.split(" ", 11)[10]);
        case '?' -> dirt.untracked.add(line.substring(2));
        case '!' -> dirt.ignored.add(line.substring(2));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return dirt;
  }

  private static Dirt compared(Repo repo) throws GitException {
    try {
      IndexDiff diff =
          new IndexDiff(repo.jgit(), Constants.HEAD, new FileTreeIterator(repo.jgit()));
      diff.diff();
      Set<String> changed = new TreeSet<>(diff.getAdded());
      changed.addAll(diff.getChanged());
      changed.addAll(diff.getRemoved());
      changed.addAll(diff.getMissing());
      changed.addAll(diff.getModified());
      changed.addAll(diff.getConflicting());
      List<String> ignored =
          diff.getIgnoredNotInIndex().stream()
              .map(path -> repo.workTree().resolve(path).toFile().isDirectory() ? path + "/" : path)
              .sorted()
              .toList();
      return new Dirt(
          List.copyOf(changed), List.copyOf(new TreeSet<>(diff.getUntracked())), ignored);
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
  }
}
