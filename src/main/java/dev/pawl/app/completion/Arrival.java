package dev.pawl.app.completion;

import dev.pawl.app.snapshot.PlanWork;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.TrialMerges;
import dev.pawl.git.repo.Repo;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a plan's work is in a branch now (N35). Work is there when its last commit is an
 * ancestor, or when merging it would change nothing: what was merged and taken back since is not
 * there.
 */
final class Arrival {
  private final Repo repo;
  private final Commits commits;
  private final Map<TrialMerges.Pair, TrialMerges.Merged> tried = new HashMap<>();

  Arrival(Repo repo) {
    this.repo = repo;
    this.commits = new Commits(repo);
  }

  /** Whether a commit's work is in another. */
  boolean in(CommitId work, CommitId target) throws GitException {
    return commits.isAncestor(work, target)
        || TrialMerges.tree(repo, target).equals(trial(work, target).tree());
  }

  /** The paths in which merging it conflicts, drivers and all; empty when it is clean. */
  List<String> conflicts(CommitId work, CommitId target) throws GitException {
    return trial(work, target).conflicts().stream()
        .map(TrialMerges.Conflict::path)
        .distinct()
        .toList();
  }

  /** Whether the commit that both come from is beyond the edge of a shallow clone. */
  boolean cutOff(CommitId work, CommitId target) throws GitException {
    return Files.exists(repo.commonDir().resolve("shallow"))
        && !commits.isAncestor(work, target)
        && TrialMerges.base(repo, work, target) == null;
  }

  /**
   * What a commit lacks, without what another of them holds as well: nothing when it has all of it,
   * one when that one is the furthest, several when each holds what the others lack.
   */
  List<PlanWork> missing(List<PlanWork> works, CommitId target) throws GitException {
    List<PlanWork> missing = new ArrayList<>();
    for (PlanWork work : works) {
      if (!in(work.tip(), target)) {
        missing.add(work);
      }
    }
    for (PlanWork each : List.copyOf(missing)) {
      for (PlanWork other : List.copyOf(missing)) {
        if (!each.equals(other) && missing.contains(other) && in(each.tip(), other.tip())) {
          missing.remove(each);
        }
      }
    }
    return List.copyOf(missing);
  }

  private TrialMerges.Merged trial(CommitId work, CommitId target) throws GitException {
    TrialMerges.Pair pair = new TrialMerges.Pair(target, work);
    TrialMerges.Merged known = tried.get(pair);
    if (known == null) {
      known = TrialMerges.of(repo, List.of(pair), List.of()).getFirst();
      tried.put(pair, known);
    }
    return known;
  }
}
