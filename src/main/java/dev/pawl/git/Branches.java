package dev.pawl.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.errors.CheckoutConflictException;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Moves a branch, and with it the index and the files of the work tree that it is checked out in.
 */
public final class Branches {
  /** How git names what it would overwrite: in quotes, or on a line of its own. */
  private static final Pattern IN_THE_WAY =
      Pattern.compile("(?m)^error: (?:Entry|Untracked working tree file) '(.*?)' |^\\t(.+)$");

  private final Repo repo;

  /** Of this repository. */
  public Branches(Repo repo) {
    this.repo = repo;
  }

  /**
   * Brings a branch from one commit to another as {@code git checkout} would: work that is staged
   * or not stays exactly as it is, or nothing is changed.
   *
   * <p>Files first, then the ref: a kill between the two leaves the new files staged on the old
   * commit, and the same call again finishes.
   *
   * @param old where the branch must be now
   * @param reflog what the branch's reflog says
   */
  public MoveOutcome move(BranchName branch, CommitId old, CommitId to, String reflog)
      throws GitException {
    boolean here = branch.equals(repo.branch());
    Optional<String> elsewhere = checkedOutElsewhere(branch);
    if (elsewhere.isPresent()) {
      return new MoveOutcome.CheckedOutElsewhere(elsewhere.get());
    }
    Refs refs = new Refs(repo);
    Optional<CommitId> now = refs.ref(branch.ref());
    if (!now.equals(Optional.of(old))) {
      return new MoveOutcome.LostRace(now.orElse(null));
    }
    if (here && !repo.isBare()) {
      List<Obstacle> obstacles = Guard.of(repo);
      if (!obstacles.isEmpty()) {
        return new MoveOutcome.Blocked(obstacles);
      }
      Optional<MoveOutcome.InTheWay> inTheWay = files(old, to);
      if (inTheWay.isPresent()) {
        return inTheWay.get();
      }
    }
    if (refs.compareAndSet(branch.ref(), old, to, reflog)) {
      return new MoveOutcome.Moved(to);
    }
    if (here && !repo.isBare()) {
      back(branch, to, old);
    }
    return new MoveOutcome.LostRace(refs.ref(branch.ref()).orElse(null));
  }

  private void back(BranchName branch, CommitId from, CommitId to) throws GitException {
    Optional<MoveOutcome.InTheWay> inTheWay = files(from, to);
    if (inTheWay.isPresent()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          branch.ref(),
          "moved while its files were being updated, and work that came meanwhile keeps them from"
              + " being put back: "
              + inTheWay.get().reason(),
          "compare with 'git diff " + to.abbreviated() + " " + from.abbreviated() + "'");
    }
  }

  /** Index and work tree alone; changes nothing when something is in the way. */
  private Optional<MoveOutcome.InTheWay> files(CommitId old, CommitId to) throws GitException {
    List<String> added =
        new Commits(repo)
            .diff(old, to).entrySet().stream()
                .filter(change -> change.getValue().before() == null)
                .map(Map.Entry::getKey)
                .toList();
    List<String> lost = List.copyOf(new Untracked(repo).inTheWayOf(added));
    if (!lost.isEmpty()) {
      return Optional.of(
          new MoveOutcome.InTheWay(lost, "files unknown to git would be overwritten"));
    }
    Optional<NativeGit> git = repo.installed();
    return git.isPresent() ? byGit(git.get(), old, to) : byJGit(old, to);
  }

  private Optional<MoveOutcome.InTheWay> byGit(NativeGit git, CommitId old, CommitId to)
      throws GitException {
    // A two-tree merge believes the index about files, so let it look at them first. What really
    // differs makes the refresh fail and is judged by the merge.
    git.run(repo.workTree(), List.of("update-index", "-q", "--refresh"), git.local());
    NativeGit.Result result =
        git.run(
            repo.workTree(),
            List.of("read-tree", "-m", "-u", "--no-recurse-submodules", old.hex(), to.hex()),
            git.local());
    if (result.ok()) {
      return Optional.empty();
    }
    List<String> paths =
        IN_THE_WAY
            .matcher(result.err())
            .results()
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .map(Printable::line)
            .toList();
    if (paths.isEmpty()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          repo.workTree().toString(),
          "git could not update the files: " + Reason.of(result),
          "run 'git status' there to see more");
    }
    return Optional.of(new MoveOutcome.InTheWay(paths, Reason.of(result)));
  }

  private Optional<MoveOutcome.InTheWay> byJGit(CommitId old, CommitId to) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      DirCache index = repo.jgit().lockDirCache();
      try {
        DirCacheCheckout checkout =
            new DirCacheCheckout(
                repo.jgit(),
                walk.parseTree(ObjectName.of(old)),
                index,
                walk.parseTree(ObjectName.of(to)));
        checkout.setFailOnConflict(true);
        checkout.checkout();
        return Optional.empty();
      } catch (CheckoutConflictException e) {
        return Optional.of(
            new MoveOutcome.InTheWay(
                List.of(e.getConflictingFiles()), Printable.line(String.valueOf(e.getMessage()))));
      } finally {
        index.unlock();
      }
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
  }

  /** The folder of another work tree whose HEAD is this branch. */
  private Optional<String> checkedOutElsewhere(BranchName branch) throws GitException {
    String head = "ref: " + branch.ref();
    try {
      if (!repo.gitDir().equals(repo.commonDir())
          && !repo.jgit().getConfig().getBoolean("core", "bare", false)
          && head.equals(line(repo.commonDir().resolve("HEAD")))) {
        return Optional.of(repo.commonDir().toString());
      }
      Path linked = repo.commonDir().resolve("worktrees");
      if (!Files.isDirectory(linked)) {
        return Optional.empty();
      }
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(linked)) {
        for (Path folder : folders) {
          boolean other = !folder.toRealPath().equals(repo.gitDir());
          if (other && head.equals(line(folder.resolve("HEAD")))) {
            return Optional.of(line(folder.resolve("gitdir")).replaceAll("/\\.git$", ""));
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw GitException.failed(repo.commonDir().resolve("worktrees").toString(), e);
    }
  }

  private static String line(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
  }
}
