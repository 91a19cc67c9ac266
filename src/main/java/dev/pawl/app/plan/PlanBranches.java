package dev.pawl.app.plan;

import dev.pawl.app.workspace.Tips;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.ref.GoneRefs;
import dev.pawl.git.ref.Refs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The branches of plans, and the one that all are merged into, each here or as last fetched,
 * whichever is further; both where they differ.
 *
 * @param plans by the id of the plan
 * @param target the name of the default branch; null where there is none
 * @param into where that one ends; empty before the first commit
 */
record PlanBranches(
    Map<String, List<CommitId>> plans, @Nullable String target, List<CommitId> into) {
  private static final String LOCAL = "refs/heads/";
  private static final String OWN = "plan/";

  static PlanBranches of(Workspace workspace) throws GitException {
    Refs refs = new Refs(workspace.repo());
    Commits commits = new Commits(workspace.repo());
    String tracking = "refs/remotes/" + workspace.remote().nameOr("") + "/";
    boolean remote = !workspace.remote().isNone();
    Map<String, CommitId> here = named(refs.refs(LOCAL + OWN), LOCAL + OWN);
    GoneRefs gone = new GoneRefs(workspace.repo());
    Map<String, CommitId> there =
        remote ? named(gone.without(refs.refs(tracking + OWN)), tracking + OWN) : Map.of();
    Set<String> ids = new TreeSet<>(here.keySet());
    ids.addAll(there.keySet());
    Map<String, List<CommitId>> plans = new LinkedHashMap<>();
    for (String id : ids) {
      plans.put(id, Tips.of(commits, here.get(id), there.get(id)));
    }
    BranchName target = workspace.remote().defaultBranch();
    List<CommitId> into =
        target == null
            ? List.of()
            : Tips.of(
                commits,
                refs.ref(target.ref()).orElse(null),
                remote ? refs.ref(tracking + target).orElse(null) : null);
    return new PlanBranches(plans, target == null ? null : target.name(), into);
  }

  private static Map<String, CommitId> named(Map<String, CommitId> refs, String prefix) {
    Map<String, CommitId> found = new LinkedHashMap<>();
    refs.forEach((ref, tip) -> found.put(ref.substring(prefix.length()), tip));
    return found;
  }
}
