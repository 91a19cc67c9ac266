package dev.pawl.app.cluster;

import dev.pawl.app.remote.HostRefs;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.HostBook;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.UserSettingsFile;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitException;
import dev.pawl.git.process.SecureShell;
import dev.pawl.git.process.ShellCommand;
import dev.pawl.machine.Glance;
import dev.pawl.machine.Host;
import dev.pawl.machine.HostRecord;
import dev.pawl.machine.Liveness;
import dev.pawl.plan.settings.MachineSettings;
import dev.pawl.plan.settings.SshAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are known here, and which of them are alive: by how long ago, by this machine's
 * own clocks, each was first seen at its last beat. Two machines' clocks are never compared (N23),
 * and no process of another machine is ever looked for here (N24).
 */
final class Hosts {
  /** A machine that does not answer in this time is not reached. */
  static final Duration PROBE = Duration.ofSeconds(5);

  private final Surroundings surroundings;
  private final Host here;
  private final MachineSettings settings;
  private final Map<String, HostRecord> records;
  private final Map<String, HostBook.Entry> seen;
  private final Glance now;
  private final Map<String, Host> known = new TreeMap<>();
  private final Map<String, HostRow> rows = new LinkedHashMap<>();

  private Hosts(Workspace workspace, Uptime uptime) throws GitException, Failure {
    this.surroundings = workspace.surroundings();
    this.here = Machine.host(surroundings);
    this.settings = UserSettingsFile.read(surroundings).settings().machines();
    this.records = new HostRefs(workspace, uptime).all();
    this.now = uptime.glance(surroundings.clock());
    HostBook book = new HostBook(workspace.repo());
    book.see(records.values(), now);
    this.seen = book.all();
    known.put(here.id(), here);
    records.forEach((id, record) -> known.putIfAbsent(id, record.host()));
  }

  static Hosts of(Workspace workspace, Uptime uptime) throws GitException, Failure {
    return new Hosts(workspace, uptime);
  }

  /** Takes in a host that is named elsewhere, in a claim or a report. */
  void add(String id, String name) {
    known.putIfAbsent(id, new Host(id, name));
  }

  /** Whether a host of this name is known. */
  boolean knows(String name) {
    return known.values().stream().anyMatch(host -> host.name().equals(name));
  }

  /** Where a host can be asked; null where the user's settings do not say. */
  @Nullable SshAddress address(Host host) {
    for (Map.Entry<String, SshAddress> entry : settings.ssh().entrySet()) {
      String key = entry.getKey();
      if (key.equals(host.id()) || Host.normalise(key).equals(host.name())) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Looks at all of them; those that seem dead are asked, where the settings say how. */
  void look(boolean probe) throws Failure {
    Map<String, String> reasons = probe ? unreachable() : Map.of();
    known.forEach((id, host) -> rows.put(id, row(host, reasons.get(id))));
  }

  HostRow row(String id) {
    return Objects.requireNonNull(rows.get(id), id);
  }

  /** All, this machine first, then by name. */
  List<HostRow> rows() {
    List<HostRow> all = new ArrayList<>(rows.values());
    all.sort(
        Comparator.<HostRow, Boolean>comparing(row -> row.liveness() != Liveness.LOCAL)
            .thenComparing(row -> row.host().name())
            .thenComparing(row -> row.host().id()));
    return List.copyOf(all);
  }

  private HostRow row(Host host, @Nullable String reason) {
    HostRecord record = records.get(host.id());
    HostBook.Entry entry = seen.get(host.id());
    Duration age = record == null || entry == null ? null : entry.seen().until(now);
    boolean beating = entry != null && entry.beating();
    Liveness liveness = reason == null ? byBeat(host, record, age) : Liveness.UNREACHABLE;
    return new HostRow(host, liveness, record, age, beating, reason);
  }

  private Liveness byBeat(Host host, @Nullable HostRecord record, @Nullable Duration age) {
    if (host.id().equals(here.id())) {
      return Liveness.LOCAL;
    }
    boolean alive =
        record != null
            && record.state() != HostRecord.State.GONE
            && age != null
            && age.compareTo(settings.alive()) < 0;
    return alive ? Liveness.ALIVE : Liveness.STALE;
  }

  /**
   * Why hosts that seem dead could not be reached, by id; those that answered are not among them.
   */
  private Map<String, String> unreachable() throws Failure {
    Map<String, Future<String>> asked = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Host host : known.values()) {
        SshAddress address = address(host);
        HostRow row = row(host, null);
        boolean gone = row.record() != null && row.record().state() == HostRecord.State.GONE;
        if (address != null && row.liveness() == Liveness.STALE && !gone) {
          surroundings.progress().accept("asking " + host.name() + " by ssh: " + address.host());
          asked.put(host.id(), threads.submit(() -> probed(address)));
        }
      }
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    for (Map.Entry<String, Future<String>> each : asked.entrySet()) {
      if (each.getValue().state() == Future.State.FAILED) {
        throw new IllegalStateException(each.getValue().exceptionNow());
      }
      String reason = each.getValue().resultNow();
      if (!reason.isEmpty()) {
        reasons.put(each.getKey(), reason);
      }
    }
    return reasons;
  }

  /** Why a machine could not be reached; empty when it answered. */
  private String probed(SshAddress address) {
    List<String> said = new ArrayList<>();
    try {
      ShellCommand.Outcome outcome =
          new SecureShell(surroundings.variables())
              .run(address.host(), List.of("true"), PROBE, said::add);
      return failure(outcome, said, PROBE);
    } catch (GitException e) {
      return e.reason();
    }
  }

  /** Why nobody was reached; empty when somebody was, whatever came of it. */
  static String failure(ShellCommand.Outcome outcome, List<String> said, Duration limit) {
    if (outcome.timedOut()) {
      return "no answer within " + limit.toSeconds() + " s";
    }
    if (outcome.exit() == NO_CONNECTION) {
      return said.isEmpty() ? "ssh could not connect" : said.getLast();
    }
    return "";
  }

  /** What ssh ends with when it did not come to run anything. */
  private static final int NO_CONNECTION = 255;
}
