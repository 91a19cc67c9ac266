package dev.pawl.git.ref;

import dev.pawl.disk.Printable;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.ObjectName;
import dev.pawl.git.history.Commits;
import dev.pawl.git.layout.RefFiles;
import dev.pawl.git.repo.Repo;
import dev.pawl.git.repo.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.RevWalkUtils;
import org.jspecify.annotations.Nullable;

/** Which remote counts, which branch is the default one, and how far a branch is from upstream. */
public final class Upstreams {
  /** More local-only commits than anybody looks through. */
  public static final int MOST_COMMITS = 1000;

  private final Repo repo;

  /** Of this repository. */
  public Upstreams(Repo repo) {
    this.repo = repo;
  }

  /** The names of the configured remotes, sorted. */
  public List<String> remotes() throws GitException {
    Settings settings = repo.settings();
    return settings.subsections("remote").stream()
        .filter(name -> settings.get("remote." + name + ".url").isPresent())
        .toList();
  }

  /** The first URL of a remote, as configured. */
  public Optional<String> url(String remote) throws GitException {
    return repo.settings().all("remote." + remote + ".url").stream().findFirst();
  }

  /**
   * The remote that counts: the one that the repository's settings name, else that of the default
   * branch's upstream, else the only one. Never a guess between several.
   *
   * @throws GitException when the settings name a remote that this clone does not have
   */
  public Optional<String> remote(@Nullable String remoteSetting, @Nullable String defaultSetting)
      throws GitException {
    List<String> remotes = remotes();
    if (remoteSetting != null) {
      if (!remotes.contains(remoteSetting)) {
        throw new GitException(
            GitException.Kind.INVALID,
            "remote '" + Printable.line(remoteSetting) + "'",
            "is not one of this clone's remotes: " + String.join(", ", remotes),
            "correct it in .pawl.yaml, or add it with 'git remote add'");
      }
      return Optional.of(remoteSetting);
    }
    if (remotes.size() == 1) {
      return Optional.of(remotes.getFirst());
    }
    Optional<BranchName> branch =
        defaultSetting == null ? localDefault() : Optional.of(valid(defaultSetting));
    return branch.isEmpty()
        ? Optional.empty()
        : repo.config("branch." + branch.get() + ".remote").filter(remotes::contains);
  }

  /** Whether this clone has any remote. */
  public boolean hasRemotes() throws GitException {
    return !remotes().isEmpty();
  }

  /**
   * The branch that others start from: the one that the settings name, else the remote's HEAD as
   * last fetched, else the only local branch, else {@code main}, else {@code master}, else the
   * branch that is checked out.
   */
  public Optional<BranchName> defaultBranch(
      @Nullable String remoteSetting, @Nullable String defaultSetting) throws GitException {
    if (defaultSetting != null) {
      return Optional.of(valid(defaultSetting));
    }
    Optional<String> remote = remote(remoteSetting, null);
    if (remote.isPresent()) {
      Optional<BranchName> head = remoteHead(remote.get());
      if (head.isPresent()) {
        return head;
      }
    }
    return localDefault();
  }

  private Optional<BranchName> remoteHead(String remote) throws GitException {
    String folder = Constants.R_REMOTES + remote + "/";
    RefFiles.Found plain = new RefFiles(repo.layout()).ref(folder + Constants.HEAD);
    if (plain != null) {
      return Optional.ofNullable(plain.target())
          .filter(target -> target.startsWith(folder))
          .map(target -> new BranchName(target.substring(folder.length())));
    }
    try {
      Ref head = repo.jgit().exactRef(folder + Constants.HEAD);
      if (head != null && head.isSymbolic() && head.getTarget().getName().startsWith(folder)) {
        return Optional.of(new BranchName(head.getTarget().getName().substring(folder.length())));
      }
    } catch (IOException e) {
      throw GitException.failed(folder + Constants.HEAD, e);
    }
    return Optional.empty();
  }

  private Optional<BranchName> localDefault() throws GitException {
    Set<String> heads = new Refs(repo).refs(Constants.R_HEADS).keySet();
    if (heads.size() == 1) {
      return Optional.of(shortName(heads.iterator().next()));
    }
    for (String usual : List.of("main", "master")) {
      if (heads.contains(Constants.R_HEADS + usual)) {
        return Optional.of(new BranchName(usual));
      }
    }
    return Optional.ofNullable(repo.branch());
  }

  /**
   * How a branch stands to its upstream: the one it is set to follow; where the settings name
   * another remote, the branch of the same name there.
   */
  public Upstream upstreamOf(BranchName branch, @Nullable String remoteSetting)
      throws GitException {
    String configured = repo.config("branch." + branch + ".remote").orElse(null);
    String remote = remoteSetting == null ? configured : remoteSetting;
    Optional<CommitId> here = new Refs(repo).ref(branch.ref());
    if (remote == null || here.isEmpty()) {
      return none(remote, null, null);
    }
    String merge =
        remote.equals(configured)
            ? repo.config("branch." + branch + ".merge").orElse(null)
            : branch.ref();
    if (merge == null) {
      return none(remote, null, null);
    }
    String tracking = remote.equals(".") ? merge : tracking(remote, merge).orElse(null);
    Optional<CommitId> there = tracking == null ? Optional.empty() : new Refs(repo).ref(tracking);
    if (there.isEmpty()) {
      boolean pruned = remote.equals(configured) && tracking != null && remembersOthers(remote);
      return pruned
          ? without(Upstream.State.GONE, remote, merge, tracking)
          : none(remote, merge, tracking);
    }
    Upstream known = compare(here.get(), there.get(), remote, merge, tracking);
    return tracking != null && new GoneRefs(repo).contains(tracking, there.get())
        ? known.as(Upstream.State.GONE)
        : known;
  }

  /** A remote of which nothing is known may get its first branch. */
  private boolean remembersOthers(String remote) throws GitException {
    Map<String, CommitId> refs = new Refs(repo).direct(Constants.R_REMOTES);
    return !TrackingRefspecs.of(repo, remote).among(refs).isEmpty();
  }

  private static Upstream none(
      @Nullable String remote, @Nullable String merge, @Nullable String tracking) {
    return without(Upstream.State.NONE, remote, merge, tracking);
  }

  private static Upstream without(
      Upstream.State state,
      @Nullable String remote,
      @Nullable String merge,
      @Nullable String tracking) {
    return new Upstream(state, remote, merge, tracking, null, 0, 0, List.of());
  }

  private Upstream compare(
      CommitId here, CommitId there, String remote, String merge, @Nullable String tracking)
      throws GitException {
    if (here.equals(there)) {
      return new Upstream(Upstream.State.CURRENT, remote, merge, tracking, there, 0, 0, List.of());
    }
    List<CommitInfo> localOnly = new Commits(repo).log(here, Set.of(there), MOST_COMMITS);
    int ahead = localOnly.size() < MOST_COMMITS ? localOnly.size() : count(here, there);
    int behind = count(there, here);
    Upstream.State state =
        ahead == 0
            ? (behind == 0 ? Upstream.State.CURRENT : Upstream.State.BEHIND)
            : (behind == 0 ? Upstream.State.AHEAD : Upstream.State.DIVERGED);
    return new Upstream(state, remote, merge, tracking, there, ahead, behind, localOnly);
  }

  private int count(CommitId from, CommitId notReachableFrom) throws GitException {
    try (RevWalk walk = new RevWalk(repo.jgit())) {
      return RevWalkUtils.count(
          walk,
          walk.parseCommit(ObjectName.of(from)),
          walk.parseCommit(ObjectName.of(notReachableFrom)));
    } catch (IOException e) {
      throw GitException.failed(from.hex(), e);
    }
  }

  /**
   * Where this clone remembers a remote's ref. What a mirror keeps as branches of its own says
   * nothing of the remote, for pawl's fetch leaves branches alone.
   */
  public Optional<String> tracking(String remote, String remoteRef) throws GitException {
    return TrackingRefspecs.of(repo, remote).tracking(remoteRef);
  }

  private static BranchName shortName(String ref) {
    return new BranchName(ref.substring(Constants.R_HEADS.length()));
  }

  private static BranchName valid(String name) throws GitException {
    if (!BranchName.isValid(name)) {
      throw new GitException(
          GitException.Kind.INVALID,
          "branch '" + Printable.line(name) + "'",
          "is not the name of a branch",
          "correct it in .pawl.yaml");
    }
    return new BranchName(name);
  }
}
