package dev.pawl.git.history;

import dev.pawl.git.BlobId;
import dev.pawl.git.Change;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.Person;
import dev.pawl.git.RepoPath;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.repo.PromisedObjects;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilterGroup;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/** Reads commits, their files and their ancestry; nothing here writes. */
public final class Commits {
  /** More than any plan or journal segment; a larger blob is not read into memory. */
  public static final int LARGEST_BLOB = 32 << 20;

  private final Repo repo;

  /** Reads this repository. */
  public Commits(Repo repo) {
    this.repo = repo;
  }

  /**
   * The files of a commit that are at or below these paths, by path; the empty path is the root.
   * Submodules are left out.
   */
  public List<TreeEntry> tree(CommitId commit, Set<String> roots) throws GitException {
    if (roots.isEmpty()) {
      return List.of();
    }
    Map<String, TreeEntry> found = new TreeMap<>();
    try (ObjectReader reader = repo.jgit().newObjectReader();
        RevWalk revs = new RevWalk(reader);
        TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(revs.parseTree(ObjectName.of(commit)));
      walk.setRecursive(true);
      walk.setFilter(atOrBelow(roots));
      while (walk.next()) {
        TreeEntry.Mode mode = TreeEntry.Mode.of(walk.getRawMode(0));
        if (mode != null) {
          String path = walk.getPathString();
          found.put(path, new TreeEntry(path, new BlobId(walk.getObjectId(0).name()), mode));
        }
      }
    } catch (IOException e) {
      throw unreadable(commit.hex(), e);
    }
    return List.copyOf(found.values());
  }

  private static TreeFilter atOrBelow(Set<String> roots) throws GitException {
    if (roots.contains("")) {
      return TreeFilter.ALL;
    }
    for (String root : roots) {
      RepoPath.check(root);
    }
    return PathFilterGroup.createFromStrings(roots);
  }

  /**
   * The content of a blob.
   *
   * @throws GitException also when it is larger than {@link #LARGEST_BLOB}
   */
  public byte[] blob(BlobId blob) throws GitException {
    try (ObjectReader reader = repo.jgit().newObjectReader()) {
      ObjectLoader loader = reader.open(ObjectName.of(blob), Constants.OBJ_BLOB);
      if (loader.getSize() > LARGEST_BLOB) {
        throw new GitException(
            GitException.Kind.INVALID,
            blob.hex(),
            "has " + loader.getSize() + " bytes, more than the " + LARGEST_BLOB + " that are read",
            "make the file smaller, or leave it out of what pawl looks at");
      }
      return loader.getCachedBytes(LARGEST_BLOB);
    } catch (IOException e) {
      throw unreadable(blob.hex(), e);
    }
  }

  /**
   * The content of a blob; empty where a partial clone left it with a remote that does not give it
   * now.
   */
  public Optional<byte[]> promised(BlobId blob) throws GitException {
    try {
      return Optional.of(blob(blob));
    } catch (GitException e) {
      if (e.getCause() instanceof MissingObjectException
          && PromisedObjects.isPartial(repo.layout().config())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether this clone holds the commit. */
  public boolean exists(CommitId commit) throws GitException {
    try (ObjectReader reader = repo.jgit().newObjectReader()) {
      return reader.has(ObjectName.of(commit), Constants.OBJ_COMMIT);
    } catch (IncorrectObjectTypeException e) {
      // Anyone who may push can let a ref lead to something else.
      return false;
    } catch (IOException e) {
      throw unreadable(commit.hex(), e);
    }
  }

  /** Whether {@code older} is {@code newer} or reachable from it. */
  public boolean isAncestor(CommitId older, CommitId newer) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      return walk.isMergedInto(
          walk.parseCommit(ObjectName.of(older)), walk.parseCommit(ObjectName.of(newer)));
    } catch (IOException e) {
      throw unreadable(newer.hex(), e);
    }
  }

  /**
   * What is reachable from one commit and not from others, children before parents, newest first.
   *
   * @param max at most so many
   */
  public List<CommitInfo> log(CommitId from, Set<CommitId> notReachableFrom, int max)
      throws GitException {
    List<CommitInfo> found = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.COMMIT_TIME_DESC, true);
      walk.markStart(walk.parseCommit(ObjectName.of(from)));
      for (CommitId known : notReachableFrom) {
        walk.markUninteresting(walk.parseCommit(ObjectName.of(known)));
      }
      for (RevCommit commit = walk.next();
          commit != null && found.size() < max;
          commit = walk.next()) {
        found.add(info(commit));
      }
    } catch (IOException e) {
      throw unreadable(from.hex(), e);
    }
    return List.copyOf(found);
  }

  /** One commit. */
  public CommitInfo commit(CommitId id) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      return info(walk.parseCommit(ObjectName.of(id)));
    } catch (IOException e) {
      throw unreadable(id.hex(), e);
    }
  }

  private static CommitInfo info(RevCommit commit) {
    return new CommitInfo(
        new CommitId(commit.name()),
        Stream.of(commit.getParents()).map(parent -> new CommitId(parent.name())).toList(),
        commit.getFullMessage(),
        Person.of(commit.getAuthorIdent()),
        Person.of(commit.getCommitterIdent()));
  }

  /** Every path in which two commits differ, by path; no first commit means an empty tree. */
  public Map<String, Change> diff(@Nullable CommitId before, CommitId after) throws GitException {
    Map<String, Change> changes = new LinkedHashMap<>();
    try (ObjectReader reader = repo.jgit().newObjectReader();
        RevWalk revs = new RevWalk(reader);
        TreeWalk walk = new TreeWalk(reader)) {
      if (before == null) {
        walk.addTree(new EmptyTreeIterator());
      } else {
        walk.addTree(revs.parseTree(ObjectName.of(before)));
      }
      walk.addTree(revs.parseTree(ObjectName.of(after)));
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        changes.put(
            walk.getPathString(),
            new Change(side(walk, 0), side(walk, 1), walk.getRawMode(0) != walk.getRawMode(1)));
      }
    } catch (IOException e) {
      throw unreadable(after.hex(), e);
    }
    return Collections.unmodifiableMap(changes);
  }

  private static @Nullable BlobId side(TreeWalk walk, int tree) {
    AnyObjectId id = walk.getObjectId(tree);
    return id.equals(ObjectId.zeroId()) ? null : new BlobId(id.name());
  }

  private GitException unreadable(String name, IOException e) {
    if (e instanceof MissingObjectException) {
      return new GitException(
          GitException.Kind.DAMAGED,
          name,
          "is not in this clone (" + repo.root() + ")",
          PromisedObjects.isPartial(repo.layout().config())
              ? "bring what a partial clone left out: git fetch --refetch --no-filter"
              : "see what is missing with 'git fsck'; 'git fetch --unshallow' completes a shallow"
                  + " clone",
          e);
    }
    if (e instanceof IncorrectObjectTypeException || e instanceof CorruptObjectException) {
      return new GitException(
          GitException.Kind.DAMAGED,
          name,
          "is not what it should be: " + e.getMessage(),
          "look at it with 'git cat-file -t " + name + "'",
          e);
    }
    return GitException.failed(name, e);
  }
}
