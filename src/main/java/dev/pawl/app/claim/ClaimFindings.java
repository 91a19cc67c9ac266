package dev.pawl.app.claim;

import dev.pawl.app.remote.ClaimRefs;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Action;
import dev.pawl.check.Code;
import dev.pawl.check.Finding;
import dev.pawl.check.LateReports;
import dev.pawl.check.Severity;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.journal.Event;
import dev.pawl.journal.Join;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.VersionedClaim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What claims have to do with what is found: C-10 and C-18. Where nothing was ever reported under a
 * claim it looks at nothing but what is loaded.
 */
public final class ClaimFindings {
  private final RepositorySnapshot loaded;
  private final Claims claims;
  private final ClaimRefs refs;
  private final boolean current;

  /**
   * Over a snapshot.
   *
   * @param current whether the claims that are known here are those that stand now
   */
  public ClaimFindings(Workspace workspace, RepositorySnapshot loaded, boolean current) {
    this.loaded = loaded;
    this.claims = new Claims(workspace);
    this.refs = new ClaimRefs(workspace);
    this.current = current;
  }

  public List<Finding> all() throws GitException, Failure {
    List<Finding> findings = new ArrayList<>();
    if (!loaded.journal().takeovers().isEmpty()) {
      findings.addAll(LateReports.of(loaded.facts(), Join.fenced(loaded.events())));
    }
    Map<PlanId, Optional<String>> abandoned = new LinkedHashMap<>();
    for (TaskFacts task : loaded.facts().tasks().values()) {
      RecordedStatus recorded = task.recorded();
      Status status = recorded == null ? null : loaded.facts().effective(task);
      if (recorded == null
          || status == null
          || recorded.winner().context().epoch() == null
          || !status.word().equals("in_progress")) {
        continue;
      }
      Event event = recorded.winner();
      PlanId plan = Objects.requireNonNull(event.context().plan());
      Optional<String> why = abandoned.get(plan);
      if (why == null) {
        why = Optional.ofNullable(why(plan));
        abandoned.put(plan, why);
      }
      Claim under = why.isEmpty() ? null : under(plan, event);
      if (why.isPresent() && under != null && under.owner().executor() != null) {
        findings.add(finding(task, under, why.get()));
      }
    }
    return findings;
  }

  /** Why no live executor holds a plan; null when one does, or a person, or that is not known. */
  private @Nullable String why(PlanId plan) throws GitException, Failure {
    VersionedClaim placed = refs.known(plan);
    if (placed == null) {
      return null;
    }
    Claim claim = placed.claim();
    if (!claim.held()) {
      return "the plan was " + claim.state().word();
    }
    return current && claim.lease() != null && claims.leaseOver(plan, placed)
        ? "its lease ran out"
        : null;
  }

  /** The claim that an event was reported under. */
  private @Nullable Claim under(PlanId plan, Event event) throws GitException, Failure {
    for (Claim claim : refs.history(plan)) {
      if (claim.held()
          && Objects.equals(claim.epoch(), event.context().epoch())
          && claim.owner().replica().equals(event.replica())) {
        return claim;
      }
    }
    return null;
  }

  private static Finding finding(TaskFacts task, Claim under, String why) {
    return new Finding(
        Code.ABANDONED,
        Severity.WARN,
        under.plan(),
        task.task().id(),
        task.plan().file(),
        task.task().at(),
        "in_progress",
        task.task().written(),
        Action.NONE,
        "'%s' was started by %s on %s, and no live executor holds the plan: %s"
            .formatted(task.task().title(), under.owner().executor(), under.owner().host(), why));
  }
}
