package dev.pawl.git.branch;

import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.history.Commits;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.repo.Repo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Merges a branch into the one that is checked out, by the installed git: with the user's merge
 * drivers, hooks, signing and identity. A merge that cannot be completed is taken back, so that no
 * work tree is ever left in the middle of one (N16); work that is not committed is never touched
 * (N13), because git refuses such a merge before it begins.
 */
public final class BranchMerge {
  /** A merge runs the hooks of the repository. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Repo repo;

  /** Into the branch of this work tree. */
  public BranchMerge(Repo repo) {
    this.repo = repo;
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** The branch leads to a commit that holds both now. */
    record Merged(CommitId commit, boolean fastForward) implements Outcome {}

    /** There was nothing to merge. */
    record UpToDate() implements Outcome {}

    /** These files conflict; all is as it was. */
    record Conflicts(List<String> paths) implements Outcome {}

    /** Local changes, a hook, signing or the state of the work tree said no; all is as it was. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Merges.
   *
   * @param other what is merged in
   * @param message of the merge commit, if it takes one
   */
  public Outcome merge(CommitId other, String message) throws GitException {
    Optional<NativeGit> installed = repo.installed();
    CommitId before = repo.head();
    if (installed.isEmpty() || before == null) {
      return new Outcome.Refused(
          before == null ? "there is no commit yet" : "merging needs an installed git");
    }
    List<Obstacle> obstacles = Guard.of(repo);
    if (!obstacles.isEmpty()) {
      return new Outcome.Refused(obstacles.getFirst().toString());
    }
    NativeGit git = installed.get();
    List<String> lost = ignoredInTheWay(git, before, other);
    if (!lost.isEmpty()) {
      return new Outcome.Refused(
          "the merge would overwrite what git does not track here: " + String.join(", ", lost));
    }
    List<String> args =
        List.of(
            "merge",
            "--no-edit",
            "--ff",
            "--no-squash",
            "--commit",
            "--no-autostash",
            "-q",
            "-m",
            message,
            other.hex());
    NativeGit.Result result = git.run(repo.workTree(), args, bounded(git));
    return result.ok() ? done(before, other) : undone(git, result);
  }

  /** Why it could not merge anything here now; empty when nothing speaks against it. */
  public Optional<String> impossible() throws GitException {
    return repo.installed().isEmpty()
        ? Optional.of("merging needs an installed git")
        : Optional.empty();
  }

  /**
   * The files of this work tree that would keep git from merging, or that the merge would take
   * away: what is staged, unless it is a fast-forward, and what git does not track.
   */
  public List<String> inTheWay(CommitId other) throws GitException {
    Optional<NativeGit> installed = repo.installed();
    CommitId before = repo.head();
    if (installed.isEmpty() || before == null) {
      return List.of();
    }
    NativeGit git = installed.get();
    Set<String> found = new TreeSet<>(ignoredInTheWay(git, before, other));
    if (!new Commits(repo).isAncestor(before, other)) {
      List<String> staged =
          List.of("diff-index", "--cached", "--name-only", "--no-renames", "-z", before.hex());
      found.addAll(git.must(repo.workTree(), staged, git.local()).records());
    }
    return List.copyOf(found);
  }

  /**
   * Files of a person's that are at the place of one that the merge brings. Git spares untracked
   * ones and overwrites ignored ones, and those are kept nowhere else.
   */
  private List<String> ignoredInTheWay(NativeGit git, CommitId before, CommitId other)
      throws GitException {
    Set<String> places = new TreeSet<>();
    for (String path : added(git, before, other)) {
      Path file = repo.workTree().resolve(path);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        places.add(path);
      }
      for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
        Path above = repo.workTree().resolve(path.substring(0, at));
        if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
            && !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
          places.add(path.substring(0, at));
        }
      }
    }
    Set<String> untracked = new TreeSet<>();
    for (String place : places) {
      List<String> args = List.of("--literal-pathspecs", "ls-files", "--others", "-z", "--", place);
      untracked.addAll(git.must(repo.workTree(), args, git.local()).records());
    }
    return List.copyOf(untracked);
  }

  /** What the other side brings and HEAD does not have; all of it where the two share nothing. */
  private Set<String> added(NativeGit git, CommitId before, CommitId other) throws GitException {
    List<String> args = List.of("diff-tree", "-r", "-z", "--name-only", "--no-renames");
    List<String> there = new ArrayList<>(args);
    there.addAll(List.of("--diff-filter=A", before.hex(), other.hex()));
    Set<String> added = new TreeSet<>(git.must(repo.workTree(), there, git.local()).records());
    List<String> since = new ArrayList<>(args);
    since.addAll(List.of("--merge-base", before.hex(), other.hex()));
    NativeGit.Result changed = git.run(repo.workTree(), since, git.local());
    if (changed.ok()) {
      added.retainAll(Set.copyOf(changed.records()));
    }
    return added;
  }

  private Outcome done(CommitId before, CommitId other) throws GitException {
    CommitId now = repo.head();
    Commits commits = new Commits(repo);
    if (now == null || !commits.isAncestor(other, now) || !commits.isAncestor(before, now)) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          repo.workTree().toString(),
          "git said that it merged, and the branch does not say so",
          "look at it with 'git log --graph'");
    }
    return now.equals(before) ? new Outcome.UpToDate() : new Outcome.Merged(now, now.equals(other));
  }

  private Outcome undone(NativeGit git, NativeGit.Result result) throws GitException {
    boolean begun = Guard.of(repo).stream().anyMatch(BranchMerge::isUnderWay);
    if (!begun) {
      return new Outcome.Refused(Reason.of(result));
    }
    NativeGit.Result unmerged =
        git.run(
            repo.workTree(), List.of("diff", "--name-only", "--diff-filter=U", "-z"), git.local());
    List<String> paths = new ArrayList<>();
    Arrays.stream(new String(unmerged.out(), StandardCharsets.UTF_8).split("\0", -1))
        .filter(path -> !path.isEmpty())
        .forEach(paths::add);
    NativeGit.Result back = git.run(repo.workTree(), List.of("merge", "--abort"), git.local());
    if (!back.ok()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          repo.workTree().toString(),
          "a merge was begun and could not be taken back: " + Reason.of(back),
          "finish it there, or look at it with 'git status'");
    }
    return paths.isEmpty()
        ? new Outcome.Refused(Reason.of(result))
        : new Outcome.Conflicts(List.copyOf(paths));
  }

  private static boolean isUnderWay(Obstacle obstacle) {
    return obstacle.kind() == Obstacle.Kind.IN_PROGRESS
        || obstacle.kind() == Obstacle.Kind.UNMERGED;
  }

  private static NativeGit.Options bounded(NativeGit git) {
    NativeGit.Options usual = git.local();
    return new NativeGit.Options(usual.stdin(), usual.variables(), LIMIT, usual.network());
  }
}
