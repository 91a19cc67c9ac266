package dev.pawl.app;

import dev.pawl.git.GitException;
import dev.pawl.git.Upstreams;
import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.store.Exchange;
import dev.pawl.journal.store.Exchanged;
import dev.pawl.machine.Host;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimNote;
import dev.pawl.schedule.ClaimProtocol;
import dev.pawl.schedule.ClaimRegister;
import dev.pawl.schedule.Claimant;
import dev.pawl.schedule.Moment;
import dev.pawl.schedule.Placed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns which plan, as this clone asks for it and knows it; see docs/claims.md. */
final class Claims {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Workspace workspace;
  private final ClaimRefs refs;
  private final ClaimNotes notes;
  private final Uptime uptime;
  private final Set<String> told = new LinkedHashSet<>();

  Claims(Workspace workspace) {
    this(workspace, Uptime.system());
  }

  /** With a clock of its own, which only runs forward. */
  Claims(Workspace workspace, Uptime uptime) {
    this.workspace = workspace;
    this.refs = new ClaimRefs(workspace);
    this.notes = new ClaimNotes(workspace);
    this.uptime = uptime;
  }

  /**
   * Asks for a plan, offers it, or gives it up.
   *
   * @param executor the id of the process that does the work; null for a person
   * @param offline whether to go on provisionally where the remote cannot be reached
   */
  ClaimOutcome ask(PlanId plan, Ask ask, @Nullable String executor, boolean offline)
      throws GitException, Failure {
    Claimant me = claimant(executor);
    ClaimRegister<Failure> register = register(plan);
    ClaimProtocol<Failure> protocol =
        new ClaimProtocol<>(plan, me, register, this::lastSeen, this::nonce);
    ClaimProtocol.Done done = protocol.run(notes.of(plan), ask, offline, now());
    notes.keep(plan, done.note());
    Claim held = done.note().held();
    if (held != null) {
      record(held);
    }
    return ClaimWords.of(plan, ask, done.end(), List.copyOf(told));
  }

  /** What stands, asked where it is decided; what is known here where that cannot be reached. */
  @Nullable Claim asked(PlanId plan) throws GitException, Failure {
    Placed placed =
        switch (register(plan).read()) {
          case ClaimRegister.Reading.Stands(Placed stands) -> stands;
          case ClaimRegister.Reading.Unreachable(String _, Placed last) -> last;
        };
    return placed == null ? null : placed.claim();
  }

  /** What is known here of a plan's claim, without asking anyone; null when nothing is. */
  @Nullable Claim known(PlanId plan) throws GitException, Failure {
    Placed placed = refs.known(plan);
    return placed == null ? null : placed.claim();
  }

  /** How this clone stands to a plan, as far as is known without asking anyone. */
  ClaimNote mine(PlanId plan, ReplicaId replica) throws GitException, Failure {
    if (!notes.any()) {
      return ClaimNote.NOTHING;
    }
    ClaimNote note = notes.of(plan);
    if (note.equals(ClaimNote.NOTHING)) {
      return note;
    }
    Placed placed = refs.known(plan);
    Claim own = note.claim();
    if (own != null && !own.owner().replica().equals(replica)) {
      // This clone was copied from the one that noted it.
      return ClaimNote.NOTHING;
    }
    Claimant me = new Claimant("", "", replica, null, "");
    return placed == null ? note : note.seen(placed, me, new Moment("", 0));
  }

  private ClaimRegister<Failure> register(PlanId plan) throws GitException, Failure {
    String remote = workspace.remote().name();
    if (remote != null) {
      return new RemoteClaim(workspace, refs, plan, remote, told::add);
    }
    if (new Upstreams(workspace.repo()).hasRemotes()) {
      throw Failure.usage(
          "this clone has several remotes, and a plan's owner is decided on one",
          "say which: remote: NAME in " + Workspace.SETTINGS_FILE);
    }
    return new LocalClaim(refs, plan);
  }

  private Claimant claimant(@Nullable String executor) throws Failure {
    Host host = Machine.host(workspace.surroundings());
    try {
      return new Claimant(
          host.name(),
          host.id(),
          workspace.journal().own(),
          executor,
          Machine.actor(workspace.surroundings()));
    } catch (IOException e) {
      throw Failure.of("which replica this clone is cannot be read or noted", e);
    }
  }

  private Moment now() throws Failure {
    return new Moment(
        Machine.host(workspace.surroundings()).id() + " " + uptime.boot(), uptime.millis());
  }

  private String nonce() {
    return ReplicaId.random(workspace.surroundings().random()).value();
  }

  /** Takes in what the owner said until now, so that as little as possible of it is fenced off. */
  private long lastSeen(Claim taken) throws Failure {
    ReplicaId owner = taken.owner().replica();
    try {
      String remote = workspace.remote().name();
      if (remote != null && workspace.settings().exchange()) {
        tell(
            Exchange.receive(
                workspace.journal(), new GitPeer(workspace, remote, LIMIT, /* fetched= */ false)));
      }
      return workspace.journal().load().events().stream()
          .filter(event -> event.replica().equals(owner))
          .mapToLong(Event::seq)
          .max()
          .orElse(0);
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("what the owner of the plan reported cannot be read", e);
    }
  }

  private void tell(Exchanged exchanged) {
    told.addAll(exchanged.notices());
    exchanged.damage().forEach(damage -> told.add("damaged, and not counted: " + damage));
    if (exchanged.state() != Exchanged.State.COMPLETE) {
      told.add("what was reported is not all exchanged: " + exchanged.reason());
    }
  }

  /**
   * Records that a claim was taken over, which fences the owner before off; once, and also when a
   * run that took it was cut off before this.
   */
  private void record(Claim held) throws Failure, GitException {
    Claim.TakenFrom from = held.takenFrom();
    if (from == null) {
      return;
    }
    Body.Takeover takeover =
        new Body.Takeover(held.plan(), from.replica(), from.epoch(), held.epoch(), from.last());
    try {
      List<Event> written =
          workspace
              .journal()
              .append(now ->
                  now.takeovers().stream().anyMatch(event -> event.body().equals(takeover))
                      ? List.of()
                      : List.of(Draft.takeover(takeover).because(held.reason())))
              .events();
      String remote = workspace.remote().name();
      if (!written.isEmpty() && remote != null && workspace.settings().exchange()) {
        tell(
            Exchange.both(
                workspace.journal(), new GitPeer(workspace, remote, LIMIT, /* fetched= */ false)));
      }
    } catch (IOException e) {
      throw Failure.of(
          held.plan()
              + " was taken over; that could not be recorded in the journal, and the same"
              + " command again records it",
          e);
    }
  }

  /** What a person should be told. */
  List<String> told() {
    return new ArrayList<>(told);
  }
}
