package dev.pawl.git.commit;

import dev.pawl.disk.Patience;
import dev.pawl.disk.ProcessMark;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.files.MoveOutcome;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.files.TreeSwitch;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves the branch that is checked out, with its index and its files, to a commit that is there
 * already. As for a {@link StatusCommit}, git's {@code index.lock} is held and a note lies there
 * until all of it has happened: up to {@link Step#REF_MOVED} a kill is undone, as of it, finished.
 */
public final class FastForward {
  /** The steps in their order; a step is named when it is done. */
  public enum Step {
    /** The note of what is about to happen is on the disk. */
    INTENT_WRITTEN,
    /** {@code index.lock} is ours. */
    INDEX_LOCKED,
    /** The files are those of the new commit, and so is the index that lies ready. */
    FILES_BROUGHT,
    /** The branch is locked and the reflogs tell of the move. */
    LOGGED,
    /** The branch stands at the new commit. */
    REF_MOVED,
    /** The new index is in place. */
    INDEX_COMMITTED
  }

  private final Repo repo;
  private final CommitFolder folder;
  private final Duration patience;
  private final Consumer<Step> steps;

  public FastForward(Repo repo, CommitFolder folder, Duration patience, Consumer<Step> steps) {
    this.repo = repo;
    this.folder = folder;
    this.patience = patience;
    this.steps = steps;
  }

  /** Moves; the folder is claimed, and nothing of an earlier note is left in it. */
  public MoveOutcome run(BranchName branch, BranchTip.Move move) throws IOException, GitException {
    Intent intent =
        new Intent(ProcessMark.current(), branch.ref(), move.old(), move.fresh(), List.of());
    IndexLock lock = new IndexLock(folder, intent.lockText());
    MoveOutcome outcome;
    try {
      folder.write(intent);
      steps.accept(Step.INTENT_WRITTEN);
      outcome = moved(branch, move, lock);
    } catch (IOException | GitException | RuntimeException e) {
      settle(intent, e);
      throw e;
    }
    folder.clear();
    lock.release();
    return outcome;
  }

  /** Where that fails too, the note stays for the next command; git is not kept waiting for it. */
  private void settle(Intent intent, Exception failure) throws IOException {
    try {
      settle(intent, new ArrayList<>());
    } catch (IOException | GitException | RuntimeException e) {
      failure.addSuppressed(e);
      new IndexLock(folder, intent.lockText()).release();
    }
  }

  private MoveOutcome moved(BranchName branch, BranchTip.Move move, IndexLock lock)
      throws IOException, GitException {
    if (!lock.take(patience)) {
      String held = IndexLock.holder(folder.indexLock());
      return new MoveOutcome.Blocked(
          List.of(
              new Obstacle(
                  Obstacle.Kind.INDEX_LOCKED,
                  repo.root().toString(),
                  held,
                  "wait for it to end and run this again")));
    }
    steps.accept(Step.INDEX_LOCKED);
    TreeSwitch files = files();
    Optional<MoveOutcome.InTheWay> inTheWay = files.bring(move.old(), move.fresh());
    if (inTheWay.isPresent()) {
      return inTheWay.get();
    }
    steps.accept(Step.FILES_BROUGHT);
    if (!ref(branch, move)) {
      return lost(branch, move, files, lock);
    }
    steps.accept(Step.REF_MOVED);
    lock.commit();
    steps.accept(Step.INDEX_COMMITTED);
    return new MoveOutcome.Moved(move.fresh());
  }

  private MoveOutcome lost(BranchName branch, BranchTip.Move move, TreeSwitch files, IndexLock lock)
      throws IOException, GitException {
    Optional<MoveOutcome.InTheWay> inTheWay = files.bring(move.fresh(), move.old());
    lock.commit();
    if (inTheWay.isPresent()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          branch.ref(),
          "was not moved, and " + stuck(inTheWay.get()),
          "look at them with 'git status' and 'git diff'");
    }
    Optional<CommitId> now = new Refs(repo).ref(branch.ref());
    if (now.equals(Optional.of(move.old()))) {
      throw Refs.unavailable(repo, branch.ref());
    }
    return new MoveOutcome.LostRace(now.orElse(null));
  }

  private static String stuck(MoveOutcome.InTheWay inTheWay) {
    return "files that a fast-forward had brought stay, because work that came meanwhile is in the"
        + " way: "
        + String.join(", ", inTheWay.paths());
  }

  private boolean ref(BranchName branch, BranchTip.Move move) throws IOException, GitException {
    if (RepositoryHooks.of(repo, repo.environment().localLimit())
        .has(RepositoryHooks.REFERENCE_TRANSACTION)) {
      steps.accept(Step.LOGGED);
      return new Refs(repo).compareAndSet(branch.ref(), move.old(), move.fresh(), move.message());
    }
    return new BranchTip(repo, folder, branch.ref())
        .move(move, patience, () -> steps.accept(Step.LOGGED));
  }

  /** On a copy of the index, which {@link IndexLock#commit} puts in place. */
  private TreeSwitch files() throws IOException {
    if (Files.exists(folder.index())) {
      new IndexLock(folder, "").prepare(Files.readAllBytes(folder.index()));
    }
    return new TreeSwitch(repo, folder.prepared());
  }

  /**
   * Finishes or undoes one that was cut short; its process must be this one, or dead.
   *
   * @param said is told what stays
   */
  Recovery.End settle(Intent intent, List<String> said) throws IOException, GitException {
    CommitId fresh = Objects.requireNonNull(intent.commit());
    IndexLock lock = new IndexLock(folder, intent.lockText());
    if (!lock.take(patience)) {
      return Recovery.End.LEFT;
    }
    awaitGit();
    BranchTip tip = new BranchTip(repo, folder, intent.ref());
    CommitId now = tip.checkedOut() ? tip.read() : null;
    boolean moved = fresh.equals(now);
    if (moved || intent.old().equals(now)) {
      TreeSwitch files = files();
      files.match(intent.old(), fresh);
      (moved ? files.bring(intent.old(), fresh) : files.bring(fresh, intent.old()))
          .ifPresent(inTheWay -> said.add(stuck(inTheWay)));
      lock.commit();
    }
    if (!moved) {
      tip.takeBack(intent.old(), fresh, /* made= */ false);
    }
    folder.clear();
    lock.release();
    return moved ? Recovery.End.FINISHED : Recovery.End.DROPPED;
  }

  /** A git that outlived the pawl that started it is waited for; the lock of a dead one goes. */
  private void awaitGit() throws IOException, GitException {
    Patience rest = new Patience(patience);
    boolean there;
    do {
      there = Files.exists(folder.preparedLock());
    } while (there && rest.again());
    Files.deleteIfExists(folder.preparedLock());
  }
}
