package dev.pawl.app.completion;

import dev.pawl.app.claim.ClaimOutcome;
import dev.pawl.app.claim.ClaimPlan;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.reconcile.Network;
import dev.pawl.app.reconcile.TargetStatuses;
import dev.pawl.app.snapshot.PlanAt;
import dev.pawl.app.snapshot.PlanMessage;
import dev.pawl.app.snapshot.PlanWork;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.WorkPlaces;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.commit.StatusCommit;
import dev.pawl.git.history.Commits;
import dev.pawl.git.queue.GitQueue;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.git.worktree.LinkedWorktree;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import dev.pawl.schedule.ClaimNote;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Closes a plan: its work has arrived in the target branch, its status is committed there, its
 * claim is released. Nothing is begun while anything stands in the way, and what was cut off is
 * finished by the same call.
 */
public final class CompletePlan {
  private final Surroundings surroundings;
  private final List<String> notes = new ArrayList<>();

  /** In the repository around the current folder. */
  public CompletePlan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What is wanted.
   *
   * @param plan id or file; null: the one that is meant
   * @param into the branch that the work arrives on; null: the default branch
   * @param merge merge what has not arrived
   * @param push push the target afterwards
   * @param fetch false: the remote is not asked, and what was last known decides
   * @param unmerged why the work is not merged, where it is completed all the same; null: it must
   *     be
   */
  public record Request(
      @Nullable String plan,
      @Nullable String into,
      boolean merge,
      boolean push,
      boolean fetch,
      @Nullable String unmerged) {}

  /**
   * A plan that was completed.
   *
   * @param merge the commit that brought its work to the target; null when it was there already
   * @param commit the one that says so in the plan; null when it said so already
   * @param worktree its work tree; null when it has none
   * @param merged whether the target has all of its work, so that the work tree may go
   * @param released what became of its claim; null when it had none
   */
  public record Completed(
      PlanId plan,
      String target,
      @Nullable String merge,
      @Nullable String commit,
      @Nullable Path worktree,
      boolean merged,
      @Nullable ClaimOutcome released,
      boolean pushed,
      List<String> notes) {}

  /**
   * Completes it.
   *
   * @throws Failure with every reason at once when something stands in the way
   */
  public Completed run(Request request) throws Failure {
    try (WorkPlaces open = new WorkPlaces(surroundings)) {
      Workspace here = open.here();
      fetch(here, request);
      RepositorySnapshot loaded = RepositorySnapshot.of(here);
      PlanFacts facts = new Selection(here, loaded).onlyOfItsId(request.plan());
      PlanId plan = new PlanId(String.valueOf(Selection.id(facts)));
      settle(open, PlanPlaces.of(here, plan, request.into()));
      PlanPlaces places = PlanPlaces.of(here, plan, request.into());
      List<PlanWork> missing = missing(here, places);
      refuse(open, loaded.facts(), places, missing, request);
      owned(here, plan, request);
      if (request.merge() && missing.size() == 1) {
        reported(open, places, missing.getFirst());
      }
      return close(open, places, request);
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private void fetch(Workspace here, Request request) throws GitException, Failure {
    if (request.fetch()) {
      Network network = new Network(here);
      network.fetch();
      notes.addAll(network.notes());
      if (network.contact().unreachable() != null) {
        notes.add("the remote could not be reached: " + network.contact().unreachable());
      }
    }
  }

  /** What a killed run left half done is no person's work. */
  private void settle(WorkPlaces open, PlanPlaces places) throws Failure {
    Set<Path> all = new LinkedHashSet<>();
    places.trees().stream().filter(LinkedWorktree::visible).forEach(tree -> all.add(tree.path()));
    if (places.arrival() != null) {
      all.add(places.arrival());
    }
    for (Path each : all) {
      notes.addAll(open.at(each).settled());
    }
  }

  /** The work that the target lacks, and that was not left out on purpose when it was completed. */
  private static List<PlanWork> missing(Workspace here, PlanPlaces places) throws GitException {
    CommitId target = places.targetTip();
    if (target == null) {
      return List.of();
    }
    List<PlanWork> missing = new Arrival(here.repo()).missing(places.works(), target);
    Set<CommitId> leftOut = missing.isEmpty() ? Set.of() : leftOut(here, places, target);
    return missing.stream().filter(work -> !leftOut.contains(work.tip())).toList();
  }

  private static Set<CommitId> leftOut(Workspace here, PlanPlaces places, CommitId target)
      throws GitException {
    return new Commits(here.repo())
        .log(target, Set.of(), Upstreams.MOST_COMMITS).stream()
            .filter(commit -> PlanMessage.isOf(commit, "complete", places.plan().value()))
            .findFirst()
            .map(PlanMessage::leftOut)
            .orElse(Set.of());
  }

  /** Everything is looked at before anything is claimed, committed or changed. */
  private void refuse(
      WorkPlaces open, Facts facts, PlanPlaces places, List<PlanWork> missing, Request request)
      throws GitException, Failure {
    Workspace here = open.here();
    List<String> reasons;
    // In a turn: what another one of this clone is just writing is no person's change.
    try (GitQueue.Turn _ = here.turn("look")) {
      boolean closed =
          places.arrival() != null
              && missing.isEmpty()
              && PlanAt.of(here, places.plan(), places.targetTip())
                  .filter(PlanAt::closed)
                  .isPresent();
      reasons = closed ? List.of() : CompletionReasons.of(open, facts, places, missing, request);
    }
    if (!reasons.isEmpty()) {
      throw Failure.refusedFor(places.plan() + " is not completed", reasons);
    }
  }

  /** Whoever has a claim asks whether it still stands (N22). */
  private void owned(Workspace here, PlanId plan, Request request) throws GitException, Failure {
    Claims claims = new Claims(here);
    ClaimNote note = claims.mine(plan);
    boolean provisional = note.mine() == ClaimNote.Mine.PROVISIONAL;
    if (!asks(here, request)) {
      if (provisional) {
        throw Failure.refused(
            plan + " is claimed provisionally, and who owns it is not decided",
            "the same command without --no-fetch asks for it");
      }
      return;
    }
    // A provisional claim is no claim yet: another one may own the plan by now.
    Claim known = provisional ? note.claim() : claims.asked(plan);
    if (known != null && known.held()) {
      Ask ask = new Ask.Take(false, known.reason(), known.lease());
      ClaimOutcome outcome =
          claims.ask(plan, ask, ClaimPlan.executor(surroundings), /* offline= */ false);
      if (outcome.end() instanceof ClaimEnd.Undecided && !provisional && !request.push()) {
        throw Failure.refused(
            outcome.message(),
            "try again when the remote can be reached",
            "or complete it here, by what is known: " + withoutFetch(plan, request));
      }
      outcome.orFail();
    }
  }

  /** Whether the remote has a say: a claim without one is decided here. */
  private static boolean asks(Workspace here, Request request) throws GitException {
    return request.fetch() || request.push() || here.remote().isNone();
  }

  private static String withoutFetch(PlanId plan, Request request) {
    return "pawl plan complete "
        + plan
        + (request.into() == null ? "" : " --into " + request.into())
        + (request.merge() ? " --merge" : "")
        + (request.unmerged() == null ? "" : " --force --reason TEXT")
        + " --no-fetch";
  }

  /**
   * What was reported is written on the plan's own branch before that is merged, where it is
   * checked out; what cannot be written there is written on the target.
   */
  private void reported(WorkPlaces open, PlanPlaces places, PlanWork work)
      throws GitException, Failure {
    LinkedWorktree place = work.place();
    if (place != null && work.name().equals(Homes.branchOf(places.plan()))) {
      StatusCommit.Outcome.Committed made =
          new TargetStatuses(open.at(place.path()), places.plan()).write();
      if (made != null) {
        notes.addAll(made.notes());
      }
    }
  }

  private Completed close(WorkPlaces open, PlanPlaces before, Request request)
      throws GitException, Failure {
    Workspace here = open.here();
    PlanPlaces places = PlanPlaces.of(here, before.plan(), request.into());
    Workspace target = open.at(Objects.requireNonNull(before.arrival()));
    CompletionCommits closing = new CompletionCommits(target, places);
    List<PlanWork> missing = missing(here, places);
    CommitId merge = null;
    CommitId commit;
    try {
      if (request.merge() && missing.size() == 1) {
        merge = closing.merge(missing.getFirst());
        missing = List.of();
      }
      closing.statuses();
      if (closing.begun()) {
        // A merge runs hooks, and those take their time.
        owned(here, places.plan(), request);
      }
      commit = closing.done(remarks(places, missing, request));
    } catch (Failure e) {
      throw takenBack(places, closing, e);
    }
    notes.addAll(closing.notes());
    Delivered delivered = deliver(here, target, places, closing, request);
    return new Completed(
        places.plan(),
        places.target().name(),
        merge == null ? null : merge.hex(),
        commit == null ? null : commit.hex(),
        worktree(places),
        new Arrival(target.repo())
            .missing(places.works(), Objects.requireNonNull(target.repo().head()))
            .isEmpty(),
        delivered.released(),
        delivered.pushed(),
        List.copyOf(notes));
  }

  private static @Nullable Path worktree(PlanPlaces places) {
    return places.trees().stream()
        .filter(tree -> tree.visible() && !tree.isMain())
        .map(LinkedWorktree::path)
        .findFirst()
        .orElse(null);
  }

  private static List<String> remarks(PlanPlaces places, List<PlanWork> missing, Request request) {
    List<String> remarks = new ArrayList<>();
    if (request.unmerged() != null && !missing.isEmpty()) {
      remarks.add("not merged into " + places.target() + ": " + request.unmerged());
      missing.forEach(work -> remarks.add(PlanMessage.leftOut(work)));
    }
    return remarks;
  }

  private static Failure takenBack(PlanPlaces places, CompletionCommits closing, Failure why)
      throws GitException, Failure {
    return closing.begun()
        ? why.after(
            closing
                .takeBack()
                .orElse(places.plan() + " is not completed; " + places.target() + " is as it was"))
        : why;
  }

  private record Delivered(boolean pushed, @Nullable ClaimOutcome released) {}

  /** Pushes, and releases the claim: together, where there is both. */
  private Delivered deliver(
      Workspace here,
      Workspace target,
      PlanPlaces places,
      CompletionCommits closing,
      Request request)
      throws GitException, Failure {
    Network network = new Network(target);
    ClosingPush push =
        new ClosingPush(here, network, places.plan(), ClaimPlan.executor(surroundings));
    boolean there = false;
    if (request.push()) {
      Network.Delivery delivery = network.deliver(push, brings(target, places));
      kept(places, push, closing);
      there = delivery.done() || target.upstream(places.target()).at() != null;
      if (delivery.outcome() == Network.Delivery.Outcome.REFUSED) {
        throw takenBack(places, closing, refused(places, String.valueOf(delivery.reason())));
      }
      if (delivery.undelivered() || (!there && new Upstreams(target.repo()).hasRemotes())) {
        throw undelivered(
            places,
            delivery.undelivered()
                ? String.valueOf(delivery.reason())
                : places.target() + " follows no branch of a remote");
      }
      network.exchangeJournal();
    }
    if (asks(here, request)) {
      push.release(target.repo().head());
      kept(places, push, closing);
    } else if (new Claims(here).mine(places.plan()).held() != null) {
      notes.add("it is still claimed: the same command without --no-fetch releases it");
    }
    notes.addAll(network.notes());
    notes.addAll(push.notes());
    return new Delivered(there, push.released());
  }

  /** Whether the target has work of the plan that its upstream has not. */
  private static boolean brings(Workspace target, PlanPlaces places) throws GitException {
    CommitId head = target.repo().head();
    CommitId there = target.upstream(places.target()).at();
    Arrival arrival = new Arrival(target.repo());
    return head != null
        && there != null
        && arrival.missing(places.works(), there).size()
            > arrival.missing(places.works(), head).size();
  }

  /** Who lost the plan on the way has not completed it (N35). */
  private static void kept(PlanPlaces places, ClosingPush push, CompletionCommits closing)
      throws GitException, Failure {
    if (push.lost() != null) {
      throw takenBack(
          places,
          closing,
          Failure.refused(
              places.plan() + " is not completed, it was taken over meanwhile: " + push.lost(),
              "tell its owner what is done"));
    }
  }

  private static Failure undelivered(PlanPlaces places, String reason) {
    return Failure.refused(
        "%s is completed here, and not pushed: %s".formatted(places.plan(), reason),
        "the claim is kept; bring %s up to date, and the same command again goes on from here"
            .formatted(places.target()));
  }

  /** The remote does not take the target, and would not take it later. */
  private static Failure refused(PlanPlaces places, String reason) {
    String own = Homes.branchOf(places.plan());
    String why = "the push of %s was refused: %s".formatted(places.target(), reason);
    return places.target().name().equals(own)
        ? Failure.refused(why, "the claim is kept")
        : Failure.refused(
            why,
            "the claim is kept; where %s takes pull requests only: pawl plan complete %s --into %s --push"
                .formatted(places.target(), places.plan(), own));
  }
}
