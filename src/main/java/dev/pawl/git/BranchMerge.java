package dev.pawl.git;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
