package dev.pawl.app.workspace;

import dev.pawl.check.Home;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.repo.Repo;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.settings.RepositorySettings;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which branch each plan is written back on: {@code plan/<id>} if that exists here or on the remote
 * (one that is gone from there and only remembered here does not), else the default branch;
 * whatever is checked out where the settings say so.
 */
public final class Homes {
  private static final String LOCAL = "refs/heads/";
  private static final String OF_PLAN = "plan/";

  private final Commits commits;
  private final @Nullable String current;
  private final @Nullable CommitId head;
  private final @Nullable String fallback;
  private final boolean always;
  private final String tracking;
  private final Map<String, CommitId> local;
  private final Map<String, CommitId> remote;

  private Homes(
      Commits commits,
      @Nullable String current,
      @Nullable CommitId head,
      @Nullable String fallback,
      boolean always,
      String tracking,
      Map<String, CommitId> local,
      Map<String, CommitId> remote) {
    this.commits = commits;
    this.current = current;
    this.head = head;
    this.fallback = fallback;
    this.always = always;
    this.tracking = tracking;
    this.local = local;
    this.remote = remote;
  }

  /**
   * Of this clone, as it is now.
   *
   * @param here whether every plan is written back on the branch that is checked out
   */
  public static Homes of(Workspace workspace, boolean here) throws GitException {
    Repo repo = workspace.repo();
    BranchName branch = repo.branch();
    Refs refs = new Refs(repo);
    String tracking = "refs/remotes/" + workspace.remote().nameOr("") + "/";
    BranchName fallback = workspace.remote().defaultBranch();
    return new Homes(
        new Commits(repo),
        branch == null ? null : branch.name(),
        repo.head(),
        fallback == null ? null : fallback.name(),
        here || workspace.settings().writebackOn() == RepositorySettings.WritebackOn.CURRENT,
        tracking,
        refs.refs(LOCAL),
        workspace.remote().isNone() ? Map.of() : new GoneRefs(repo).without(refs.refs(tracking)));
  }

  /** The branch that is a plan's own, whether there is one or not. */
  public static String branchOf(PlanId plan) {
    return OF_PLAN + plan.value();
  }

  /** The plan whose own branch this is. */
  public static Optional<PlanId> planOf(BranchName branch) {
    return isOfPlan(branch)
        ? PlanId.of(branch.name().substring(OF_PLAN.length()))
        : Optional.empty();
  }

  /** True for a branch that is some plan's own. */
  public static boolean isOfPlan(BranchName branch) {
    return branch.name().startsWith(OF_PLAN);
  }

  /** The branch of a plan; of a file whose plan id cannot be read, the default branch. */
  public Home of(@Nullable Plan plan) throws GitException {
    String own = plan == null ? null : branchOf(plan.id());
    if (always || fallback == null) {
      return new Home(current == null ? "HEAD" : current, true);
    }
    if (plan != null
        && own != null
        && (local.containsKey(LOCAL + own) || remote.containsKey(tracking + own))
        && !isSpent(plan, own)) {
      return new Home(own, own.equals(current));
    }
    return new Home(fallback, fallback.equals(current));
  }

  /**
   * A branch that was left behind: its plan is finished on the default branch, which holds all of
   * it. What becomes of the plan later, a reopened task for one, has nowhere else to go than there.
   */
  private boolean isSpent(Plan plan, String own) throws GitException {
    Status status = plan.status();
    CommitId trunk = head;
    if (status == null || status.rank() < 2 || trunk == null || !current().equals(fallback)) {
      return false;
    }
    for (CommitId tip :
        Stream.of(local.get(LOCAL + own), remote.get(tracking + own))
            .filter(Objects::nonNull)
            .toList()) {
      if (!commits.isAncestor(tip, trunk)) {
        return false;
      }
    }
    return true;
  }

  /** The plans that live on a branch of their own, other than the one that is checked out. */
  public Set<PlanId> elsewhere() {
    Set<PlanId> plans = new HashSet<>();
    if (!always) {
      Stream.of(Map.entry(LOCAL, local), Map.entry(tracking, remote))
          .flatMap(side ->
              side.getValue().keySet().stream().map(ref -> ref.substring(side.getKey().length())))
          .filter(name -> name.startsWith(OF_PLAN) && !name.equals(current))
          .flatMap(name -> PlanId.of(name.substring(OF_PLAN.length())).stream())
          .forEach(plans::add);
    }
    return plans;
  }

  private String current() {
    return current == null ? "" : current;
  }

  /** True for a branch that this clone has as its own. */
  public boolean isLocal(Home home) {
    return local.containsKey(LOCAL + home.branch());
  }

  /** The last commit of a branch, here or as last seen on the remote; null when there is none. */
  public @Nullable CommitId tip(Home home) {
    if (home.here()) {
      return head;
    }
    CommitId here = local.get(LOCAL + home.branch());
    return here != null ? here : remote.get(tracking + home.branch());
  }
}
