package dev.pawl.git.branch;

import dev.pawl.disk.ProcessLock;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.BranchTip;
import dev.pawl.git.commit.CommitFolder;
import dev.pawl.git.commit.FastForward;
import dev.pawl.git.commit.Recovery;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.process.ShutdownDelay;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Committer;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * Moves a branch, and with it the index and the files of the work tree that it is checked out in.
 */
public final class Branches {
  private final Repo repo;
  private final InstantSource clock;
  private final Consumer<FastForward.Step> steps;

  /** Of this repository, at the time of this clock. */
  public Branches(Repo repo, InstantSource clock) {
    this(repo, clock, step -> {});
  }

  Branches(Repo repo, InstantSource clock, Consumer<FastForward.Step> steps) {
    this.repo = repo;
    this.clock = clock;
    this.steps = steps;
  }

  /**
   * Brings a branch from one commit to another as {@code git checkout} would: work that is staged
   * or not stays exactly as it is, or nothing is changed.
   *
   * <p>A kill is undone or finished by the next call, or by any other command that writes.
   *
   * @param old where the branch must be now
   * @param reflog what the reflogs of the branch and of HEAD say
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
      return inWorkTree(branch, old, to, reflog);
    }
    return refs.compareAndSet(branch.ref(), old, to, reflog)
        ? new MoveOutcome.Moved(to)
        : new MoveOutcome.LostRace(refs.ref(branch.ref()).orElse(null));
  }

  private MoveOutcome inWorkTree(BranchName branch, CommitId old, CommitId to, String reflog)
      throws GitException {
    CommitFolder folder = new CommitFolder(repo.gitDir());
    Duration patience = StatusCommit.Limits.USUAL.lock();
    try (ProcessLock claim =
            folder.claim(patience).orElseThrow(() -> taken("another pawl is committing"));
        ShutdownDelay _ = ShutdownDelay.begin("the fast-forward")) {
      Recovery recovery = new Recovery(repo, folder, patience);
      if (!recovery.leftovers(claim)) {
        throw taken(String.join("; ", recovery.said()));
      }
      List<Obstacle> obstacles = Guard.of(repo);
      if (!obstacles.isEmpty()) {
        return new MoveOutcome.Blocked(obstacles);
      }
      return new FastForward(repo, folder, patience, steps)
          .run(branch, new BranchTip.Move(old, to, who(), reflog));
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
  }

  private GitException taken(String reason) {
    return new GitException(
        GitException.Kind.ENVIRONMENT, repo.workTree().toString(), reason, "run this again");
  }

  /** As in git, an identity that is not set is no reason not to fast-forward. */
  private String who() {
    Instant now = clock.instant();
    try {
      return new Committer(repo).committer(now).ident().toExternalString();
    } catch (GitException e) {
      return new PersonIdent(repo.jgit()).toExternalString();
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
