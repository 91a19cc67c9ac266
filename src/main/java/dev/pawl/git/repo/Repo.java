package dev.pawl.git.repo;

import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.layout.Layout;
import dev.pawl.git.layout.PlantedLinks;
import dev.pawl.git.layout.RefFiles;
import dev.pawl.git.layout.RepositoryFormat;
import dev.pawl.git.layout.SystemSettings;
import dev.pawl.git.process.NativeGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** One work tree of one clone, opened for reading and for the few ways of writing of this room. */
public final class Repo implements AutoCloseable {
  private final Layout layout;
  private @Nullable Repository jgit;
  private final GitEnvironment environment;
  private final Optional<NativeGit> installed;
  private @Nullable Settings settings;

  private Repo(Layout layout, GitEnvironment environment) {
    this.layout = layout;
    this.environment = environment;
    this.installed = NativeGit.find(environment).map(git -> git.within(layout));
  }

  /**
   * Opens the repository that holds this folder, as git would find it. {@code GIT_DIR} and the like
   * are ignored: the folder decides.
   *
   * @throws GitException when there is none, or pawl cannot read it, or git would not trust it
   */
  public static Repo open(Path folder, GitEnvironment environment) throws GitException {
    Layout layout = Layout.find(folder, environment.variables());
    RepositoryFormat.check(layout);
    try {
      Ownership.check(layout, environment);
      PlantedLinks.refuse(layout);
      return new Repo(layout, environment);
    } catch (IOException e) {
      throw GitException.failed(layout.gitDir().toString(), e);
    }
  }

  private static Repository jgit(Repo repo) throws IOException {
    Layout layout = repo.layout;
    GitEnvironment environment = repo.environment;
    FS fs = FS.detect().newInstance();
    SystemSettings.home(environment.variables()).ifPresent(home -> fs.setUserHome(home.toFile()));
    FileRepositoryBuilder builder = new FileRepositoryBuilder();
    builder.setFS(fs).setGitDir(layout.gitDir().toFile());
    Path workTree = layout.workTree();
    if (workTree == null) {
      builder.setBare();
    } else {
      builder.setWorkTree(workTree.toFile());
    }
    return new Ungarbaged(builder.setup(), PromisedObjects.of(repo));
  }

  /** The top folder of the work tree. A bare repository has none: ask {@link #isBare} first. */
  public Path workTree() {
    Path workTree = layout.workTree();
    if (workTree == null) {
      throw new IllegalStateException("a bare repository has no work tree: " + gitDir());
    }
    return workTree;
  }

  /** The work tree, or the repository itself when it is bare: the place to name in messages. */
  public Path root() {
    Path workTree = layout.workTree();
    return workTree == null ? gitDir() : workTree;
  }

  /** Git's folder for this work tree. */
  public Path gitDir() {
    return layout.gitDir();
  }

  /** Git's folder that all work trees of this clone share. */
  public Path commonDir() {
    return layout.commonDir();
  }

  /** Whether there is no work tree. */
  public boolean isBare() {
    return layout.workTree() == null;
  }

  /** The commit that is checked out; null before the first one. */
  public @Nullable CommitId head() throws GitException {
    RefFiles.Found found = new RefFiles(layout).ref(Constants.HEAD);
    if (found != null) {
      return found.commit();
    }
    Ref head = headRef();
    ObjectId id = head == null ? null : head.getObjectId();
    return id == null ? null : new CommitId(id.name());
  }

  /** The branch that is checked out, born or not; null when HEAD is detached. */
  public @Nullable BranchName branch() throws GitException {
    RefFiles.Found found = new RefFiles(layout).ref(Constants.HEAD);
    if (found != null) {
      return branch(found.target());
    }
    Ref head = headRef();
    return branch(head == null || !head.isSymbolic() ? null : head.getTarget().getName());
  }

  private static @Nullable BranchName branch(@Nullable String target) {
    return target != null && target.startsWith(Constants.R_HEADS)
        ? new BranchName(target.substring(Constants.R_HEADS.length()))
        : null;
  }

  /** Whether the branch that is checked out has no commit yet. */
  public boolean unborn() throws GitException {
    return head() == null;
  }

  @Override
  public synchronized void close() {
    Repository open = jgit;
    if (open != null) {
      open.close();
      share();
    }
  }

  /** JGit knows nothing of shared repositories, and makes folders that nobody else can write to. */
  private void share() {
    SharedModes.of(layout)
        .ifPresent(modes -> {
          try {
            modes.mend(layout.commonDir());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Git's configuration, read when it is first asked for. */
  public synchronized Settings settings() throws GitException {
    Settings known = settings;
    if (known == null) {
      known = Settings.read(this);
      settings = known;
    }
    return known;
  }

  /** The value of one setting, as git would say; see {@link Settings#get}. */
  public Optional<String> config(String key) throws GitException {
    return settings().get(key);
  }

  /**
   * The repository as JGit sees it, opened when it is first asked for: that takes long.
   *
   * @throws UncheckedIOException when the user's or the system's configuration cannot be read
   */
  public synchronized Repository jgit() {
    Repository open = jgit;
    if (open == null) {
      SystemSettings.use(environment.variables());
      try {
        open = jgit(this);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      jgit = open;
    }
    return open;
  }

  /** Where the index of this work tree is. */
  public Path indexFile() {
    return layout.gitDir().resolve("index");
  }

  public Layout layout() {
    return layout;
  }

  public GitEnvironment environment() {
    return environment;
  }

  /** The git that may be started; none when it is not installed or the engine forbids it. */
  public Optional<NativeGit> installed() {
    return installed;
  }

  private @Nullable Ref headRef() throws GitException {
    try {
      return jgit().exactRef(Constants.HEAD);
    } catch (IOException e) {
      throw GitException.failed(gitDir().resolve(Constants.HEAD).toString(), e);
    }
  }

  /**
   * Never collects garbage: JGit's deletes what only another work tree still reaches. Reads what a
   * partial clone left with its remote.
   */
  private static final class Ungarbaged extends FileRepository {
    private final Optional<PromisedObjects> promised;

    Ungarbaged(BaseRepositoryBuilder<?, ?> options, Optional<PromisedObjects> promised)
        throws IOException {
      super(options);
      this.promised = promised;
    }

    @Override
    public ObjectReader newObjectReader() {
      ObjectReader local = super.newObjectReader();
      return promised.isPresent() ? promised.get().reading(local) : local;
    }

    @Override
    public void autoGC(ProgressMonitor monitor) {}
  }
}
