package dev.pawl.git.files;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.FileTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;

/** What differs between HEAD, index and work tree, by either engine. */
final class Differences {
  /** So many paths fit on any system's command line. */
  private static final int MOST_ARGUMENTS = 200;

  /** HEAD, index and work tree in a walk. */
  private static final int HEAD = 0;

  private static final int INDEX = 1;
  private static final int FILES = 2;

  private Differences() {}

  /** By {@code git status}: the paths that git calls changed. */
  static Map<String, WorkTree.State> asked(Repo repo, NativeGit git, Collection<String> paths)
      throws GitException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "status",
                "--porcelain=v2",
                "-z",
                "--no-renames",
                "--untracked-files=no",
                "--ignore-submodules=all"));
    Set<String> places = paths.size() <= MOST_ARGUMENTS ? Set.copyOf(paths) : folders(paths);
    if (places.size() <= MOST_ARGUMENTS && !places.contains("")) {
      args.add("--");
      args.addAll(places);
    }
    return git.must(repo.workTree(), args, git.local()).read("git status", Differences::changed);
  }

  private static Map<String, WorkTree.State> changed(NativeGit.Result status) {
    Map<String, WorkTree.State> changed = new HashMap<>();
    for (String line : status.records()) {
      if (line.startsWith("1 ")) {
        // 1 XY sub mH mI mW hH hI path
        String[] fields = line.split(" ", 9);
        changed.put(fields[8], state(fields[1].charAt(0), fields[1].charAt(1)));
      } else if (line.startsWith("u ")) {
        changed.put(line.split(" ", 11)[10], WorkTree.State.UNMERGED);
      } else {
        throw new IllegalArgumentException(line);
      }
    }
    return changed;
  }

  /** Git takes a folder for all that is below it. */
  private static Set<String> folders(Collection<String> paths) {
    return paths.stream()
        .map(path -> path.substring(0, Math.max(0, path.lastIndexOf('/'))))
        .collect(Collectors.toSet());
  }

  private static WorkTree.State state(char staged, char unstaged) {
    if (unstaged == 'D') {
      return WorkTree.State.MISSING;
    }
    return unstaged == '.' && staged != '.' ? WorkTree.State.STAGED : WorkTree.State.MODIFIED;
  }

  /** By JGit. */
  static Map<String, WorkTree.State> compared(Repo repo, Collection<String> paths)
      throws GitException {
    Map<String, WorkTree.State> changed = new HashMap<>();
    try (ObjectReader reader = repo.jgit().newObjectReader();
        TreeWalk walk = new TreeWalk(repo.jgit(), reader)) {
      CommitId head = repo.head();
      if (head == null) {
        walk.addTree(new EmptyTreeIterator());
      } else {
        try (RevWalk revs = new RevWalk(reader)) {
          walk.addTree(revs.parseTree(ObjectName.of(head)));
        }
      }
      DirCache index = repo.jgit().readDirCache();
      walk.addTree(new DirCacheIterator(index));
      FileTreeIterator files = new FileTreeIterator(repo.jgit());
      files.setDirCacheIterator(walk, INDEX);
      walk.addTree(files);
      walk.setFilter(PathFilterGroup.createFromStrings(paths));
      walk.setRecursive(true);
      while (walk.next()) {
        WorkTree.State state = state(walk, reader);
        if (state != WorkTree.State.SAME) {
          changed.put(walk.getPathString(), state);
        }
      }
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
    return changed;
  }

  private static WorkTree.State state(TreeWalk walk, ObjectReader reader) throws IOException {
    DirCacheIterator index = walk.getTree(INDEX, DirCacheIterator.class);
    WorkingTreeIterator file = walk.getTree(FILES, WorkingTreeIterator.class);
    if (index == null) {
      return walk.getRawMode(HEAD) == 0 ? WorkTree.State.UNTRACKED : WorkTree.State.STAGED;
    }
    if (index.getDirCacheEntry().getStage() != 0) {
      return WorkTree.State.UNMERGED;
    }
    if (file == null) {
      return WorkTree.State.MISSING;
    }
    if (file.isModified(index.getDirCacheEntry(), true, reader)) {
      return WorkTree.State.MODIFIED;
    }
    ObjectId committed = walk.getObjectId(HEAD);
    boolean same =
        walk.getRawMode(HEAD) == walk.getRawMode(INDEX)
            && committed.equals(walk.getObjectId(INDEX))
            && !committed.equals(ObjectId.zeroId());
    return same ? WorkTree.State.SAME : WorkTree.State.STAGED;
  }
}
