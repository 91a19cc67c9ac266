package dev.pawl.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.journal.Body;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.Join;
import dev.pawl.journal.Origin;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.Scribe;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Several clones, each with a few processes at once, and one git host between them, in one thread
 * of time: processes stop before and after every word with the host, and which one goes on is drawn
 * by lot. Words get lost on the way there, on the way back, or arrive late; clones are cut off,
 * processes are killed, machines are started anew, and every machine's clock shows another time.
 * The protocol is the one that pawl runs.
 */
final class ClaimSimulation {
  private static final PlanId PLAN = new PlanId("P-1");
  private static final TaskId TASK = new TaskId("T1");
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final long HOUR = 3_600_000;

  /** What stood at the host, and since when. */
  private record Version(Claim claim, long since) {}

  /** A claim on its way that may still arrive. */
  private record Late(@Nullable String expected, Claim claim) {}

  /** The process was killed. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Killed() {
      super(null, null, false, false);
    }
  }

  private static final class Node {
    final Claimant person;
    final long skew;
    long started;
    boolean cutOff;
    ClaimNote note = ClaimNote.NOTHING;
    int known;
    final Set<Event> events = new LinkedHashSet<>();

    Node(Claimant person, long started, long skew) {
      this.person = person;
      this.started = started;
      this.skew = skew;
    }
  }

  /** One run of one command, which can be stopped at every word. */
  private final class Command {
    final Semaphore go = new Semaphore(0);
    final Semaphore stopped = new Semaphore(0);
    boolean over;
    boolean killed;
    @Nullable Throwable failed;

    Command(Runnable body) {
      Thread.ofVirtual()
          .start(() -> {
            go.acquireUninterruptibly();
            try {
              body.run();
            } catch (Killed e) {
              // Nothing that it would have noted is noted.
            } catch (Throwable e) {
              failed = e;
            }
            over = true;
            stopped.release();
          });
    }

    void step() {
      running = this;
      go.release();
      stopped.acquireUninterruptibly();
      if (failed != null) {
        throw new AssertionError(failed);
      }
    }

    void stop() {
      stopped.release();
      go.acquireUninterruptibly();
      if (killed) {
        throw new Killed();
      }
    }
  }

  /** The host, as one process talks to it. */
  private final class Connection implements ClaimRegister<RuntimeException> {
    private final Node clone;

    Connection(Node clone) {
      this.clone = clone;
    }

    private void word() {
      Objects.requireNonNull(running).stop();
    }

    @Override
    public Reading read() {
      word();
      if (clone.cutOff) {
        return new Reading.Unreachable("cut off", clone.known == 0 ? null : placed(clone.known));
      }
      int now = versions.size();
      word();
      clone.known = Math.max(clone.known, now);
      return new Reading.Stands(now == 0 ? null : placed(now));
    }

    @Override
    public Answer put(@Nullable String expected, Claim next) {
      word();
      if (clone.cutOff || lot(20)) {
        if (lot(2)) {
          late.add(new Late(expected, next));
        }
        return new Answer.Unknown("the connection was cut");
      }
      boolean accepted = accept(expected, next);
      int now = versions.size();
      word();
      if (lot(10)) {
        return new Answer.Unknown("the answer was lost");
      }
      if (!accepted) {
        return new Answer.Lost(null);
      }
      clone.known = Math.max(clone.known, now);
      return new Answer.Accepted(String.valueOf(now));
    }
  }

  private final RandomGenerator random;
  private final List<Node> clones = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<Version> versions = new ArrayList<>();
  private final List<Late> late = new ArrayList<>();
  private final Map<Long, Claimant> owners = new HashMap<>();
  private @Nullable Command running;
  private long now = 100 * HOUR;
  private long nonces;

  ClaimSimulation(RandomGenerator random) {
    this.random = random;
    int count = random.nextInt(2, 5);
    for (int i = 0; i < count; i++) {
      ReplicaId replica = ReplicaId.random(random);
      long skew = random.nextLong(-8, 9) * HOUR;
      clones.add(
          new Node(
              new Claimant("host" + i, "id" + i, replica, null, "zoe"),
              now - random.nextLong(100 * HOUR),
              skew));
    }
  }

  private boolean lot(int one) {
    return random.nextInt(one) == 0;
  }

  private VersionedClaim placed(int version) {
    return new VersionedClaim(String.valueOf(version), versions.get(version - 1).claim());
  }

  private Moment clock(Node clone) {
    // The machine's name alone, and not which start of it: that must be safe as well.
    return new Moment(clone.person.hostId(), now - clone.started);
  }

  /** What a git host does with a push. */
  private boolean accept(@Nullable String expected, Claim next) {
    String stands = versions.isEmpty() ? null : String.valueOf(versions.size());
    if (!Objects.equals(stands, expected)) {
      return false;
    }
    lawful(versions.isEmpty() ? null : versions.getLast(), next);
    versions.add(new Version(next, now));
    return true;
  }

  /** What must hold of every claim that follows another one. */
  private void lawful(@Nullable Version before, Claim next) {
    if (next.held()) {
      believe(next);
    }
    if (before == null) {
      return;
    }
    Claim old = before.claim();
    assertThat(next.epoch()).as("epochs only grow").isGreaterThanOrEqualTo(old.epoch());
    boolean same = next.owner().same(old.owner());
    if (old.held() && next.held() && !same) {
      assertThat(next.epoch()).isEqualTo(old.epoch() + 1);
      boolean joined = next.owner().sameClone(old.owner()) && old.owner().executor() == null;
      Claim.TakenFrom from = next.takenFrom();
      if (!joined) {
        assertThat(from).as("who loses a plan is fenced off").isNotNull();
        assertThat(Objects.requireNonNull(from).replica()).isEqualTo(old.owner().replica());
        assertThat(from.epoch()).isEqualTo(old.epoch());
        boolean forced = "forced".equals(next.reason());
        Duration lease = old.lease();
        assertThat(forced || (lease != null && now - before.since() >= lease.toMillis()))
            .as("N23 no owner loses a plan before its lease is really over")
            .isTrue();
      }
    }
    if (old.held() && !next.held()) {
      assertThat(next.owner().sameClone(old.owner())).as("only its owner gives it up").isTrue();
    }
    if (old.state() == Claim.State.OFFERED && next.held() && !"forced".equals(next.reason())) {
      assertThat(next.owner().host()).isEqualTo(old.forHost());
    }
  }

  /** Somebody is told, or notes, that this is the owner. */
  private void believe(Claim claim) {
    Claimant known = owners.putIfAbsent(claim.epoch(), claim.owner());
    assertThat(known == null || known.same(claim.owner()))
        .as("N20 two owners in epoch %s: %s and %s", claim.epoch(), known, claim.owner())
        .isTrue();
  }

  // What may happen.

  /** Lets all of this happen, and then heals it. */
  void play() {
    int steps = random.nextInt(20, 120);
    for (int i = 0; i < steps; i++) {
      if (lot(4)) {
        world();
      } else if (commands.isEmpty() || lot(4)) {
        begin(clones.get(random.nextInt(clones.size())));
      } else {
        advance(commands.get(random.nextInt(commands.size())));
      }
    }
    heal();
  }

  private void world() {
    Node clone = clones.get(random.nextInt(clones.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> clone.cutOff = !clone.cutOff;
      case 2 -> now += random.nextLong(LEASE.toMillis() * 2);
      case 3 -> now += random.nextLong(60_000);
      case 4 -> clone.started = now;
      case 5 -> arrive();
      case 6 -> exchange(clone);
      default -> {
        if (!commands.isEmpty()) {
          kill(commands.get(random.nextInt(commands.size())));
        }
      }
    }
  }

  private void arrive() {
    if (!late.isEmpty()) {
      Late one = late.remove(random.nextInt(late.size()));
      accept(one.expected(), one.claim());
    }
  }

  private void kill(Command command) {
    command.killed = true;
    while (!command.over) {
      command.step();
    }
    commands.remove(command);
  }

  private void advance(Command command) {
    command.step();
    if (command.over) {
      commands.remove(command);
    }
  }

  private void begin(Node clone) {
    String executor = random.nextInt(3) == 0 ? null : "x" + random.nextInt(2);
    Claimant me =
        new Claimant(
            clone.person.host(), clone.person.hostId(), clone.person.replica(), executor, "zoe");
    int dice = random.nextInt(12);
    if (dice < 3) {
      report(clone, executor);
      return;
    }
    Ask ask =
        dice == 3
            ? new Ask.Release(null)
            : dice == 4
                ? new Ask.Offer("host" + random.nextInt(clones.size()), null, null)
                : new Ask.Take(
                    dice < 7, dice < 7 ? "forced" : null, executor == null ? null : LEASE);
    boolean offline = random.nextBoolean();
    Command command = new Command(() -> run(clone, me, ask, offline));
    commands.add(command);
    command.step();
    if (command.over) {
      commands.remove(command);
    }
  }

  /** What {@code app.Claims} does around the protocol. */
  private ClaimEnd run(Node clone, Claimant me, Ask ask, boolean offline) {
    ClaimProtocol<RuntimeException> protocol =
        new ClaimProtocol<>(
            PLAN,
            me,
            new Connection(clone),
            taken -> lastSeen(clone, taken.owner().replica()),
            () -> "nonce000000000000" + nonces++,
            () -> clock(clone));
    ClaimProtocol.Done done = protocol.run(clone.note, ask, offline);
    if (done.end() instanceof ClaimEnd.Claimed(Claim claim)) {
      believe(claim);
    }
    if (done.end() instanceof ClaimEnd.Already(Claim claim) && claim.held()) {
      believe(claim);
    }
    if (lot(10)) {
      throw new Killed();
    }
    clone.note = done.note();
    Claim held = clone.note.held();
    if (held != null) {
      believe(held);
      record(clone);
    }
    return done.end();
  }

  private long lastSeen(Node clone, ReplicaId owner) {
    exchange(clone);
    return clone.events.stream()
        .filter(event -> event.replica().equals(owner))
        .mapToLong(Event::seq)
        .max()
        .orElse(0);
  }

  private void record(Node clone) {
    List<Claim> claims = versions.stream().map(Version::claim).toList();
    List<Event> known =
        clone.events.stream().filter(event -> event.body() instanceof Body.Takeover).toList();
    for (Body.Takeover takeover : Takeovers.missing(claims.subList(0, clone.known), known)) {
      write(clone, Draft.takeover(takeover));
    }
  }

  /** As {@code app.ReportStatus}: under the claim that is known, or not at all. */
  private void report(Node clone, @Nullable String executor) {
    ClaimNote note =
        clone.known == 0
            ? clone.note
            : clone.note.seen(placed(clone.known), clone.person, clock(clone));
    if (note.mine() == ClaimNote.Mine.LOST) {
      return;
    }
    Claim own = note.held();
    String worker = own == null ? null : own.owner().executor();
    if (executor != null && worker != null && !executor.equals(worker)) {
      return;
    }
    boolean done = random.nextBoolean();
    Draft draft = Draft.report(TASK, done ? "done" : "in_progress", done ? 2 : 1);
    write(clone, own == null ? draft.inPlan(PLAN) : draft.underClaim(PLAN, own.epoch()));
  }

  private void write(Node clone, Draft draft) {
    Origin origin =
        new Origin(clone.person.replica(), 0, clone.person.host(), clone.person.hostId(), "zoe");
    clone.events.add(new Scribe(origin, clone.events, now + clone.skew).write(draft));
  }

  private final Set<Event> published = new LinkedHashSet<>();

  private void exchange(Node clone) {
    if (!clone.cutOff) {
      clone.events.addAll(published);
      published.addAll(clone.events);
    }
  }

  // What must be so in the end.

  private void heal() {
    while (!commands.isEmpty()) {
      advance(commands.getFirst());
    }
    late.forEach(one -> accept(one.expected(), one.claim()));
    late.clear();
    clones.forEach(clone -> clone.cutOff = false);
    for (int round = 0; round < 2; round++) {
      for (Node clone : clones) {
        settle(clone);
        exchange(clone);
      }
    }
    agree();
    fenced();
    inherit();
  }

  /** As {@code app.Claims.settle}, but nothing is lost any more. */
  private void settle(Node clone) {
    Claim own = clone.note.claim();
    if (own != null && clone.note.mine() == ClaimNote.Mine.PROVISIONAL) {
      ask(clone, own.owner(), new Ask.Take(false, null, own.lease()));
      return;
    }
    clone.known = versions.size();
    if (clone.known > 0) {
      clone.note = clone.note.seen(placed(clone.known), clone.person, clock(clone));
      if (clone.note.held() != null) {
        record(clone);
      }
    }
  }

  /** Until it is known what came of it. */
  private void ask(Node clone, Claimant me, Ask ask) {
    for (int attempt = 0; attempt < 100; attempt++) {
      List<ClaimEnd> ends = new ArrayList<>();
      Command command = new Command(() -> ends.add(run(clone, me, ask, false)));
      while (!command.over) {
        command.step();
      }
      arrive();
      if (!ends.isEmpty() && !(ends.getFirst() instanceof ClaimEnd.Unknown)) {
        return;
      }
    }
    throw new AssertionError("what a request comes to is never known");
  }

  /** Who owns the plan is the same for all, and at most one. */
  private void agree() {
    Claim stands = versions.isEmpty() ? null : versions.getLast().claim();
    for (Node clone : clones) {
      assertThat(clone.note.mine()).isNotEqualTo(ClaimNote.Mine.PROVISIONAL);
      Claim held = clone.note.held();
      boolean owns = stands != null && stands.held() && stands.owner().sameClone(clone.person);
      assertThat(held != null).as("%s owns it: %s", clone.person.host(), stands).isEqualTo(owns);
      if (held != null) {
        assertThat(held).isEqualTo(stands);
      }
    }
  }

  /** What is recorded is the same for all, and nothing that came too late is in it. */
  private void fenced() {
    Map<TaskId, RecordedStatus> recorded = Join.of(published);
    for (Node clone : clones) {
      assertThat(Join.of(disordered(clone.events))).isEqualTo(recorded);
    }
    Claim stands = versions.isEmpty() ? null : versions.getLast().claim();
    if (stands == null || !stands.held()) {
      return;
    }
    List<Event> barred = Join.fenced(published);
    for (Version version : versions) {
      Claim.TakenFrom from = version.claim().takenFrom();
      if (from != null) {
        for (Event event : published) {
          boolean tooLate =
              event.replica().equals(from.replica())
                  && Objects.equals(event.context().epoch(), from.epoch())
                  && event.seq() > from.last();
          if (tooLate && event.body() instanceof Body.Setting) {
            assertThat(barred).as("N22 what comes too late does not count").contains(event);
          }
        }
      }
    }
  }

  private List<Event> disordered(Collection<Event> events) {
    List<Event> all = new ArrayList<>(events);
    Collections.shuffle(all, new Random(random.nextLong()));
    return all;
  }

  /** N23: an executor that is gone does not keep the plan for ever. */
  private void inherit() {
    Claim stands = versions.isEmpty() ? null : versions.getLast().claim();
    if (stands == null || !stands.held() || stands.lease() == null) {
      return;
    }
    Node heir =
        clones.stream()
            .filter(clone -> !clone.person.sameClone(stands.owner()))
            .findFirst()
            .orElseThrow();
    ask(heir, heir.person, new Ask.Take(false, null, null));
    now += LEASE.toMillis();
    ask(heir, heir.person, new Ask.Take(false, null, null));
    assertThat(versions.getLast().claim().owner())
        .as("N23 a dead owner keeps the plan for ever")
        .isEqualTo(heir.person);
  }
}
