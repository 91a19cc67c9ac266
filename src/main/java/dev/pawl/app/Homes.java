package dev.pawl.app;

import dev.pawl.check.Home;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Refs;
import dev.pawl.git.Repo;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.RepositorySettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which branch each plan is written back on: {@code plan/<id>} if that exists here or on the
 * remote, else the default branch; whatever is checked out where the settings say so.
 */
final class Homes {
  private static final String LOCAL = "refs/heads/";
  private static final String OF_PLAN = "plan/";

  private final @Nullable String current;
  private final @Nullable CommitId head;
  private final @Nullable String fallback;
  private final boolean always;
  private final String tracking;
  private final Map<String, CommitId> local;
  private final Map<String, CommitId> remote;

  private Homes(
      @Nullable String current,
      @Nullable CommitId head,
      @Nullable String fallback,
      boolean always,
      String tracking,
      Map<String, CommitId> local,
      Map<String, CommitId> remote) {
    this.current = current;
    this.head = head;
    this.fallback = fallback;
    this.always = always;
    this.tracking = tracking;
    this.local = local;
    this.remote = remote;
  }

  static Homes of(Workspace workspace) throws GitException {
    Repo repo = workspace.repo();
    BranchName branch = repo.branch();
    Refs refs = new Refs(repo);
    String tracking = "refs/remotes/" + workspace.remote().nameOr("") + "/";
    BranchName fallback = workspace.remote().defaultBranch();
    return new Homes(
        branch == null ? null : branch.name(),
        repo.head(),
        fallback == null ? null : fallback.name(),
        workspace.settings().writebackOn() == RepositorySettings.WritebackOn.CURRENT,
        tracking,
        refs.refs(LOCAL),
        workspace.remote().isNone() ? Map.of() : refs.refs(tracking));
  }

  /** The branch that is a plan's own, whether there is one or not. */
  static String branchOf(PlanId plan) {
    return OF_PLAN + plan.value();
  }

  /** True for a branch that is some plan's own. */
  static boolean isOfPlan(BranchName branch) {
    return branch.name().startsWith(OF_PLAN);
  }

  /** The branch of a plan; of a file whose plan id cannot be read, the default branch. */
  Home of(@Nullable PlanId plan) {
    String own = plan == null ? null : branchOf(plan);
    if (always || fallback == null) {
      return new Home(current == null ? "HEAD" : current, true);
    }
    if (own != null && (local.containsKey(LOCAL + own) || remote.containsKey(tracking + own))) {
      return new Home(own, own.equals(current));
    }
    return new Home(fallback, fallback.equals(current));
  }

  /** The last commit of a branch, here or as last seen on the remote; null when there is none. */
  @Nullable CommitId tip(Home home) {
    if (home.here()) {
      return head;
    }
    CommitId here = local.get(LOCAL + home.branch());
    return here != null ? here : remote.get(tracking + home.branch());
  }
}
