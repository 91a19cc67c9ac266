package dev.pawl.app.remote;

import dev.pawl.app.workspace.HostBook;
import dev.pawl.app.workspace.Uptime;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Printable;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Person;
import dev.pawl.git.history.Snapshots;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.journal.store.Damage;
import dev.pawl.machine.HostRecord;
import dev.pawl.machine.HostText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The refs of host records, {@code refs/pawl/hosts/<host id>}: each leads to a commit without a
 * parent that holds what the host said last, so that a beat leaves no history behind. Only the host
 * itself writes its ref; everyone may pass it on.
 */
public final class HostRefs {
  /** Where host records are, here and on remotes. */
  public static final String FOLDER = "refs/pawl/hosts/";

  private static final String FILE = "host.json";

  /** Who makes the commits of host records: what says whose it is is in the record. */
  private static final Person NOBODY =
      new Person("pawl", "pawl@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final Workspace workspace;
  private final Uptime uptime;
  private final Refs refs;

  public HostRefs(Workspace workspace, Uptime uptime) {
    this.workspace = workspace;
    this.uptime = uptime;
    this.refs = new Refs(workspace.repo());
  }

  /** What to ask a remote for in the round trip of an ordinary fetch. */
  public static String refspec() {
    return "+" + FOLDER + "*:" + FOLDER + "*";
  }

  public static String name(String hostId) {
    return FOLDER + hostId;
  }

  /** Where the record of a host is, here. */
  public Optional<CommitId> at(String hostId) throws GitException {
    return refs.ref(name(hostId));
  }

  /** The record of a host that a commit holds; null when that is none, or is not here. */
  public @Nullable HostRecord held(String hostId, CommitId at) throws GitException {
    return readable(name(hostId), at);
  }

  /** What is known here of hosts, by id; what is no record is passed over. */
  public Map<String, HostRecord> all() throws GitException {
    Map<String, HostRecord> records = new LinkedHashMap<>();
    for (Map.Entry<String, CommitId> ref : refs.refs(FOLDER).entrySet()) {
      HostRecord record = readable(ref.getKey(), ref.getValue());
      if (record != null) {
        records.put(record.host().id(), record);
      }
    }
    return records;
  }

  /**
   * After a fetch: what came and is no record, or older than what was known, is put back to what
   * was known (N50). Who moved is noted, by this machine's own clocks.
   *
   * @param moved what the fetch changed
   * @return what is no record, and where
   */
  public List<Damage> arrived(Map<String, FetchOutcome.Moved> moved) throws GitException {
    List<Damage> found = new ArrayList<>();
    List<HostRecord> seen = new ArrayList<>();
    for (Map.Entry<String, FetchOutcome.Moved> change : moved.entrySet()) {
      String name = change.getKey();
      CommitId after = change.getValue().after();
      if (!name.startsWith(FOLDER) || after == null) {
        continue;
      }
      try {
        HostRecord record = read(name, after);
        CommitId before = change.getValue().before();
        HostRecord known = before == null ? null : readable(name, before);
        if (before != null && known != null && known.sequence() > record.sequence()) {
          refs.compareAndSet(name, after, before, "");
        } else {
          seen.add(record);
        }
      } catch (UnreadableRecord e) {
        putBack(name, change.getValue().before(), after);
        String why = e.getMessage() + " (" + after + ")";
        found.add(new Damage(Printable.visible(name), 0, 0, why));
      }
    }
    new HostBook(workspace.repo()).see(seen, uptime.glance(workspace.surroundings().clock()));
    return found;
  }

  private void putBack(String name, @Nullable CommitId before, CommitId after) throws GitException {
    if (before != null && readable(name, before) != null) {
      refs.compareAndSet(name, after, before, "");
    } else {
      refs.forget(Map.of(name, after));
    }
  }

  /**
   * A commit that holds a record; nothing leads to it yet.
   *
   * @param parent of a remote that lets nothing be replaced; null for none
   */
  public CommitId store(HostRecord record, @Nullable CommitId parent) throws GitException {
    return new Snapshots(workspace.repo())
        .store(Map.of(FILE, HostText.write(record)), parent, "pawl host\n", NOBODY);
  }

  /** From now on this is known here; when another process is faster, its as good. */
  public void keep(HostRecord record, CommitId commit) throws GitException {
    String name = name(record.host().id());
    refs.compareAndSet(name, refs.ref(name).orElse(null), commit, "");
  }

  private @Nullable HostRecord readable(String name, CommitId at) throws GitException {
    try {
      return read(name, at);
    } catch (UnreadableRecord e) {
      // What is none was named when it came; a host of which nothing is known is said to be that.
      return null;
    }
  }

  private HostRecord read(String name, CommitId at) throws GitException, UnreadableRecord {
    Snapshots.Content content = new Snapshots(workspace.repo()).load(at).orElse(null);
    byte[] text = content == null ? null : content.files().get(FILE);
    if (text == null) {
      throw new UnreadableRecord(
          content == null ? "it is not a whole commit" : "it holds no " + FILE);
    }
    return HostText.read(text, name.substring(FOLDER.length()));
  }
}
