package dev.pawl.app.autosync;

import dev.pawl.app.beat.Beat;
import dev.pawl.app.reconcile.JournalSync;
import dev.pawl.app.reconcile.WatchedState;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.ProcessLock;
import dev.pawl.disk.ProcessMark;
import dev.pawl.git.GitException;
import dev.pawl.git.process.ShellCommand;
import dev.pawl.git.process.ShutdownDelay;
import dev.pawl.plan.settings.AutosyncSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges journals by itself: after what changes here, and now and then for what changes
 * elsewhere. A convenience: every command works as well without it (N40).
 */
public final class Autosync {
  private static final Duration AFTER_LIMIT = Duration.ofMinutes(2);

  private final Surroundings surroundings;
  private final AutosyncSettings settings;
  private final String version;
  private final Clock clock;
  private final Consumer<String> told;

  /** Waits, and says how late it is. */
  public interface Clock {
    /** The time on a clock that only goes forward, from any beginning. */
    Duration now();

    /** Waits until it is time to look again; false ends the autosync. */
    boolean pause();
  }

  /**
   * In the repository around the surroundings' folder.
   *
   * @param version of pawl, for this host's record
   * @param told is told what happens, a line each
   */
  public Autosync(
      Surroundings surroundings,
      AutosyncSettings settings,
      String version,
      Clock clock,
      Consumer<String> told) {
    this.surroundings = surroundings;
    this.version = version;
    this.settings = settings;
    this.clock = clock;
    this.told = told;
  }

  /**
   * Runs until the clock ends it. What fails is said, and tried again later.
   *
   * @throws Failure when it cannot begin: not in a repository, nothing to exchange with, another
   *     autosync runs here
   */
  public void run() throws Failure {
    AutosyncFolder folder = folder(surroundings);
    try (ProcessLock _ = taken(folder);
        ShutdownDelay _ = ShutdownDelay.begin("autosync")) {
      Rounds rounds = new Rounds(folder);
      try {
        rounds.first();
        rounds.go();
      } finally {
        folder.forget();
      }
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("autosync", e);
    }
  }

  static AutosyncFolder folder(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      return new AutosyncFolder(workspace.pawlFolder());
    }
  }

  private static ProcessLock taken(AutosyncFolder folder) throws IOException, Failure {
    ProcessLock lock = folder.take().orElse(null);
    if (lock == null) {
      throw Failure.refused(
          "an autosync runs in this clone already",
          "what it does: pawl autosync --status",
          "end it: pawl autosync --stop");
    }
    return lock;
  }

  /** One run, from its first exchange on. */
  private final class Rounds {
    private final AutosyncFolder folder;
    private final AutosyncLog log;
    private final Rhythm rhythm = new Rhythm(settings);
    private AutosyncStatus status;
    private @Nullable WatchedState seen;

    Rounds(AutosyncFolder folder) throws IOException {
      this.folder = folder;
      this.log = folder.log();
      this.status = AutosyncStatus.begun(ProcessMark.current(), now());
    }

    private Instant now() {
      return surroundings.clock().instant();
    }

    private void say(String text) throws IOException {
      told.accept(text);
      log.add(now(), text);
    }

    /** What can never work is said at once; what may work later is tried again. */
    void first() throws Failure, IOException {
      seen = look();
      folder.write(status);
      say("autosync begins in " + surroundings.directory());
      try {
        exchange();
      } catch (Failure e) {
        if (e.kind() != Failure.Kind.ENVIRONMENT) {
          throw e;
        }
        failed(e.getMessage());
      }
    }

    void go() throws IOException {
      while (clock.pause()) {
        WatchedState now = look();
        if (now != null && !now.equals(seen)) {
          seen = now;
          rhythm.changed(clock.now());
        }
        if (rhythm.isDue(clock.now())) {
          try {
            exchange();
          } catch (Failure e) {
            failed(e.getMessage());
          }
        }
      }
      goodbye();
      say("autosync ends");
    }

    /** The others need not wait for the next beat, which does not come. */
    private void goodbye() throws IOException {
      try (Workspace workspace = Workspace.openToWrite(surroundings)) {
        String remote = workspace.remote().name();
        if (remote != null) {
          for (String note : Beat.goodbye(workspace, remote, version)) {
            say(note);
          }
        }
      } catch (Failure | GitException e) {
        say("others see only later that this host is gone: " + e.getMessage());
      }
    }

    /** One peer that answers is enough to go on as ever; of the others it is said why not. */
    private void exchange() throws Failure, IOException {
      List<JournalSync.Outcome> peers =
          new JournalSync(surroundings, version).run(List.of(), JournalSync.Way.BOTH);
      String silent =
          peers.stream()
              .filter(peer -> !peer.complete())
              .map(peer -> peer.peer() + ": " + peer.reason())
              .collect(Collectors.joining("; "));
      if (peers.stream().noneMatch(JournalSync.Outcome::complete)) {
        failed(silent);
        return;
      }
      if (status.failures() > 0) {
        say("exchanging again");
      }
      for (JournalSync.Outcome peer : peers) {
        if (peer.received() > 0 || peer.sent() > 0) {
          say(
              "exchanged with %s: %d received, %d sent"
                  .formatted(peer.peer(), peer.received(), peer.sent()));
        }
      }
      if (!silent.isEmpty() && !silent.equals(status.reason())) {
        say("not exchanged with " + silent);
      }
      rhythm.exchanged(clock.now());
      status =
          status.exchanged(
              now(),
              peers.stream().mapToInt(JournalSync.Outcome::received).sum(),
              peers.stream().mapToInt(JournalSync.Outcome::sent).sum(),
              silent.isEmpty() ? null : silent);
      afterwards();
      folder.write(status);
    }

    private void failed(@Nullable String why) throws IOException {
      String reason = why == null || why.isEmpty() ? "nobody answered" : why;
      rhythm.failed(clock.now());
      if (!reason.equals(status.reason())) {
        say("not exchanged, and tried again later and later: " + reason);
      }
      status = status.failed(rhythm.failures(), reason);
      folder.write(status);
    }

    /** The configuration repository, and the user's own command. */
    private void afterwards() throws IOException {
      String config = settings.config();
      String outcome = config == null ? null : config(config).toString();
      if (outcome != null && !outcome.equals(status.config())) {
        say("configuration " + outcome);
      }
      String ended = settings.after().isEmpty() ? null : after();
      if (ended != null && !ended.equals(status.after())) {
        say(ended);
      }
      status = status.afterwards(outcome, ended);
    }

    private ConfigSync.Outcome config(String place) {
      String home = surroundings.variables().getOrDefault("HOME", "");
      Path folder = Path.of(place.startsWith("~/") ? home + place.substring(1) : place);
      return folder.isAbsolute()
          ? new ConfigSync(surroundings, folder).run()
          : new ConfigSync.Outcome(
              ConfigSync.State.ERROR,
              "autosync.config must be an absolute path or begin with ~/: " + place);
    }

    /** Null when it went well. */
    private @Nullable String after() {
      Deque<String> last = new ArrayDeque<>();
      String program = settings.after().getFirst();
      try {
        ShellCommand.Outcome done =
            ShellCommand.run(
                surroundings.directory(),
                settings.after(),
                surroundings.variables(),
                AFTER_LIMIT,
                line -> {
                  last.clear();
                  last.add(line);
                });
        if (done.ok()) {
          return null;
        }
        return done.timedOut()
            ? "%s was ended after %d s".formatted(program, AFTER_LIMIT.toSeconds())
            : "%s failed with %d: %s".formatted(program, done.exit(), String.join("", last));
      } catch (GitException e) {
        return program + " could not be run: " + e.getMessage();
      }
    }

    /** What is being edited may be unreadable for a moment: the next look tells. */
    private @Nullable WatchedState look() {
      try {
        return WatchedState.of(surroundings).here();
      } catch (Failure e) {
        return seen;
      }
    }
  }
}
