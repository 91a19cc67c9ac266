package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.Home;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstream;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which written statuses others can see: those that the upstream says too. What stands in
 * this clone alone may still be amended away, and is not recorded before it is pushed.
 */
final class Visibility {
  private final Workspace workspace;
  private final Homes homes;
  private final CommittedStatuses statuses;
  private final Map<Home, Optional<Upstream>> upstreams = new HashMap<>();

  Visibility(Workspace workspace, Homes homes, CommittedStatuses statuses) {
    this.workspace = workspace;
    this.homes = homes;
    this.statuses = statuses;
  }

  /** The tasks whose file is ahead of the record, and only here. */
  Set<TaskId> unseen(Facts facts) throws GitException {
    Set<TaskId> unseen = new HashSet<>();
    for (TaskFacts task : facts.tasks().values()) {
      if (facts.movesRecord(task) && !isSeen(task)) {
        unseen.add(task.task().id());
      }
    }
    return unseen;
  }

  private boolean isSeen(TaskFacts task) throws GitException {
    Home home = task.plan().home();
    Upstream upstream = upstream(home);
    if (upstream == null) {
      return true;
    }
    CommitId tip = upstream.at();
    Status written = Objects.requireNonNull(task.committed());
    Optional<Status> there = statuses.at(tip).getOrDefault(task.task().id(), Optional.empty());
    return tip != null && there.filter(written::equals).isPresent();
  }

  /** What the plan's branch follows; null where it follows nothing, or is the remote's itself. */
  private @Nullable Upstream upstream(Home home) throws GitException {
    Optional<Upstream> known = upstreams.get(home);
    if (known == null) {
      known = Optional.empty();
      if (homes.isLocal(home) && BranchName.isValid(home.branch())) {
        Upstream found = workspace.upstream(new BranchName(home.branch()));
        known = found.remote() == null ? known : Optional.of(found);
      }
      upstreams.put(home, known);
    }
    return known.orElse(null);
  }
}
