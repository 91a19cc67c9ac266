package dev.pawl.git.commit;

import dev.pawl.disk.ProcessLock;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.Message;
import dev.pawl.git.files.WorkTreeFile;
import dev.pawl.git.process.ShutdownDelay;
import dev.pawl.git.repo.Repo;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The one way in which files get committed: HEAD's tree plus exactly these files, or nothing.
 *
 * <p>Other staged and unstaged work stays as it was. The order of the steps, and what a kill at
 * each of them comes to, is that of {@link Step}: up to {@link Step#REF_MOVED} a kill is undone, as
 * of it the commit counts and the rest is made up for. Git's {@code index.lock} is held from before
 * anything visible changes until all of it has, so no git command of a person comes between.
 */
public final class StatusCommit {
  /** What came of it. */
  public sealed interface Outcome {
    /**
     * It is there, and was read back.
     *
     * @param notes what else is worth saying, a sentence each
     */
    record Committed(CommitId commit, List<String> notes) implements Outcome {}

    /** A hook, signing, the identity or the repository's state said no; all is as it was. */
    record Refused(String reason) implements Outcome {}

    /**
     * Somebody else was faster, or holds a lock; nothing was written, and trying again may help.
     *
     * @param locked whether git's lock on the index was waited for, in vain
     */
    record Raced(String reason, boolean locked) implements Outcome {
      public Raced(String reason) {
        this(reason, false);
      }
    }

    /** These files have uncommitted changes, staged or not; nothing was written. */
    record Dirty(List<String> paths) implements Outcome {}
  }

  /**
   * How long to wait.
   *
   * @param lock for a lock that another process holds
   * @param hook for one hook, together with all it starts
   */
  public record Limits(Duration lock, Duration hook) {
    /** 5 seconds for a lock, 10 minutes for a hook: test suites run in hooks. */
    public static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofMinutes(10));
  }

  /** The steps in their order; a step is named when it is done. */
  public enum Step {
    /** Blobs and trees are stored; nothing points to them. */
    OBJECTS_WRITTEN,
    /** The note of what is about to happen is on the disk, with the old bytes beside it. */
    INTENT_WRITTEN,
    /** {@code index.lock} is ours: HEAD and the index stand still. */
    INDEX_LOCKED,
    /** Branch, index and files were found as expected. */
    CHECKED,
    /** The new bytes lie beside the files. */
    FILES_STAGED,
    /** One file was replaced (once for each). */
    FILE_REPLACED,
    /** The hooks agreed, and the commit is stored and named in the note. */
    COMMIT_WRITTEN,
    /** The new index is stored beside the old one. */
    INDEX_WRITTEN,
    /**
     * The branch is locked and the reflogs tell of the move: what can fail for want of space or
     * permission has been done. (Where git moves the branch, its reflogs come with the move.)
     */
    LOGGED,
    /** The branch stands at the commit. From here on a kill is finished, not dropped. */
    REF_MOVED,
    /** The new index is in place. */
    INDEX_COMMITTED,
    /** All was read back, and the note is gone. */
    INTENT_DROPPED,
    /** Git's lock is gone. */
    LOCK_RELEASED
  }

  private final Repo repo;
  private final Limits limits;
  private final InstantSource clock;
  private final Consumer<Step> steps;

  /** Commits to the branch that is checked out in this work tree, at the time of this clock. */
  public StatusCommit(Repo repo, Limits limits, InstantSource clock) {
    this(repo, limits, clock, step -> {});
  }

  /** The same; each step is told when it is done. */
  public StatusCommit(Repo repo, Limits limits, InstantSource clock, Consumer<Step> steps) {
    this.repo = repo;
    this.limits = limits;
    this.clock = clock;
    this.steps = steps;
  }

  /**
   * Commits the changes, each to a file of its own, on top of what the branch is expected to be.
   *
   * @throws GitException when the disk or git fails; what had been begun was undone where that was
   *     possible, and the next run does the rest
   */
  public Outcome commit(BranchName branch, CommitId head, List<FileChange> changes, String message)
      throws GitException {
    if (Message.clean(message).isEmpty()) {
      throw new IllegalArgumentException("a commit needs a message");
    }
    check(changes);
    CommitFolder folder = new CommitFolder(repo.gitDir());
    try {
      Optional<ProcessLock> claim = folder.claim(limits.lock());
      if (claim.isEmpty()) {
        return new Outcome.Raced("another pawl is committing in " + repo.workTree());
      }
      try (ProcessLock held = claim.get();
          ShutdownDelay _ = ShutdownDelay.begin("the commit")) {
        Recovery recovery = new Recovery(repo, folder, limits.lock());
        if (!recovery.leftovers(held)) {
          return new Outcome.Raced(String.join("; ", recovery.said()));
        }
        return uncollected(folder, branch, head, changes, Message.clean(message), recovery.said());
      }
    } catch (IOException e) {
      throw GitException.failed(repo.workTree().toString(), e);
    }
  }

  private Outcome uncollected(
      CommitFolder folder,
      BranchName branch,
      CommitId head,
      List<FileChange> changes,
      String message,
      List<String> notes)
      throws IOException, GitException {
    Optional<GcLock> free = GcLock.take(repo, folder, limits.lock());
    if (free.isEmpty()) {
      return new Outcome.Raced("git gc is running in " + repo.commonDir());
    }
    try (GcLock _ = free.get()) {
      Publication publication = new Publication(repo, folder, limits, steps, branch, head, changes);
      return publication.run(message, clock.instant(), notes);
    }
  }

  private void check(List<FileChange> changes) throws GitException {
    Set<String> paths = new HashSet<>();
    for (FileChange change : changes) {
      WorkTreeFile.of(repo.workTree(), change.path());
      if (!paths.add(change.path())) {
        throw new IllegalArgumentException("two changes of " + change.path());
      }
    }
    if (changes.isEmpty()) {
      throw new IllegalArgumentException("a commit needs a change");
    }
  }
}
