package dev.pawl.git.ref;

import dev.pawl.disk.Patience;
import dev.pawl.disk.Printable;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.layout.RefFiles;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Reads refs, and moves one by compare-and-set. */
public final class Refs {
  /** Where pawl keeps refs of its own, here and on remotes. */
  public static final String OWN = RefFiles.OWN;

  /** A ref's lock is held for milliseconds; one that stays is somebody's remains. */
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

  private final Repo repo;

  /** Of this repository; HEAD is that of its work tree. */
  public Refs(Repo repo) {
    this.repo = repo;
  }

  /** The commit that a ref, by its full name, leads to. */
  public Optional<CommitId> ref(String name) throws GitException {
    RefFiles.Found plain = new RefFiles(repo.layout()).ref(name);
    if (plain != null) {
      return Optional.ofNullable(plain.commit());
    }
    try {
      return commit(repo.jgit().exactRef(name));
    } catch (IOException e) {
      throw GitException.failed(name, e);
    }
  }

  /** All refs whose names begin so, by full name; a folder's prefix ends with a slash. */
  public Map<String, CommitId> refs(String prefix) throws GitException {
    Map<String, CommitId> plain = new RefFiles(repo.layout()).below(prefix);
    if (plain != null) {
      return plain;
    }
    Map<String, CommitId> found = new TreeMap<>();
    try {
      for (Ref ref : repo.jgit().getRefDatabase().getRefsByPrefix(prefix)) {
        commit(ref).ifPresent(id -> found.put(ref.getName(), id));
      }
    } catch (IOException e) {
      throw GitException.failed(prefix, e);
    }
    return found;
  }

  /** As {@link #refs}, without those that only point at others, as a remote's HEAD does. */
  public Map<String, CommitId> direct(String prefix) throws GitException {
    Map<String, CommitId> found = new TreeMap<>();
    try {
      for (Ref ref : repo.jgit().getRefDatabase().getRefsByPrefix(prefix)) {
        if (!ref.isSymbolic() && ref.getObjectId() != null) {
          found.put(ref.getName(), new CommitId(ref.getObjectId().name()));
        }
      }
    } catch (IOException e) {
      throw GitException.failed(prefix, e);
    }
    return found;
  }

  /**
   * Forgets refs of pawl's own, in one go; those that moved meanwhile stay.
   *
   * @param known full names and where they lead
   */
  public void forget(Map<String, CommitId> known) throws GitException {
    clearRemains();
    try (OwnRefWriters _ = OwnRefWriters.join(repo)) {
      for (Map.Entry<String, CommitId> ref : known.entrySet()) {
        if (!ref.getKey().startsWith(OWN)) {
          throw new IllegalArgumentException("not a ref of pawl's own: " + ref.getKey());
        }
        remove(ref.getKey(), ref.getValue());
      }
    } catch (IOException e) {
      throw GitException.failed(OWN, e);
    }
  }

  /**
   * By git's lock protocol. JGit would take the lock on all packed refs for it, which a kill leaves
   * behind for everyone; so it does it only where the ref is among them.
   */
  private void remove(String name, CommitId known) throws IOException {
    Ref ref = repo.jgit().exactRef(name);
    if (ref != null && ref.getStorage().isPacked()) {
      RefUpdate update = repo.jgit().updateRef(name, true);
      update.setExpectedOldObjectId(ObjectName.of(known));
      update.setForceUpdate(true);
      update.disableRefLog();
      update.delete();
      return;
    }
    Path file = repo.commonDir().resolve(name);
    Path lock = repo.commonDir().resolve(name + ".lock");
    try {
      Files.createFile(lock);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      // Somebody moves it just now, or has removed it: it is not what was known any more.
      return;
    }
    try {
      if (Files.readString(file).strip().equals(known.hex())) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      // Gone already, which is what was wanted.
    } finally {
      Files.delete(lock);
    }
  }

  /** Removes the locks on refs of pawl's own that a killed pawl left; waits to see that it did. */
  public void clearRemains() throws GitException {
    try {
      List<OwnRefWriters.Seen> left = OwnRefWriters.locks(repo);
      if (left.isEmpty()) {
        return;
      }
      Patience patience = new Patience(LOCK_LIMIT);
      do {
        left = left.stream().filter(OwnRefWriters.locks(repo)::contains).toList();
      } while (!left.isEmpty() && patience.again());
      try (OwnRefWriters writers = OwnRefWriters.join(repo)) {
        for (OwnRefWriters.Seen lock : left) {
          writers.clear(lock);
        }
      }
    } catch (IOException e) {
      throw GitException.failed(OWN, e);
    }
  }

  private Optional<CommitId> commit(@Nullable Ref ref) throws IOException {
    if (ref == null) {
      return Optional.empty();
    }
    Ref peeled = repo.jgit().getRefDatabase().peel(ref);
    ObjectId id = peeled.getPeeledObjectId();
    ObjectId direct = id == null ? peeled.getObjectId() : id;
    return direct == null ? Optional.empty() : Optional.of(new CommitId(direct.name()));
  }

  /**
   * Lets a ref lead to another commit, if it still leads where it did.
   *
   * @param name its full name
   * @param old null when there must be no such ref yet
   * @param reflog what the reflog says, where git keeps one
   * @return whether it moved; false when somebody else was faster
   * @throws GitException when a hook refuses, or the ref stays locked
   */
  public boolean compareAndSet(String name, @Nullable CommitId old, CommitId value, String reflog)
      throws GitException {
    if (!name.startsWith(Constants.R_REFS) || !Repository.isValidRefName(name)) {
      throw new GitException(
          GitException.Kind.INVALID,
          "'" + Printable.line(name) + "'",
          "is not the full name of a ref",
          "names begin with refs/ and follow 'git help check-ref-format'");
    }
    Optional<NativeGit> git = repo.installed();
    if (RepositoryHooks.of(repo, repo.environment().localLimit()).has("reference-transaction")) {
      if (git.isEmpty()) {
        throw new GitException(
            GitException.Kind.UNSUPPORTED,
            name,
            "the repository has a reference-transaction hook, which only git itself runs",
            "install git, or set git.engine to auto");
      }
      return asked(git.get(), name, old, value, reflog);
    }
    try (OwnRefWriters writers = name.startsWith(OWN) ? OwnRefWriters.join(repo) : null) {
      return own(name, old, value, reflog, writers);
    } catch (IOException e) {
      throw GitException.failed(name, e);
    }
  }

  /**
   * Takes back a branch that was just made.
   *
   * @return false when it leads elsewhere by now, and stays
   */
  public boolean delete(BranchName branch, CommitId known) throws GitException {
    Optional<NativeGit> git = repo.installed();
    try {
      if (git.isPresent()) {
        return git.get()
            .run(
                repo.root(),
                List.of("update-ref", "--no-deref", "-d", branch.ref(), known.hex()),
                git.get().local())
            .ok();
      }
      RefUpdate update = repo.jgit().updateRef(branch.ref(), true);
      update.setExpectedOldObjectId(ObjectName.of(known));
      update.setForceUpdate(true);
      return update.delete() == RefUpdate.Result.FORCED;
    } catch (IOException e) {
      throw GitException.failed(branch.ref(), e);
    }
  }

  private boolean own(
      String name,
      @Nullable CommitId old,
      CommitId value,
      String reflog,
      @Nullable OwnRefWriters writers)
      throws IOException, GitException {
    ObjectId expected = old == null ? ObjectId.zeroId() : ObjectName.of(old);
    Patience patience = new Patience(LOCK_LIMIT);
    OwnRefWriters.Seen seen = null;
    while (true) {
      RefUpdate update = repo.jgit().updateRef(name, true);
      update.setExpectedOldObjectId(expected);
      update.setNewObjectId(ObjectName.of(value));
      update.setForceUpdate(true);
      if (name.startsWith(Constants.R_HEADS)) {
        update.setRefLogMessage(reflog, false);
      } else {
        update.disableRefLog();
      }
      RefUpdate.Result result = update.update();
      switch (result) {
        case NEW, FORCED, FAST_FORWARD -> {
          return true;
        }
        case NO_CHANGE -> {
          return value.equals(old);
        }
        case LOCK_FAILURE -> {
          if (!ref(name).equals(Optional.ofNullable(old))) {
            return false;
          }
          if (old == null && inTheWayOf(name).isPresent()) {
            throw unavailable(repo, name);
          }
          OwnRefWriters.Seen now = writers == null ? null : writers.lockOf(name);
          seen = seen == null ? now : seen;
          if (!patience.again()) {
            if (writers == null || seen == null || !seen.equals(now) || !writers.clear(seen)) {
              throw unavailable(repo, name);
            }
            patience = new Patience(LOCK_LIMIT);
            seen = null;
          }
        }
        default ->
            throw new GitException(
                GitException.Kind.ENVIRONMENT,
                name,
                "could not be moved: " + result,
                "look at it with 'git show-ref'");
      }
    }
  }

  private boolean asked(
      NativeGit git, String name, @Nullable CommitId old, CommitId value, String reflog)
      throws GitException {
    String expected = old == null ? ObjectId.zeroId().name() : old.hex();
    List<String> args = new ArrayList<>(List.of("update-ref"));
    if (!reflog.isBlank()) {
      args.addAll(List.of("-m", reflog));
    }
    args.addAll(List.of("--no-deref", name, value.hex(), expected));
    NativeGit.Result result = git.run(repo.root(), args, git.local());
    if (result.ok()) {
      return true;
    }
    if (!ref(name).equals(Optional.ofNullable(old))) {
      return false;
    }
    throw new GitException(
        GitException.Kind.ENVIRONMENT,
        name,
        "git did not move it: " + Reason.of(result),
        "see what the reference-transaction hook asks for");
  }

  /** Why a ref that stands where it was expected cannot be moved. */
  public static GitException unavailable(Repo repo, String name) throws GitException {
    Optional<String> other = new Refs(repo).inTheWayOf(name);
    if (other.isPresent()) {
      return new GitException(
          GitException.Kind.INVALID,
          name,
          "cannot be made beside "
              + other.get()
              + ": git keeps one as a file, the other as a folder",
          "rename one of the two: git branch -m "
              + other.get().replaceFirst("^refs/heads/", "")
              + " NEW-NAME");
    }
    return new GitException(
        GitException.Kind.ENVIRONMENT,
        name,
        "is locked by another git command for more than " + LOCK_LIMIT.toSeconds() + " s",
        "wait for that command and run this again");
  }

  /** A ref whose name begins with this one and a slash, or the other way round. */
  private Optional<String> inTheWayOf(String name) throws GitException {
    for (int end = name.indexOf('/', Constants.R_REFS.length());
        end > 0;
        end = name.indexOf('/', end + 1)) {
      if (ref(name.substring(0, end)).isPresent()) {
        return Optional.of(name.substring(0, end));
      }
    }
    return refs(name + "/").keySet().stream().findFirst();
  }
}
