package dev.pawl.app.beat;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.remote.HostRefs;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.UserSettingsFile;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Address;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.journal.Actor;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.machine.Host;
import dev.pawl.machine.HostRecord;
import dev.pawl.machine.HostRecord.Doing;
import dev.pawl.machine.HostRecord.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One beat: this host says on a remote how it is, and hears how the others are. It is bookkeeping
 * that is shared on purpose, in a ref that only this host writes, and never in the journal (N44).
 */
public final class Beat {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Another clone of this host may beat at the same moment. */
  private static final int ATTEMPTS = 3;

  private final Workspace workspace;
  private final Uptime uptime;
  private final HostRefs refs;

  public Beat(Workspace workspace) {
    this(workspace, Uptime.system());
  }

  /** With a clock of its own, which only runs forward. */
  public Beat(Workspace workspace, Uptime uptime) {
    this.workspace = workspace;
    this.uptime = uptime;
    this.refs = new HostRefs(workspace, uptime);
  }

  /**
   * What to say.
   *
   * @param command what does the work, for example {@code autosync}; null for a person
   * @param executing the plan and task that a process works on; null: what was reported from here
   * @param last whether this is the last beat: goodbye
   */
  public record Word(@Nullable String command, @Nullable Doing executing, boolean last) {}

  /**
   * How it went.
   *
   * @param said whether the remote has it now
   * @param reason why not; empty when it has
   * @param notes what a person should know
   */
  public record Outcome(boolean said, String reason, List<String> notes) {}

  /**
   * Beats on a remote with which journals were exchanged just now. A clone that never reported nor
   * claimed anything has nothing to say there: a build machine leaves no trace.
   *
   * @return what a person should know
   */
  public static List<String> afterExchange(Workspace workspace, String remote, String version)
      throws GitException, Failure {
    Beat beat = new Beat(workspace);
    if (beat.work().progress() == 0 && !new Claims(workspace).any()) {
      return List.of();
    }
    Word word = new Word(null, null, /* last= */ false);
    Outcome outcome = beat.run(remote, word, version, /* fetched= */ true);
    List<String> notes = new ArrayList<>(outcome.notes());
    if (!outcome.said()) {
      notes.add("others do not see that this host is alive: " + outcome.reason());
    }
    return notes;
  }

  /**
   * Says goodbye where this host beat before: it is seen to be gone at once.
   *
   * @return what a person should know
   */
  public static List<String> goodbye(Workspace workspace, String remote, String version)
      throws GitException, Failure {
    Beat beat = new Beat(workspace);
    if (!beat.refs.all().containsKey(Machine.host(workspace.surroundings()).id())) {
      return List.of();
    }
    Outcome outcome =
        beat.run(remote, new Word(null, null, /* last= */ true), version, /* fetched= */ false);
    return outcome.said()
        ? List.of()
        : List.of("others see only later that this host is gone: " + outcome.reason());
  }

  /**
   * Beats on a remote.
   *
   * @param remote a name or a URL
   * @param version of pawl
   * @param fetched whether the hosts' records were fetched from there just now
   */
  public Outcome run(String remote, Word word, String version, boolean fetched)
      throws GitException, Failure {
    List<String> notes = new ArrayList<>();
    String copied = Machine.copied(workspace.surroundings());
    if (copied != null) {
      notes.add(copied);
    }
    Host host = Machine.host(workspace.surroundings());
    HostRecord record = null;
    String reason = "others keep changing it";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!fetched || attempt > 0) {
        String failed = fetch(remote, notes);
        if (failed != null) {
          return new Outcome(false, failed, shown(notes));
        }
      }
      record = record(host, word, version, record == null, notes);
      PushOutcome.Result result = push(remote, record);
      switch (result.status()) {
        case ACCEPTED -> {
          return new Outcome(true, "", shown(notes));
        }
        case REJECTED -> reason = result.reason();
        case REFUSED, REFUSED_HERE, UNREACHABLE -> {
          return new Outcome(false, Address.shown(result.reason()), shown(notes));
        }
      }
    }
    return new Outcome(false, Address.shown(reason), shown(notes));
  }

  private static List<String> shown(List<String> notes) {
    return notes.stream().map(Address::shown).toList();
  }

  /** Why the records could not be fetched; null when they were. */
  private @Nullable String fetch(String remote, List<String> notes) throws GitException {
    return switch (new RemoteAccess(workspace.repo())
        .fetchOnly(remote, List.of(HostRefs.refspec()), LIMIT)) {
      case FetchOutcome.Failed failed -> failed.unreachable().reason();
      case FetchOutcome.Fetched came -> {
        refs.arrived(came.moved()).forEach(damage -> notes.add("passed over: " + damage));
        yield null;
      }
    };
  }

  private HostRecord record(Host host, Word word, String version, boolean first, List<String> notes)
      throws GitException, Failure {
    HostRecord there = refs.all().get(host.id());
    long seen = there == null ? 0 : there.sequence();
    Work work = work();
    Doing doing =
        word.executing() != null
            ? word.executing()
            : work.doing() == null
                ? null
                : new Doing(work.doing().plan(), work.doing().task(), word.command());
    BeatCounter.Beaten beaten =
        new BeatCounter(workspace.folders().state(), host.id())
            .next(
                seen,
                "%s %d %s".formatted(work.replica(), work.progress(), doing),
                uptime.glance(workspace.surroundings().clock()));
    Long known = beaten.known();
    if (first && there != null && known != null && seen > known) {
      notes.add(twoHosts(there));
    }
    Duration limit = UserSettingsFile.read(workspace.surroundings()).settings().machines().stuck();
    boolean watched = word.executing() != null || work.byAgent();
    State state =
        word.last()
            ? State.GONE
            : doing == null
                ? State.IDLE
                : !watched || beaten.still().compareTo(limit) < 0 ? State.WORKING : State.STUCK;
    return new HostRecord(
        host,
        beaten.sequence(),
        state,
        word.last() ? null : doing,
        work.progress(),
        beaten.still(),
        version,
        work.replica());
  }

  private String twoHosts(HostRecord there) throws Failure {
    Path file = workspace.folders().state().resolve("host-id");
    return "another machine goes by this host's id, %s: beat %d of %s was not made here. One is a copy of the other (a copied home folder, a cloned image), or this one was set back to an earlier state. Nothing is lost; on the copy, move %s away, and the next command makes an id of its own"
        .formatted(there.host().id(), there.sequence(), there.host().name(), file);
  }

  private PushOutcome.Result push(String remote, HostRecord record) throws GitException {
    String name = HostRefs.name(record.host().id());
    Optional<CommitId> before = refs.at(record.host().id());
    CommitId old = before.orElse(null);
    PushOutcome.Result result =
        moved(remote, RefPush.replacing(name, old, refs.store(record, null)), record);
    if (result.status() == PushOutcome.Status.REJECTED && isBehind(record, old, result.now())) {
      return moved(remote, RefPush.replacing(name, result.now(), refs.store(record, null)), record);
    }
    if (result.status() == PushOutcome.Status.REFUSED && old != null) {
      // It lets nothing be replaced: there the record grows a history.
      return moved(remote, new RefPush(name, old, refs.store(record, old)), record);
    }
    return result;
  }

  /** Whether a remote has none, or an older one than others: it is not the one of the last beat. */
  private boolean isBehind(HostRecord record, @Nullable CommitId old, @Nullable CommitId now)
      throws GitException {
    if (now == null || now.equals(old)) {
      return now == null && old != null;
    }
    HostRecord there = refs.held(record.host().id(), now);
    return there != null && there.sequence() < record.sequence();
  }

  private PushOutcome.Result moved(String remote, RefPush push, HostRecord record)
      throws GitException {
    PushOutcome.Result result =
        new RemoteAccess(workspace.repo()).push(remote, List.of(push), LIMIT).of(push.ref());
    if (result.status() == PushOutcome.Status.ACCEPTED) {
      refs.keep(record, push.value());
    }
    return result;
  }

  /**
   * What was reported from this clone.
   *
   * @param progress the number of the last report that counts
   * @param byAgent whether an agent is at it: a person may think for as long as they like
   */
  private record Work(String replica, long progress, @Nullable Doing doing, boolean byAgent) {}

  private Work work() throws Failure {
    if (!workspace.hasJournal()) {
      return new Work("", 0, null, false);
    }
    try {
      ReplicaId own = workspace.journal().own();
      List<RecordedStatus> mine =
          RepositorySnapshot.journal(workspace).recorded().values().stream()
              .filter(recorded -> recorded.winner().replica().equals(own))
              .toList();
      RecordedStatus last =
          mine.stream()
              .filter(recorded -> recorded.status().equals("in_progress"))
              .max(Comparator.comparingLong(recorded -> recorded.winner().seq()))
              .orElse(null);
      return new Work(
          own.value(),
          mine.stream().map(RecordedStatus::winner).mapToLong(Event::seq).max().orElse(0),
          last == null ? null : doing(last),
          last != null && Actor.isAgent(last.winner().origin().actor()));
    } catch (IOException e) {
      throw Failure.of("which replica this clone is cannot be read", e);
    }
  }

  private static Doing doing(RecordedStatus recorded) {
    var plan = recorded.winner().context().plan();
    return new Doing(plan == null ? null : plan.value(), recorded.task().value(), null);
  }
}
