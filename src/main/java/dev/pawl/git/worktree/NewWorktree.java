package dev.pawl.git.worktree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.pawl.disk.Folders;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.WholeFile;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.index.FileStat;
import dev.pawl.git.index.IndexFile;
import dev.pawl.git.process.NativeGit;
import dev.pawl.git.process.Reason;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.RepositoryHooks;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * A linked work tree that is being made: registered, without files as yet.
 *
 * <p>Git's own {@code worktree add} sets up the branch in {@code .git/config} and asks every other
 * work tree for its branch, so that two of them at once run into each other's half-written files
 * (N32). Here the name is taken by making its folder, which only one can, the files in it appear
 * whole, and the one that makes git see the work tree comes last.
 */
public final class NewWorktree {
  /** Filters and hooks of a large tree take their time; nothing takes longer than this. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final int GITLINK = 0160000;
  private static final int ATTEMPTS = 20;
  private static final int MOST_NAMES = 10_000;
  static final String LOCKED = "locked";
  static final String LOCK_REASON = "pawl is making it: ";

  /** One a process is enough: within it the queue and the names of folders keep them apart. */
  private static final String TOKEN =
      "process " + ProcessHandle.current().pid() + ", " + UUID.randomUUID();

  /** A file that is locked as long as a process is at it, and gone once it is whole. */
  static final String MAKING = "pawl-making";

  /** Where it is to be, until git says so. */
  static final String PLACE = "pawl-place";

  private final Repo repo;
  private final Path path;
  private final BranchName branch;
  private final Path admin;

  /** Held while it is being made. */
  private @Nullable ProcessLock making;

  /** Folders that were made for it, innermost first. */
  private final Deque<Path> made = new ArrayDeque<>();

  /** Whether its folder was there before, and empty. */
  private boolean foundEmpty;

  /** Where the branch begins that was made for it; null when there was one. */
  private @Nullable CommitId start;

  private NewWorktree(Repo repo, Path path, BranchName branch, Path admin) {
    this.repo = repo;
    this.path = path;
    this.branch = branch;
    this.admin = admin;
  }

  /** Its top folder. */
  public Path path() {
    return path;
  }

  static NewWorktree register(
      Repo repo, Path path, BranchName branch, @Nullable CommitId start, Map<String, String> notes)
      throws GitException {
    AbandonedWorktrees.sweep(repo);
    for (int attempt = 1; ; attempt++) {
      NewWorktree made = null;
      try {
        made = new NewWorktree(repo, path, branch, name(repo, path));
        made.begun();
        made.folders();
        if (start != null) {
          made.begin(start);
        }
        made.files(notes);
        return made;
      } catch (IOException | GitException e) {
        if (made != null) {
          made.takeBack(e);
        }
        // A git worktree prune that had seen the folder before it was locked has just deleted it.
        if (!(e instanceof NoSuchFileException) || attempt == ATTEMPTS) {
          throw failed(path, e);
        }
      }
    }
  }

  private static GitException failed(Path path, Exception e) {
    return e instanceof GitException known ? known : GitException.failed(path.toString(), e);
  }

  /** Takes a name by making git's folder for it, and locks it against {@code worktree prune}. */
  private static Path name(Repo repo, Path path) throws IOException, GitException {
    Path folder = repo.commonDir().resolve(Worktrees.FOLDER);
    String wanted = adminName(path);
    for (int i = 0; i < MOST_NAMES; i++) {
      Path admin = folder.resolve(i == 0 ? wanted : wanted + i);
      try {
        Files.createDirectories(folder);
        Files.createDirectory(admin);
        WholeFile.writeNew(admin.resolve(LOCKED), (LOCK_REASON + TOKEN + "\n").getBytes(UTF_8));
        return admin;
      } catch (FileAlreadyExistsException | NoSuchFileException e) {
        // Somebody else has the name, or git pruned the empty folder before it was locked: on.
        wanted = adminName(path);
      }
    }
    throw new GitException(
        GitException.Kind.ENVIRONMENT,
        folder.toString(),
        "every name for " + wanted + " is taken",
        "look at 'git worktree list'");
  }

  /** As git: the last segment, and only what a ref may hold. */
  private static String adminName(Path path) {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString().replaceAll("[^\\p{L}\\p{N}._-]", "-");
    boolean fits = BranchName.isValid(name) && !name.startsWith(".");
    return fits ? name : "worktree";
  }

  private void begun() throws IOException, GitException {
    put(admin, PLACE, path + "\n");
    making =
        ProcessLock.take(admin.resolve(MAKING), Duration.ofSeconds(1))
            .orElseThrow(() -> new IOException(admin + " is somebody else's"));
  }

  private void ended() throws IOException {
    if (making != null) {
      making.close();
    }
  }

  private void folders() throws IOException, GitException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path folder = path;
        folder != null && !Files.isDirectory(folder);
        folder = folder.getParent()) {
      missing.push(folder);
    }
    for (Path folder : missing) {
      try {
        Files.createDirectory(folder);
        made.push(folder);
      } catch (FileAlreadyExistsException e) {
        // Another one made it meanwhile, unless a file is in the way.
        if (!Files.isDirectory(folder) || folder.equals(path)) {
          throw e;
        }
      }
    }
    if (!made.contains(path)) {
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(path)) {
        if (inside.iterator().hasNext()) {
          throw new GitException(
              GitException.Kind.INVALID,
              path.toString(),
              "already exists and is not empty",
              "choose another folder, or move what is in it");
        }
      }
      foundEmpty = true;
    }
  }

  private void begin(CommitId from) throws GitException {
    String reflog = "branch: Created from " + from.abbreviated();
    if (!new Refs(repo).compareAndSet(branch.ref(), null, from, reflog)) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          branch.ref(),
          "was made by somebody else just now",
          "run this again");
    }
    start = from;
  }

  private void files(Map<String, String> notes) throws IOException, GitException {
    boolean relative = relative();
    Path top = path.toRealPath();
    Path gitFile = top.resolve(".git");
    put(admin, "HEAD", "ref: " + branch.ref() + "\n");
    put(admin, "commondir", "../..\n");
    for (Map.Entry<String, String> note : notes.entrySet()) {
      put(admin, note.getKey(), note.getValue() + "\n");
    }
    Path back = relative ? top.relativize(admin) : admin;
    WholeFile.writeNew(gitFile, ("gitdir: " + back + "\n").getBytes(UTF_8));
    // From here on git sees it.
    put(admin, "gitdir", (relative ? admin.relativize(gitFile) : gitFile) + "\n");
    WholeFile.forceFolder(admin);
  }

  /**
   * Relative paths need {@code extensions.relativeWorktrees}; where it is not set yet, absolute
   * ones do as well, and {@code .git/config} stays as it is.
   */
  private boolean relative() throws GitException {
    return repo.settings().isTrue("extensions.relativeWorktrees")
        && repo.settings().isTrue("worktree.useRelativePaths");
  }

  /** Writes a file of git's folder so that nobody ever reads half of it. */
  static void put(Path admin, String name, String text) throws IOException {
    WholeFile.replace(admin.resolve(name), text.getBytes(UTF_8));
  }

  /**
   * Brings index and files, and runs the {@code post-checkout} hook as git does. When the files
   * cannot be brought, all that was made is taken back.
   *
   * @return what a person should be told, a line each
   */
  public List<String> fill() throws GitException {
    boolean whole = false;
    try (Repo inside = Repo.open(path, repo.environment())) {
      CommitId head = bring(inside);
      // Files and index are there: whatever comes now, it is a worktree.
      whole = true;
      List<String> said = hook(inside, head);
      Files.deleteIfExists(admin.resolve(LOCKED));
      Files.deleteIfExists(admin.resolve(PLACE));
      Files.deleteIfExists(admin.resolve(MAKING));
      ended();
      return said;
    } catch (IOException | GitException e) {
      if (!whole) {
        takeBack(e);
      }
      throw failed(path, e);
    }
  }

  private CommitId bring(Repo inside) throws IOException, GitException {
    CommitId head = inside.head();
    if (head == null) {
      throw new GitException(
          GitException.Kind.DAMAGED,
          branch.ref(),
          "does not lead to a commit any more",
          "run this again");
    }
    Optional<NativeGit> git = inside.installed();
    if (git.isPresent()) {
      byGit(git.get(), head);
    } else {
      byJGit(inside, head);
    }
    return head;
  }

  private void byGit(NativeGit git, CommitId head) throws GitException {
    NativeGit.Options options =
        new NativeGit.Options(new byte[0], Map.of(), LIMIT, /* network= */ false);
    NativeGit.Result result =
        git.run(
            path, List.of("read-tree", "-m", "-u", "--no-recurse-submodules", head.hex()), options);
    if (!result.ok()) {
      throw new GitException(
          GitException.Kind.ENVIRONMENT,
          path.toString(),
          result.timedOut()
              ? "git did not bring the files within " + LIMIT.toMinutes() + " minutes"
              : "git could not bring the files: " + Reason.of(result),
          "nothing was left behind; 'git status' in the main worktree may say more");
    }
  }

  private static void byJGit(Repo inside, CommitId head) throws IOException, GitException {
    try (RevWalk walk = new RevWalk(inside.jgit())) {
      DirCache index = inside.jgit().lockDirCache();
      try {
        DirCacheCheckout checkout =
            new DirCacheCheckout(inside.jgit(), index, walk.parseTree(ObjectName.of(head)));
        checkout.setFailOnConflict(true);
        checkout.checkout();
      } finally {
        index.unlock();
      }
    }
    refresh(inside);
  }

  /** JGit leaves out what git's index holds of each file; git would read them all again. */
  private static void refresh(Repo inside) throws IOException, GitException {
    Path place = inside.jgit().getIndexFile().toPath();
    IndexFile index = IndexFile.parse(Files.readAllBytes(place));
    Map<String, IndexFile.Update> updates = new LinkedHashMap<>();
    for (IndexFile.Entry entry : index.all()) {
      Path file = inside.workTree().resolve(entry.path());
      if (entry.mode() != GITLINK && Files.exists(file, NOFOLLOW_LINKS)) {
        updates.put(entry.path(), new IndexFile.Update(entry.id(), FileStat.of(file)));
      }
    }
    WholeFile.replace(place, index.with(updates));
  }

  private static List<String> hook(Repo inside, CommitId head) throws GitException {
    RepositoryHooks hooks = RepositoryHooks.of(inside, LIMIT);
    if (!hooks.has(RepositoryHooks.POST_CHECKOUT)) {
      return List.of();
    }
    if (inside.installed().isEmpty()) {
      return List.of("the post-checkout hook was not run: only git runs hooks, and none is used");
    }
    List<String> args = List.of("0".repeat(40), head.hex(), "1");
    return hooks.run(RepositoryHooks.POST_CHECKOUT, args, Map.of()).stream()
        .map(RepositoryHooks.Refusal::reason)
        .toList();
  }

  /** Removes what was made, and nothing else; what goes wrong with that is added to the reason. */
  public void takeBack(Exception why) {
    try {
      for (Path folder : made) {
        if (folder.equals(path)) {
          Folders.delete(folder);
        } else {
          AbandonedWorktrees.deleteIfEmpty(folder);
        }
      }
      if (foundEmpty) {
        Folders.deleteInside(path);
      }
      // Only while it carries our mark: by now the name may be somebody else's.
      if (Worktrees.line(admin.resolve(LOCKED)).orElse("").equals(LOCK_REASON + TOKEN)) {
        Folders.delete(admin);
      }
      if (start != null) {
        new Refs(repo).delete(branch, start);
      }
      ended();
    } catch (IOException | GitException e) {
      why.addSuppressed(e);
    }
  }
}
