package dev.pawl.app.claim;

import dev.pawl.app.remote.ClaimRefs;
import dev.pawl.app.remote.GitPeer;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstreams;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Exchange;
import dev.pawl.journal.exchange.ExchangeResult;
import dev.pawl.machine.Host;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Ask;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimEnd;
import dev.pawl.schedule.ClaimNote;
import dev.pawl.schedule.ClaimProtocol;
import dev.pawl.schedule.ClaimRegister;
import dev.pawl.schedule.Claimant;
import dev.pawl.schedule.Moment;
import dev.pawl.schedule.Takeovers;
import dev.pawl.schedule.VersionedClaim;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who owns which plan, as this clone asks for it and knows it; see docs/claims.md. */
public final class Claims {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Workspace workspace;
  private final ClaimRefs refs;
  private final ClaimNotes notes;
  private final Uptime uptime;
  private final Set<String> told = new LinkedHashSet<>();

  public Claims(Workspace workspace) {
    this(workspace, Uptime.system());
  }

  /** With a clock of its own, which only runs forward. */
  public Claims(Workspace workspace, Uptime uptime) {
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
  public ClaimOutcome ask(PlanId plan, Ask ask, @Nullable String executor, boolean offline)
      throws GitException, Failure {
    return kept(plan, ask, executor, run(plan, ask, executor, offline, null));
  }

  /**
   * Gives up a plan that is this clone's; that it is lost is said, and not acknowledged.
   *
   * @param along a branch that moves in the same push, so that both come about or neither (N22);
   *     null for none
   */
  public ClaimOutcome release(
      PlanId plan, Ask.Release release, @Nullable String executor, @Nullable BranchAlong along)
      throws GitException, Failure {
    ClaimProtocol.Done done = run(plan, release, executor, /* offline= */ false, along);
    return done.end() instanceof ClaimEnd.Acknowledged
        ? ClaimWords.of(plan, release, claimant(executor), done.end(), List.copyOf(told))
        : kept(plan, release, executor, done);
  }

  private ClaimProtocol.Done run(
      PlanId plan, Ask ask, @Nullable String executor, boolean offline, @Nullable BranchAlong along)
      throws GitException, Failure {
    Claimant me = claimant(executor);
    String observer = observer();
    ClaimProtocol<Failure> protocol =
        new ClaimProtocol<>(
            plan,
            me,
            register(plan, along),
            this::lastSeen,
            this::nonce,
            () -> new Moment(observer, uptime.millis()));
    return protocol.run(notes.of(plan), ask, offline);
  }

  private ClaimOutcome kept(
      PlanId plan, Ask ask, @Nullable String executor, ClaimProtocol.Done done)
      throws GitException, Failure {
    notes.keep(plan, done.note());
    Claim held = done.note().held();
    if (held != null) {
      record(held);
    }
    return ClaimWords.of(plan, ask, claimant(executor), done.end(), List.copyOf(told));
  }

  /** What stands, asked where it is decided; what is known here where that cannot be reached. */
  public @Nullable Claim asked(PlanId plan) throws GitException, Failure {
    VersionedClaim placed =
        switch (register(plan, null).read()) {
          case ClaimRegister.Reading.Stands(VersionedClaim stands) -> stands;
          case ClaimRegister.Reading.Unreachable(String _, VersionedClaim last) -> last;
        };
    return placed == null ? null : placed.claim();
  }

  /** What is known here of a plan's claim, without asking anyone; null when nothing is. */
  public @Nullable Claim known(PlanId plan) throws GitException, Failure {
    VersionedClaim placed = refs.known(plan);
    return placed == null ? null : placed.claim();
  }

  /** The host of another clone that owns a plan, as far as is known; null when none does. */
  public @Nullable String otherOwner(PlanId plan) throws GitException, Failure {
    Claim claim = known(plan);
    if (claim == null || !claim.held()) {
      return null;
    }
    try {
      return claim.owner().replica().equals(workspace.journal().own())
          ? null
          : claim.owner().host();
    } catch (IOException e) {
      throw Failure.of("which replica this clone is cannot be read or noted", e);
    }
  }

  /** Whether this clone ever claimed anything. */
  public boolean any() {
    return notes.any();
  }

  /** How this clone stands to a plan, as far as is known without asking anyone. */
  public ClaimNote mine(PlanId plan, ReplicaId replica) throws GitException, Failure {
    if (!notes.any()) {
      return ClaimNote.NOTHING;
    }
    ClaimNote note = notes.of(plan);
    if (note.equals(ClaimNote.NOTHING)) {
      return note;
    }
    VersionedClaim placed = refs.known(plan);
    Claim own = note.claim();
    if (own != null && !own.owner().replica().equals(replica)) {
      // This clone was copied from the one that noted it.
      return ClaimNote.NOTHING;
    }
    Claimant me = new Claimant("", "", replica, null, "");
    return placed == null ? note : note.seen(placed, me, new Moment("", 0));
  }

  /**
   * Settles, with the remote at hand, what could not be decided before: a provisional claim is
   * made, or dropped where another one owns the plan now; a takeover that was cut off is recorded.
   *
   * @return what a person should be told
   */
  public List<String> settle() throws GitException, Failure {
    for (PlanId plan : notes.plans()) {
      ClaimNote note = notes.of(plan);
      Claim own = note.claim();
      if (own == null) {
        continue;
      }
      if (note.mine() == ClaimNote.Mine.PROVISIONAL) {
        Ask ask = new Ask.Take(/* force= */ false, own.reason(), own.lease());
        ClaimOutcome outcome = ask(plan, ask, own.owner().executor(), /* offline= */ true);
        told.add(outcome.message());
        continue;
      }
      VersionedClaim placed = refs.known(plan);
      ClaimNote now = placed == null ? note : note.seen(placed, own.owner(), now());
      if (now.mine() == ClaimNote.Mine.LOST && note.mine() == ClaimNote.Mine.HELD) {
        told.add(ClaimWords.lost(plan, own, placed == null ? null : placed.claim()));
      }
      if (!now.equals(note)) {
        notes.keep(plan, now);
      }
      Claim held = now.held();
      if (held != null) {
        record(held);
      }
    }
    return List.copyOf(told);
  }

  /** Who owns each of these plans that has an owner, as far as is known without asking anyone. */
  public Map<PlanId, ClaimRow> rows(Collection<PlanId> plans) throws GitException, Failure {
    Map<PlanId, ClaimRow> rows = new LinkedHashMap<>();
    Map<String, CommitId> all = refs.all();
    if (all.isEmpty() && !notes.any()) {
      return rows;
    }
    for (PlanId plan : plans) {
      CommitId at = all.get(ClaimRefs.name(plan));
      ClaimRow row = row(plan, at);
      if (row != null) {
        rows.put(plan, row);
      }
    }
    return rows;
  }

  private @Nullable ClaimRow row(PlanId plan, @Nullable CommitId at) throws GitException, Failure {
    try {
      VersionedClaim placed = at == null ? null : refs.load(at, plan);
      Host here = Machine.host(workspace.surroundings());
      return ClaimRow.of(placed == null ? null : placed.claim(), mine(plan), here);
    } catch (Failure e) {
      if (e.kind() == Failure.Kind.REFUSED) {
        return ClaimRow.UNREADABLE;
      }
      throw e;
    }
  }

  /**
   * Whether the lease of a claim that stands now ran out, by this machine's own clock since it saw
   * it first; that it saw it is noted.
   */
  boolean leaseOver(PlanId plan, VersionedClaim placed) throws Failure {
    ClaimNote note = notes.of(plan);
    Moment now = now();
    ClaimNote seen = note.sighted(placed, now);
    if (!seen.equals(note)) {
      notes.keep(plan, seen);
    }
    Duration left = seen.left(placed.claim(), now);
    return left != null && left.isZero();
  }

  public ClaimNote mine(PlanId plan) throws GitException, Failure {
    if (!notes.any()) {
      return ClaimNote.NOTHING;
    }
    return mine(plan, workspace.replica());
  }

  /**
   * The epoch that a report about a task of this plan is made under, without asking anyone; null
   * when this clone does not own the plan.
   *
   * @throws Failure when the plan was taken over, so that the report would not count (N22)
   */
  public @Nullable Long epoch(PlanId plan, @Nullable String executor) throws GitException, Failure {
    ClaimNote mine = mine(plan);
    Claim own = mine.claim();
    if (own == null || mine.mine() == ClaimNote.Mine.PROVISIONAL) {
      return null;
    }
    if (mine.mine() == ClaimNote.Mine.LOST) {
      throw ClaimWords.late(plan, own, known(plan));
    }
    String worker = own.owner().executor();
    if (executor != null && worker != null && !executor.equals(worker)) {
      throw ClaimWords.late(plan, own, own);
    }
    return own.epoch();
  }

  private ClaimRegister<Failure> register(PlanId plan, @Nullable BranchAlong along)
      throws GitException, Failure {
    String remote = workspace.remote().name();
    if (remote != null) {
      return new RemoteClaim(workspace, refs, plan, remote, told::add, along);
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
    return new Moment(observer(), uptime.millis());
  }

  private String observer() throws Failure {
    return Machine.host(workspace.surroundings()).id() + " " + uptime.boot();
  }

  private String nonce() {
    return ReplicaId.random(workspace.surroundings().random()).value();
  }

  /** Takes in what the owner said until now, so that as little as possible of it is fenced off. */
  private long lastSeen(Claim taken) throws Failure {
    ReplicaId owner = taken.owner().replica();
    try {
      GitPeer peer = peer();
      if (peer != null) {
        tell(Exchange.receive(workspace.journal(), peer));
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

  private void tell(ExchangeResult exchanged) {
    told.addAll(exchanged.notices());
    exchanged.damage().forEach(damage -> told.add("damaged, and not counted: " + damage));
    if (exchanged.state() != ExchangeResult.State.COMPLETE) {
      told.add("what was reported is not all exchanged: " + exchanged.reason());
    }
  }

  /**
   * Records which owners were taken over, which fences them off: once, and also where a run that
   * took the plan over was cut off before this.
   */
  private void record(Claim held) throws Failure, GitException {
    List<Claim> claims = refs.history(held.plan());
    try {
      if (Takeovers.missing(claims, workspace.journal().load().takeovers()).isEmpty()) {
        return;
      }
      GitPeer peer = peer();
      if (peer != null) {
        tell(Exchange.receive(workspace.journal(), peer));
      }
      List<Event> written =
          workspace
              .journal()
              .append(now ->
                  Takeovers.missing(claims, now.takeovers()).stream()
                      .map(takeover -> Draft.takeover(takeover).because(held.reason()))
                      .toList())
              .events();
      if (peer != null && !written.isEmpty()) {
        tell(Exchange.both(workspace.journal(), peer));
      }
    } catch (IOException e) {
      throw Failure.of(
          held.plan()
              + " was taken over; that could not be recorded in the journal, and the same command"
              + " again records it",
          e);
    }
  }

  /** Where journals are exchanged; null where they are not. */
  private @Nullable GitPeer peer() throws GitException {
    String remote = workspace.remote().name();
    return remote != null && workspace.settings().exchange()
        ? new GitPeer(workspace, remote, LIMIT, /* fetched= */ false)
        : null;
  }
}
