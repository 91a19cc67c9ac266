package dev.pawl.app.claim;

import dev.pawl.app.snapshot.PlanAt;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.GitException;
import dev.pawl.machine.Host;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.schedule.Ask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims a plan for this clone, hands it to another machine, or releases it. */
public final class ClaimPlan {
  /** How long an executor's claim holds without being renewed, where nothing else is said. */
  public static final Duration LEASE = Duration.ofMinutes(10);

  private final Surroundings surroundings;

  public ClaimPlan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A request to own a plan.
   *
   * @param plan id or file; null for the one that is meant
   * @param force take it from an owner who did not give it up; needs a reason
   * @param forHost offer it to this machine instead
   * @param executor the id of the process that does the work; null: {@code PAWL_EXECUTOR}, else a
   *     person
   * @param lease of an executor's claim; null for the usual one
   * @param offline go on provisionally where the remote cannot be reached
   */
  public record Request(
      @Nullable String plan,
      boolean force,
      @Nullable String reason,
      @Nullable String forHost,
      @Nullable String executor,
      @Nullable Duration lease,
      boolean offline) {}

  /** Claims it, or offers it to another machine. */
  public ClaimOutcome claim(Request request) throws Failure {
    String executor = executor(request.executor());
    if (request.force() && (request.reason() == null || request.reason().isBlank())) {
      throw Failure.usage("--force takes the plan from its owner: say why", "add --reason \"…\"");
    }
    if (request.lease() != null && executor == null) {
      throw Failure.usage(
          "a lease is for an executor; a person's claim holds until it is released",
          "name the executor: --executor ID, or PAWL_EXECUTOR");
    }
    if (request.lease() != null && request.lease().toSeconds() < 1) {
      throw Failure.usage("a lease is at least one second long", "for example --lease 10m");
    }
    Duration lease = executor == null ? null : request.lease() == null ? LEASE : request.lease();
    Ask ask =
        request.forHost() == null
            ? new Ask.Take(request.force(), request.reason(), lease)
            : new Ask.Offer(host(request.forHost()), null, request.reason());
    return ask(request.plan(), ask, executor, request.offline());
  }

  /**
   * Gives it up.
   *
   * @param forHost the machine that may own it next; null for any
   * @param executor as in {@link Request}
   */
  public ClaimOutcome release(
      @Nullable String plan,
      @Nullable String reason,
      @Nullable String forHost,
      @Nullable String executor)
      throws Failure {
    Ask ask =
        forHost == null ? new Ask.Release(reason) : new Ask.Offer(host(forHost), null, reason);
    return ask(plan, ask, executor(executor), /* offline= */ false);
  }

  /** Nothing that can be no machine's name: of an unset variable, an offer would reach nobody. */
  private static String host(String typed) throws Failure {
    if (typed.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw Failure.usage(
          "--for names no machine: '" + typed + "'",
          "name one as 'pawl doctor' there says it, for example --for coulombcore");
    }
    return Host.normalise(typed);
  }

  private ClaimOutcome ask(
      @Nullable String named, Ask ask, @Nullable String executor, boolean offline) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      Selection selection =
          new Selection(
              workspace, RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE));
      PlanFacts plan = selection.onlyOfItsId(named);
      PlanId id = new PlanId(String.valueOf(Selection.id(plan)));
      if (!(ask instanceof Ask.Release)) {
        open(plan, id);
      }
      return new Claims(workspace).ask(id, identified(workspace, ask), executor, offline);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Nobody works on a plan that is finished. */
  private static void open(PlanFacts facts, PlanId id) throws Failure {
    Plan plan = facts.document().plan();
    Status status = plan == null ? null : plan.status();
    if (status != null && PlanAt.isFinished(status)) {
      throw Failure.refused(
          "%s is %s: there is nothing to claim".formatted(id, status.word()),
          "if work goes on, set its status back in %s and commit that".formatted(facts.file()));
    }
  }

  /** With the id of the host that it is offered to, so that a new name makes no difference. */
  private static Ask identified(Workspace workspace, Ask ask) throws Failure {
    if (!(ask instanceof Ask.Offer(String host, String _, String reason))) {
      return ask;
    }
    List<String> ids =
        workspace.hostNames().entrySet().stream()
            .filter(known -> known.getValue().equals(host))
            .map(Map.Entry::getKey)
            .toList();
    return new Ask.Offer(host, ids.size() == 1 ? ids.getFirst() : null, reason);
  }

  private @Nullable String executor(@Nullable String named) {
    return named == null ? executor(surroundings) : named;
  }

  /** The executor that acts here: {@code PAWL_EXECUTOR}; null for a person. */
  public static @Nullable String executor(Surroundings surroundings) {
    String set = surroundings.variables().getOrDefault("PAWL_EXECUTOR", "");
    return set.isBlank() ? null : set;
  }
}
