package dev.pawl.git.history;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.repo.PromisedObjects;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * The commits that changed files of interest, newest first, children before their parents.
 *
 * <p>A commit is a revision when its files of interest differ from those of at least one parent, as
 * in {@code git log --full-history -- paths}: every side of every merge is followed, and a merge
 * that took one side and dropped the other is told. A root is one when it holds such files. A
 * change of mode alone is none. Replace refs and grafts are ignored: they are this clone's, and
 * other clones judge the same history.
 *
 * <p>The commits are walked at once, their trees only as far as revisions are asked for.
 */
public final class History implements AutoCloseable {
  private final RevWalk walk;
  private final Trees trees;
  private final Iterator<RevCommit> order;
  private final Set<RevCommit> cut;
  private final Map<RevCommit, Set<String>> touched = new HashMap<>();
  private final Map<RevCommit, List<RevCommit>> nearest = new HashMap<>();
  private final boolean partial;
  private boolean missing;

  private History(
      RevWalk walk, Trees trees, List<RevCommit> order, Set<RevCommit> cut, boolean partial) {
    this.walk = walk;
    this.partial = partial;
    this.trees = trees;
    this.order = order.iterator();
    this.cut = cut;
  }

  /**
   * The history of a commit, itself included.
   *
   * @param roots folders below which files may be of interest; "" is the whole repository
   * @param paths which paths there are
   * @throws GitException when a commit cannot be read
   */
  public static History of(Repo repo, CommitId tip, Set<String> roots, Predicate<String> paths)
      throws GitException {
    return of(repo, Set.of(tip), roots, paths);
  }

  /** The history of several commits together, each commit once; the rest as for one. */
  public static History of(
      Repo repo, Set<CommitId> tips, Set<String> roots, Predicate<String> paths)
      throws GitException {
    RevWalk walk = new RevWalk(repo.jgit());
    try {
      walk.setRetainBody(false);
      walk.sort(RevSort.TOPO);
      for (CommitId tip : tips) {
        walk.markStart(walk.parseCommit(ObjectId.fromString(tip.hex())));
      }
      List<RevCommit> order = new ArrayList<>();
      for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
        order.add(commit);
      }
      Set<ObjectId> shallow = repo.jgit().getObjectDatabase().getShallowCommits();
      Set<RevCommit> cut = new HashSet<>();
      if (!shallow.isEmpty()) {
        order.stream().filter(commit -> shallow.contains(commit.getId())).forEach(cut::add);
      }
      return new History(
          walk,
          new Trees(repo.jgit(), roots, paths),
          order,
          cut,
          PromisedObjects.isPartial(repo.layout().config()));
    } catch (IOException e) {
      walk.close();
      throw GitException.failed("the history of " + tips, e);
    }
  }

  /** The next revision, older than all before; empty at the end. */
  public Optional<Revision> next() throws GitException {
    while (order.hasNext()) {
      RevCommit commit = order.next();
      try {
        if (!touched(commit).isEmpty()) {
          return Optional.of(revision(commit));
        }
      } catch (IOException e) {
        throw GitException.failed("commit " + commit.name(), e);
      }
    }
    return Optional.empty();
  }

  /** All revisions that are left. */
  public List<Revision> rest() throws GitException {
    List<Revision> all = new ArrayList<>();
    for (Optional<Revision> next = next(); next.isPresent(); next = next()) {
      all.add(next.get());
    }
    return all;
  }

  /**
   * Whether history is not all here: the clone is shallow, or (as far as was asked for) a partial
   * one without the folders.
   */
  public boolean truncated() {
    return missing || !cut.isEmpty();
  }

  @Override
  public void close() {
    trees.close();
    walk.close();
  }

  private Revision revision(RevCommit commit) throws IOException {
    LinkedHashSet<RevCommit> from = new LinkedHashSet<>();
    for (RevCommit parent : commit.getParents()) {
      from.addAll(nearest(parent));
    }
    walk.parseBody(commit);
    PersonIdent author = commit.getAuthorIdent();
    Revision revision =
        new Revision(
            new CommitId(commit.name()),
            from.stream().map(parent -> new CommitId(parent.name())).toList(),
            trees.files(commit.getTree()),
            touched(commit),
            cut.contains(commit),
            author == null ? "" : author.getName(),
            author == null ? Instant.EPOCH : author.getWhenAsInstant(),
            commit.getShortMessage());
    commit.disposeBody();
    return revision;
  }

  /** The nearest revisions from here on down, this commit included; without recursion. */
  private List<RevCommit> nearest(RevCommit start) throws IOException {
    Deque<RevCommit> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      RevCommit commit = open.peek();
      if (nearest.containsKey(commit)) {
        open.pop();
      } else if (!touched(commit).isEmpty()) {
        nearest.put(commit, List.of(commit));
        open.pop();
      } else {
        List<RevCommit> unknown =
            Arrays.stream(commit.getParents()).filter(p -> !nearest.containsKey(p)).toList();
        if (unknown.isEmpty()) {
          LinkedHashSet<RevCommit> all = new LinkedHashSet<>();
          for (RevCommit parent : commit.getParents()) {
            all.addAll(known(parent));
          }
          nearest.put(commit, List.copyOf(all));
          open.pop();
        } else {
          unknown.forEach(open::push);
        }
      }
    }
    return known(start);
  }

  private List<RevCommit> known(RevCommit commit) {
    List<RevCommit> found = nearest.get(commit);
    if (found == null) {
      throw new NoSuchElementException("commit " + commit.name() + " was not walked");
    }
    return found;
  }

  /** In a partial clone a parent's folder may be elsewhere: like the edge of a shallow one. */
  private Set<String> whatIsHere(RevCommit commit, MissingObjectException e) throws IOException {
    if (!partial) {
      throw e;
    }
    missing = true;
    try {
      Set<String> here = trees.read(commit.getTree()).keySet();
      cut.add(commit);
      return here;
    } catch (MissingObjectException own) {
      // What cannot be seen is not made up; truncated() says so.
      return Set.of();
    }
  }

  /** The paths that differ from some parent; empty: not a revision. */
  private Set<String> touched(RevCommit commit) throws IOException {
    Set<String> known = touched.get(commit);
    if (known != null) {
      return known;
    }
    Set<String> paths = new LinkedHashSet<>();
    try {
      if (commit.getParentCount() == 0) {
        paths.addAll(trees.read(commit.getTree()).keySet());
      }
      for (RevCommit parent : commit.getParents()) {
        trees.difference(parent.getTree(), commit.getTree(), paths);
      }
    } catch (MissingObjectException e) {
      paths.clear();
      paths.addAll(whatIsHere(commit, e));
    }
    Set<String> result = paths.isEmpty() ? Set.of() : Set.copyOf(paths);
    touched.put(commit, result);
    return result;
  }
}
