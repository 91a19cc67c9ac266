package dev.pawl.git.commit;

import static dev.pawl.git.commit.StatusCommit.Step;

import dev.pawl.disk.Digest;
import dev.pawl.disk.Parallel;
import dev.pawl.disk.Printable;
import dev.pawl.disk.ProcessMark;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitException;
import dev.pawl.git.TreeEntry;
import dev.pawl.git.commit.StatusCommit.Outcome;
import dev.pawl.git.files.Guard;
import dev.pawl.git.files.Obstacle;
import dev.pawl.git.files.WorkTreeFile;
import dev.pawl.git.index.FileStat;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.ref.OwnCommitIds;
import dev.pawl.git.ref.Reflog;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RepositoryState;
import org.jspecify.annotations.Nullable;

/** One status commit while it is being made; see {@link Step} for the order and its reason. */
final class Publication {
  private final Repo repo;
  private final CommitFolder folder;
  private final StatusCommit.Limits limits;
  private final Consumer<Step> steps;
  private final BranchName branch;
  private final CommitId old;
  private final List<FileChange> changes;
  private final CommitObjects objects;
  private final BranchTip tip;
  private final CommitHooks hooks;
  private final IndexLock lock;
  private Intent intent;

  /** Whether a file may hold our bytes because we put them there, and not somebody else. */
  private volatile boolean replacing;

  Publication(
      Repo repo,
      CommitFolder folder,
      StatusCommit.Limits limits,
      Consumer<Step> steps,
      BranchName branch,
      CommitId old,
      List<FileChange> changes)
      throws IOException, GitException {
    this.repo = repo;
    this.folder = folder;
    this.limits = limits;
    this.steps = steps;
    this.branch = branch;
    this.old = old;
    this.changes = List.copyOf(changes);
    this.objects = new CommitObjects(repo);
    this.tip = new BranchTip(repo, folder, branch.ref());
    this.hooks = new CommitHooks(repo, folder, RepositoryHooks.of(repo, limits.hook()));
    this.intent = intend();
    this.lock = new IndexLock(folder, intent.lockText());
  }

  private Intent intend() throws IOException {
    ProcessMark mark = ProcessMark.current();
    List<Intent.Replacement> files = new ArrayList<>();
    for (FileChange change : changes) {
      files.add(
          new Intent.Replacement(
              change.path(),
              change.expected(),
              objects.blobId(change.content()),
              Digest.sha256(change.workTreeExpected()),
              Digest.sha256(change.workTreeContent()),
              ".pawl-" + mark.pid() + "-" + mark.started() + "-" + files.size() + ".tmp"));
    }
    return new Intent(mark, branch.ref(), old, null, List.copyOf(files));
  }

  Outcome run(String message, Instant now, List<String> notes) throws IOException, GitException {
    Outcome no = forbidden();
    no = no == null ? unexpected() : no;
    if (no != null) {
      return no;
    }
    Map<String, byte[]> contents = new TreeMap<>();
    changes.forEach(change -> contents.put(change.path(), change.content()));
    ObjectId tree = objects.writeTree(old, contents);
    if (!hooks.decide()) {
      // Nobody has a say in the message: signing and identity can refuse before all else.
      CommitObjects.Made made = objects.writeCommit(tree, old, message, now);
      if (made.commit() == null) {
        return new Outcome.Refused(made.refusal());
      }
      intent = intent.withCommit(made.commit());
    }
    steps.accept(Step.OBJECTS_WRITTEN);
    return settled(tree, message, now, notes);
  }

  /** Publishes, and undoes what had been begun when it could not be brought to its end. */
  private Outcome settled(ObjectId tree, String message, Instant now, List<String> notes)
      throws IOException, GitException {
    Outcome outcome;
    try {
      outcome = publish(tree, message, now);
    } catch (IOException | GitException | RuntimeException e) {
      Recovery.End end = settle(e);
      if (end != Recovery.End.FINISHED || intent.commit() == null) {
        throw e;
      }
      List<String> more = new ArrayList<>(notes);
      more.add("the commit was finished after a failure: " + Printable.line(String.valueOf(e)));
      return new Outcome.Committed(intent.commit(), List.copyOf(more));
    }
    if (outcome instanceof Outcome.Committed(CommitId commit, List<String> own)) {
      List<String> all = new ArrayList<>(notes);
      all.addAll(own);
      return new Outcome.Committed(commit, List.copyOf(all));
    }
    new Recovery(repo, folder, limits.lock()).settle(intent, replacing);
    return outcome;
  }

  private Recovery.End settle(Exception failure) {
    try {
      return new Recovery(repo, folder, limits.lock()).settle(intent, replacing);
    } catch (IOException | GitException | RuntimeException e) {
      failure.addSuppressed(e);
      return Recovery.End.LEFT;
    }
  }

  private Outcome publish(ObjectId tree, String message, Instant now)
      throws IOException, GitException {
    folder.write(intent);
    steps.accept(Step.INTENT_WRITTEN);
    if (!lock.take(limits.lock())) {
      return new Outcome.Raced(IndexLock.holder(folder.indexLock()), /* locked= */ true);
    }
    steps.accept(Step.INDEX_LOCKED);
    Outcome no = busy();
    no = no == null ? unexpected() : no;
    IndexFile index = lock.read();
    no = no == null ? staged(index) : no;
    if (no != null || index == null) {
      return no == null ? new Outcome.Dirty(paths(changes)) : no;
    }
    steps.accept(Step.CHECKED);
    no = replaceFiles();
    no = no == null ? commit(index, tree, message, now) : no;
    if (no != null) {
      return no;
    }
    lock.prepare(index.with(updates()));
    steps.accept(Step.INDEX_WRITTEN);
    CommitId made = Objects.requireNonNull(intent.commit());
    new OwnCommitIds(repo).note(made);
    no = moveBranch(made);
    if (no != null) {
      return no;
    }
    steps.accept(Step.REF_MOVED);
    lock.commit();
    steps.accept(Step.INDEX_COMMITTED);
    List<String> notes =
        new ReadBack(repo, objects).notes(tip.read(), lock.read(), made, tree, changes);
    folder.clear();
    steps.accept(Step.INTENT_DROPPED);
    lock.release();
    steps.accept(Step.LOCK_RELEASED);
    notes.addAll(hooks.afterwards());
    return new Outcome.Committed(made, notes);
  }

  /** What no waiting and no other content would change (N16). */
  private @Nullable Outcome forbidden() throws GitException {
    for (Obstacle obstacle : Guard.of(repo)) {
      // The lock is waited for; a commit elsewhere than expected may be tried again.
      if (obstacle.kind() != Obstacle.Kind.INDEX_LOCKED) {
        return new Outcome.Refused(obstacle.reason() + " - " + obstacle.nextStep());
      }
    }
    for (List<Obstacle> found : Guard.ofPaths(repo, paths(changes)).values()) {
      return new Outcome.Refused(
          String.join("; ", found.stream().map(Obstacle::toString).toList()));
    }
    Optional<String> hook = hooks.any();
    return repo.installed().isEmpty() && hook.isPresent()
        ? new Outcome.Refused(
            "the hook " + hook.get() + " must run, and there is no installed git to run it")
        : null;
  }

  /** The same for what can begin at any moment, asked again while git's lock is held. */
  private @Nullable Outcome busy() {
    RepositoryState state = repo.jgit().getRepositoryState();
    return state == RepositoryState.SAFE
        ? null
        : new Outcome.Refused("the repository is busy: " + state.getDescription());
  }

  private @Nullable Outcome unexpected() throws IOException, GitException {
    if (!tip.checkedOut()) {
      return new Outcome.Raced("another branch than " + branch + " is checked out");
    }
    CommitId now = tip.read();
    if (!old.equals(now)) {
      return new Outcome.Raced(branch + " stands at " + now + " instead of " + old);
    }
    Map<String, TreeEntry> committed = objects.files(old, paths(changes));
    for (FileChange change : changes) {
      TreeEntry held = committed.get(change.path());
      if (held == null || !held.blob().equals(change.expected())) {
        return new Outcome.Raced(old + " holds something else as " + change.path());
      }
      if (objects.blobId(change.content()).equals(change.expected())) {
        return new Outcome.Raced(change.path() + " says so already");
      }
      if (held.mode() == TreeEntry.Mode.SYMLINK) {
        return new Outcome.Refused(change.path() + " is a symbolic link");
      }
    }
    return null;
  }

  /** Entries that differ from HEAD are somebody's staged work. */
  private @Nullable Outcome staged(@Nullable IndexFile index) throws IOException, GitException {
    if (index != null && index.unmerged()) {
      return new Outcome.Refused("the index has unmerged paths");
    }
    List<FileChange> dirty = new ArrayList<>();
    Map<String, TreeEntry> committed = objects.files(old, paths(changes));
    for (FileChange change : changes) {
      IndexFile.Entry entry = index == null ? null : index.entry(change.path());
      TreeEntry held = committed.get(change.path());
      if (entry != null && entry.hidden()) {
        return new Outcome.Refused(
            change.path() + " is marked assume-unchanged or skip-worktree in the index");
      }
      boolean same =
          entry != null
              && held != null
              && entry.id().equals(change.expected().hex())
              && TreeEntry.Mode.of(entry.mode()) == held.mode();
      if (!same || !file(change).holds(change.workTreeExpected())) {
        dirty.add(change);
      }
    }
    return dirty.isEmpty() ? null : new Outcome.Dirty(paths(dirty));
  }

  private static List<String> paths(List<FileChange> changes) {
    return changes.stream().map(FileChange::path).toList();
  }

  /** Replaces all files, or none: each is looked at once more right before it. */
  private @Nullable Outcome replaceFiles() throws IOException, GitException {
    List<WorkTreeFile> files = new ArrayList<>();
    List<Path> staged = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      files.add(file(changes.get(i)));
      staged.add(files.get(i).path().resolveSibling(intent.files().get(i).temporary()));
    }
    Parallel.each(
        changes.size(),
        i -> {
          files.get(i).writeAs(folder.before(i), changes.get(i).workTreeExpected());
          files.get(i).writeAs(staged.get(i), changes.get(i).workTreeContent());
        });
    WholeFile.forceFolders(List.of(folder.intent()));
    steps.accept(Step.FILES_STAGED);
    Set<String> dirty = ConcurrentHashMap.newKeySet();
    Parallel.each(
        changes.size(),
        i -> {
          if (!files.get(i).holds(changes.get(i).workTreeExpected())) {
            dirty.add(changes.get(i).path());
          }
          if (dirty.isEmpty()) {
            replacing = true;
            WholeFile.rename(staged.get(i), files.get(i).path());
            steps.accept(Step.FILE_REPLACED);
          }
        });
    WholeFile.forceFolders(staged);
    return dirty.isEmpty() ? null : new Outcome.Dirty(dirty.stream().sorted().toList());
  }

  /** Lets the hooks decide, and makes the commit that they agreed to. */
  private @Nullable Outcome commit(IndexFile index, ObjectId tree, String message, Instant now)
      throws IOException, GitException {
    if (hooks.decide()) {
      CommitHooks.Verdict verdict = asked(index, tree, message);
      if (verdict.refusal() != null) {
        return new Outcome.Refused(verdict.refusal());
      }
      CommitObjects.Made made = objects.writeCommit(tree, old, verdict.message(), now);
      if (made.commit() == null) {
        return new Outcome.Refused(made.refusal());
      }
      intent = intent.withCommit(made.commit());
      folder.write(intent);
    }
    steps.accept(Step.COMMIT_WRITTEN);
    return null;
  }

  /** What the hooks say; what they did to the files themselves is undone, and is a refusal. */
  private CommitHooks.Verdict asked(IndexFile index, ObjectId tree, String message)
      throws IOException, GitException {
    CommitHooks.Verdict verdict;
    try {
      verdict = hooks.ask(index.with(updates()), tree, message);
    } catch (IOException | GitException e) {
      putBack();
      throw e;
    }
    List<String> changed = putBack();
    if (changed.isEmpty()) {
      return verdict;
    }
    String said = String.join("; ", changed);
    return CommitHooks.Verdict.no(
        verdict.refusal() == null ? said : verdict.refusal() + "; " + said);
  }

  /**
   * Undoes what was done to the files while the hooks ran. A hook that reformats them cannot be
   * told from a person who saves in that second, so their text is kept.
   */
  private List<String> putBack() throws IOException, GitException {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      FileChange change = changes.get(i);
      WorkTreeFile file = file(change);
      if (!file.holds(change.workTreeContent())) {
        Optional<byte[]> text = file.read();
        Path kept = text.isEmpty() ? null : folder.keep(text.get());
        Path again = folder.file("again." + i);
        WorkTreeFile.writeLike(folder.before(i), again, change.workTreeContent());
        file.putBack(again, intent.files().get(i).temporary());
        changed.add(
            change.path()
                + " was changed while the hooks ran, and is as it was before"
                + (kept == null
                    ? ""
                    : "; what it held is kept as "
                        + kept
                        + ", and if it is what the hook makes of it, commit that first"));
      }
    }
    return changed;
  }

  private @Nullable Outcome moveBranch(CommitId made) throws IOException, GitException {
    if (hooks.watchRefs()) {
      steps.accept(Step.LOGGED);
      String said = hooks.moveByGit(branch, old, made, objects.subject(made));
      if (made.equals(tip.read())) {
        return null;
      }
      return old.equals(tip.read())
          ? new Outcome.Refused("git would not move " + branch + ": " + said)
          : new Outcome.Raced(branch + " was moved meanwhile");
    }
    BranchTip.Move move =
        new BranchTip.Move(old, made, objects.committer(made), Reflog.OWN + objects.subject(made));
    return tip.move(move, limits.lock(), () -> steps.accept(Step.LOGGED))
        ? null
        : new Outcome.Raced(branch + " was moved meanwhile, or is locked");
  }

  private Map<String, IndexFile.Update> updates() throws IOException, GitException {
    Map<String, IndexFile.Update> updates = new HashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      updates.put(
          changes.get(i).path(),
          new IndexFile.Update(
              intent.files().get(i).newBlob().hex(), FileStat.of(file(changes.get(i)).path())));
    }
    return updates;
  }

  private WorkTreeFile file(FileChange change) throws GitException {
    return WorkTreeFile.of(repo.workTree(), change.path());
  }
}
