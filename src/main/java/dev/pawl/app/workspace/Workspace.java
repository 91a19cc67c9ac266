package dev.pawl.app.workspace;

import dev.pawl.disk.Address;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.FileChange;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.Recovery;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.files.WorkTree;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.remote.PushDestination;
import dev.pawl.git.remote.PushRules;
import dev.pawl.git.repo.PawlFolder;
import dev.pawl.git.repo.Repo;
import dev.pawl.index.Index;
import dev.pawl.index.PlanTable;
import dev.pawl.index.TrailTable;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.store.JournalStore;
import dev.pawl.journal.store.Site;
import dev.pawl.machine.Host;
import dev.pawl.machine.MachineException;
import dev.pawl.machine.UserFolders;
import dev.pawl.plan.settings.RepositorySettings;
import dev.pawl.plan.settings.SettingsNote;
import dev.pawl.plan.text.Utf8;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One repository opened for one command: its work tree, its settings, its journal. */
public final class Workspace implements AutoCloseable {
  public static final String SETTINGS_FILE = ".pawl.yaml";
  private static final Duration WAIT_FOR_A_TURN = Duration.ofSeconds(60);
  private static final Duration WAIT_FOR_A_COMMIT = Duration.ofSeconds(5);

  /** Of fewer files and tasks nothing takes so long that somebody would ask. */
  private static final int MANY = 200;

  private final Surroundings surroundings;
  private final Repo repo;
  private final RepositorySettings settings;
  private final boolean initialised;
  private final List<String> notes;
  private final List<String> settled;
  private final Index index;
  private final String settingsText;
  private final List<String> arrived = new ArrayList<>();
  private @Nullable JournalStore journal;
  private @Nullable Remote remote;

  private Workspace(
      Surroundings surroundings,
      Repo repo,
      RepositorySettings settings,
      @Nullable String settingsText,
      List<String> notes,
      List<String> settled) {
    this.surroundings = surroundings;
    this.repo = repo;
    this.settings = settings;
    this.settingsText = settingsText == null ? "" : settingsText;
    this.initialised = settingsText != null;
    this.notes = notes;
    this.settled = settled;
    this.index = Index.in(pawlFolder(), Machine.program());
  }

  /** Opens the repository around the current folder, to read. */
  public static Workspace open(Surroundings surroundings) throws Failure {
    return open(surroundings, /* writes= */ false);
  }

  /**
   * Opens the repository around the current folder for a command that writes: what a kill left in
   * its work tree is finished or taken back first, before anything in it is taken for a person's.
   */
  public static Workspace openToWrite(Surroundings surroundings) throws Failure {
    return open(surroundings, /* writes= */ true);
  }

  /** One of the two; see {@link #openToWrite}. */
  public static Workspace open(Surroundings surroundings, boolean writes) throws Failure {
    try {
      GitEnvironment environment = GitEnvironment.of(surroundings.variables());
      Repo repo = Repo.open(surroundings.directory(), environment);
      PawlFolder.narrow(repo.commonDir());
      List<String> settled =
          writes && !repo.isBare() ? Recovery.run(repo, WAIT_FOR_A_COMMIT) : List.of();
      List<String> notes = new ArrayList<>();
      String yaml = yaml(new WorkTree(repo));
      RepositorySettings settings =
          yaml == null ? RepositorySettings.defaults() : settings(yaml, notes);
      GitEnvironment.Engine engine =
          switch (settings.gitEngine()) {
            case AUTO -> GitEnvironment.Engine.AUTO;
            case JGIT -> GitEnvironment.Engine.JGIT;
            case NATIVE -> GitEnvironment.Engine.NATIVE;
          };
      if (engine != GitEnvironment.Engine.AUTO) {
        repo.close();
        repo = Repo.open(surroundings.directory(), environment.withEngine(engine));
      }
      return new Workspace(surroundings, repo, settings, yaml, notes, settled).absorbingArrivals();
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** The text of the settings; null when there are none. */
  private static @Nullable String yaml(WorkTree tree) throws Failure, GitException {
    Optional<byte[]> bytes = tree.read(SETTINGS_FILE);
    if (bytes.isPresent()) {
      Utf8 text = Utf8.of(bytes.get());
      if (text.fault() != null) {
        throw Failure.usage(SETTINGS_FILE + " is not UTF-8: " + text.fault(), "save it as UTF-8");
      }
      return text.text();
    }
    if (tree.isThere(SETTINGS_FILE)) {
      throw Failure.usage(
          SETTINGS_FILE + " is a symbolic link or no file, and pawl does not follow links",
          "put the file itself there");
    }
    return null;
  }

  private static RepositorySettings settings(String yaml, List<String> notes) throws Failure {
    RepositorySettings.Result result = RepositorySettings.parse(yaml);
    for (SettingsNote note : result.notes()) {
      String place = SETTINGS_FILE + ":" + note.at().line() + ":" + note.at().column() + ": ";
      if (note.error()) {
        throw Failure.usage(place + note.message());
      }
      notes.add(place + note.message());
    }
    RepositorySettings settings = result.settings();
    if (settings == null) {
      throw Failure.usage(SETTINGS_FILE + " cannot be used");
    }
    return settings;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Repo repo() {
    return repo;
  }

  public RepositorySettings settings() {
    return settings;
  }

  /** True when there is a {@code .pawl.yaml}. */
  public boolean initialised() {
    return initialised;
  }

  /** Warnings about the settings, and what there is to say of what others left in this clone. */
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(arrived());
    return all;
  }

  /** What there is to say of what other clones left in this one. */
  public List<String> arrived() {
    return arrived.stream().map(Address::shown).toList();
  }

  /** What was done about the remains of a kill when this was opened to write, a sentence each. */
  public List<String> settled() {
    return settled;
  }

  /** The remote this repository exchanges with; computed once. */
  public Remote remote() throws GitException {
    Remote found = remote;
    if (found == null) {
      found = Remote.of(repo, settings);
      remote = found;
    }
    return found;
  }

  /**
   * How a branch stands to its upstream. A branch that pawl made for a plan and that follows
   * nothing yet is taken to follow the branch of its name on the repository's remote: making it
   * writes no configuration (N32).
   */
  public Upstream upstream(BranchName branch) throws GitException {
    Upstreams upstreams = new Upstreams(repo);
    Upstream set = upstreams.upstreamOf(branch, settings.remote());
    String remote = remote().name();
    return set.remote() == null && remote != null && Homes.isOfPlan(branch)
        ? upstreams.upstreamOf(branch, remote)
        : set;
  }

  /** Where a push of a branch goes; a plan's own branch is taken to follow its name, as above. */
  public PushDestination destination(BranchName branch) throws GitException {
    return new PushRules(repo).of(branch, Homes.isOfPlan(branch) ? remote().name() : null);
  }

  /**
   * The repository's name: settings, else the last segment of the remote's URL, else the folder.
   */
  public String slug() throws GitException {
    String set = settings.repo();
    if (set != null) {
      return set;
    }
    String url = remote().url();
    String segment = url == null ? "" : lastSegment(Address.shown(url));
    return segment.isEmpty() ? folderName(repo.root()) : segment;
  }

  private static String folderName(Path root) {
    Path name = root.getFileName();
    return name == null ? "repository" : name.toString();
  }

  static String lastSegment(String url) {
    String path = url.replaceAll("[/\\\\]+$", "").replaceAll("/\\.git$", "");
    String segment = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    return segment.endsWith(".git") ? segment.substring(0, segment.length() - 4) : segment;
  }

  /**
   * Waits for a turn in this clone's queue: what changes the repository is done within one.
   *
   * @param doing what the turn is for, shown to those who wait
   * @throws Failure when there was none in time; it names who has it
   */
  public GitQueue.Turn turn(String doing) throws Failure {
    try {
      return GitQueue.of(repo, "pawl " + doing, surroundings.clock())
          .enter(
              WAIT_FOR_A_TURN, holder -> surroundings.progress().accept("waiting for " + holder));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Commits these changes to the branch that is checked out, in a turn of the clone's queue. */
  public StatusCommit.Outcome commit(
      BranchName branch, CommitId head, List<FileChange> changes, String message)
      throws Failure, GitException {
    Consumer<StatusCommit.Step> steps =
        step -> {
          switch (step) {
            case OBJECTS_WRITTEN -> tell(changes.size(), "writing %d files");
            case FILES_STAGED -> tell(changes.size(), "replacing %d files");
            case INDEX_COMMITTED -> tell(changes.size(), "reading %d files back");
            default -> {}
          }
        };
    try (GitQueue.Turn _ = turn("commit")) {
      tell(changes.size(), "storing %d files");
      return new StatusCommit(repo, StatusCommit.Limits.USUAL, surroundings.clock(), steps)
          .commit(branch, head, changes, message);
    }
  }

  /**
   * Says what is done with many of something; with few of them it is done at once.
   *
   * @param what with {@code %d} for the number
   */
  public void tell(int count, String what) {
    if (count >= MANY) {
      surroundings.progress().accept(what.formatted(count));
    }
  }

  /** Pawl's own folder of this clone, shared by its work trees. */
  public Path pawlFolder() {
    return PawlFolder.in(repo.commonDir());
  }

  public UserFolders folders() throws Failure {
    try {
      return UserFolders.of(surroundings.variables(), FileSystems.getDefault());
    } catch (MachineException e) {
      throw Failure.of(e);
    }
  }

  /** What was read before; it has no say. */
  public Index index() {
    return index;
  }

  /** The plans of this work tree in the index, as these settings read them. */
  public PlanTable planTable() {
    return index.plans(repo.gitDir().toString(), settingsText);
  }

  /** What histories showed, as these settings read them. */
  public TrailTable trailTable() {
    return index.trails(settingsText);
  }

  /** True when something was ever reported or exchanged here. */
  public boolean hasJournal() {
    return Files.exists(pawlFolder().resolve("journal"));
  }

  public JournalStore journal() throws Failure {
    JournalStore open = journal;
    if (open == null) {
      Host host = Machine.host(surroundings);
      Site site =
          new Site(host.name(), host.id(), Machine.actor(surroundings), Machine.process(), "pawl");
      open =
          JournalStore.open(pawlFolder(), site, surroundings.clock(), surroundings.random())
              .remembering(index.journal())
              .naming(hostNames());
      journal = open;
    }
    return open;
  }

  /** What other clones pushed into this one is taken in before anything is read. */
  private Workspace absorbingArrivals() {
    try {
      Arrivals arrivals = new Arrivals(repo, pawlFolder());
      if (arrivals.waiting()) {
        arrived.addAll(arrivals.absorb(journal()));
      }
    } catch (Failure | GitException | IOException e) {
      arrived.add("what other clones left in this one could not be taken in: " + e.getMessage());
    }
    return this;
  }

  /** Streams in git's commits, of which only what is not recorded here is read. */
  public StreamCommits streamCommits() throws IOException {
    try {
      return new StreamCommits(repo, journal().streams());
    } catch (Failure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Offers all that is recorded here to clones that fetch from this one. */
  public void offerJournal() throws Failure {
    try {
      new Arrivals(repo, pawlFolder()).offer(journal());
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("the journal could not be offered to other clones", e);
    }
  }

  /** The name that each known host goes by now, by its id: this one's own, and those of others. */
  public Map<String, String> hostNames() throws Failure {
    try {
      Host host = Machine.host(surroundings);
      Map<String, String> names = new TreeMap<>(new HostBook(repo).names());
      names.put(host.id(), host.name());
      return names;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Which replica this clone is. */
  public ReplicaId replica() throws Failure {
    try {
      return journal().own();
    } catch (IOException e) {
      throw Failure.of("which replica this clone is cannot be read", e);
    }
  }

  @Override
  public void close() {
    index.close();
    repo.close();
  }
}
