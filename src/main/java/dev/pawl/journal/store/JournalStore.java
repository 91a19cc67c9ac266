package dev.pawl.journal.store;

import dev.pawl.disk.ProcessLock;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.HybridClock;
import dev.pawl.journal.JournalMemory;
import dev.pawl.journal.JournalProjection;
import dev.pawl.journal.Origin;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.Scribe;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one clone: {@code journal/<replica>/00000001.jsonl} and so on below the clone's
 * pawl folder. Many processes may use it at once.
 */
public final class JournalStore {
  /** Whoever begins a segment packs so many old ones, which takes some hundredths of a second. */
  private static final int PACKED_AT_ONCE = 4;

  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Path pawlDir;
  private final Path journal;
  private final Site site;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Duration wait;
  private final Fsync fsync;
  private final JournalMemory memory;
  private final Map<String, String> names;
  private final ReplicaIdentity identity;
  private final ExchangedStreams streams = new ExchangedStreams(this);

  JournalStore(
      Path pawlDir,
      Site site,
      InstantSource clock,
      RandomGenerator random,
      Duration wait,
      Fsync fsync) {
    this(pawlDir, site, clock, random, wait, fsync, JournalMemory.none(), Map.of());
  }

  private JournalStore(
      Path pawlDir,
      Site site,
      InstantSource clock,
      RandomGenerator random,
      Duration wait,
      Fsync fsync,
      JournalMemory memory,
      Map<String, String> names) {
    this.memory = memory;
    this.names = Map.copyOf(names);
    this.pawlDir = pawlDir;
    this.journal = pawlDir.resolve("journal");
    this.site = site;
    this.clock = clock;
    this.random = random;
    this.wait = wait;
    this.fsync = fsync;
    this.identity = new ReplicaIdentity(pawlDir, site.hostId());
  }

  /**
   * The journal in {@code pawlDir}, which is {@code pawl} in the common git directory. Touches
   * nothing yet. {@code random} makes replica ids: a secure one.
   */
  public static JournalStore open(
      Path pawlDir, Site site, InstantSource clock, RandomGenerator random) {
    return new JournalStore(pawlDir, site, clock, random, WAIT, new Fsync.Disk());
  }

  /** The same journal, where a lock is waited for so long at most. */
  public JournalStore waiting(Duration longest) {
    return new JournalStore(pawlDir, site, clock, random, longest, fsync, memory, names);
  }

  /** The same journal, which goes on from what is remembered of it, and has it remembered. */
  public JournalStore remembering(JournalMemory remembers) {
    return new JournalStore(pawlDir, site, clock, random, wait, fsync, remembers, names);
  }

  /** The same journal, which shows hosts by the names that they go by now, by their ids. */
  public JournalStore naming(Map<String, String> hosts) {
    return new JournalStore(pawlDir, site, clock, random, wait, fsync, memory, hosts);
  }

  /** Everything that is known here. Creates nothing in the journal. */
  public Snapshot load() throws IOException {
    JournalProjection known = new Fold(folders(), memory).goneOn();
    if (known != null) {
      return snapshot(known).named(names);
    }
    Ground.Whole whole = read();
    if (whole.unsettled() && Files.exists(JournalLock.file(pawlDir))) {
      // It may be a write under way: look again while nobody writes.
      try (ProcessLock _ = JournalLock.shared(pawlDir, wait)) {
        whole = read();
      }
    }
    return whole.snapshot().named(names);
  }

  /**
   * Lets {@code decide} see the journal and writes what it wants recorded, while no other process
   * writes. When this returns, the events are on the disk and were read back.
   *
   * @throws IllegalArgumentException if a draft does not fit into one line; nothing was written
   */
  public AppendResult append(Function<Snapshot, List<Draft>> decide) throws IOException {
    try (ProcessLock _ = lock()) {
      ReplicaIdentity.Found found = identity.read();
      Ground ground = ground();
      Snapshot snapshot = ground.snapshot().named(names);
      List<Draft> drafts = decide.apply(snapshot);
      List<String> notices = new ArrayList<>(snapshot.notices());
      if (drafts.isEmpty()) {
        return new AppendResult(List.of(), snapshot.damage(), notices);
      }
      ReplicaId own = own(found, found == null ? null : ground.last(found.replica()), notices);
      List<Event> events = written(drafts, own, ground);
      if (found == null || found.unused() || !own.equals(found.replica())) {
        identity.write(own, false);
      }
      List<Damage> damage = new ArrayList<>(snapshot.damage());
      damage.addAll(write(own, ground.last(own), events));
      goOn();
      return new AppendResult(events, damage, notices);
    }
  }

  private Ground ground() throws IOException {
    Fold fold = new Fold(folders(), memory);
    JournalProjection known = fold.goneOn();
    return known == null || fromTheFuture(known.latest())
        ? read()
        : new Ground.Remembered(snapshot(known), known, fold);
  }

  /** Has what was written remembered at once: the next command need not read it. */
  private void goOn() {
    try {
      new Fold(folders(), memory).goneOn();
    } catch (IOException e) {
      // It is recorded all the same; whoever reads next goes on from before it.
      return;
    }
  }

  /** Whether a stamp lies so far ahead that our clock does not follow it as far. */
  private boolean fromTheFuture(@Nullable Event latest) {
    return latest != null && latest.at().millis() > clock.millis() + HybridClock.BOUND.toMillis();
  }

  private List<Event> written(List<Draft> drafts, ReplicaId own, Ground ground) throws IOException {
    Set<TaskId> tasks = new HashSet<>();
    drafts.forEach(draft -> {
      TaskId task = draft.body().about();
      if (task != null) {
        tasks.add(task);
      }
    });
    Origin origin = new Origin(own, ground.lastSeq(own), site.host(), site.hostId(), site.actor());
    Scribe scribe = new Scribe(origin, new LinkedHashSet<>(ground.seen(tasks)), clock.millis());
    return drafts.stream().map(scribe::write).toList();
  }

  private Snapshot snapshot(JournalProjection known) throws IOException {
    List<Damage> damage = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    ReplicaId own = readIdentity(damage, notices);
    return new Snapshot(own, this::allEvents, known, damage, notices);
  }

  private List<Event> allEvents() {
    try {
      return read().snapshot().events();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The replica to write as: the one found, unless that is a copy's or its events are gone. */
  private ReplicaId own(
      ReplicaIdentity.@Nullable Found found, @Nullable Segment last, List<String> notices) {
    if (found == null) {
      return ReplicaId.random(random);
    }
    boolean gone = last == null;
    if (found.ours() && (found.unused() || !gone)) {
      return found.replica();
    }
    ReplicaId fresh = ReplicaId.random(random);
    if (found.ours()) {
      // Going on from 1 would give numbers out again that a remote may know.
      notices.add(
          "no event of replica %s is left here; this clone goes on as replica %s"
              .formatted(found.replica(), fresh));
    } else {
      notices.add("this clone goes on as replica " + fresh);
    }
    return fresh;
  }

  /**
   * Gives this clone a new replica id, because another one writes under the present id too. Its
   * events stay, as another's.
   */
  public ReplicaId renew() throws IOException {
    try (ProcessLock _ = lock()) {
      ReplicaId fresh = ReplicaId.random(random);
      identity.write(fresh, true);
      return fresh;
    }
  }

  /** This clone's own replica id; it is made, and kept, when there is none that is its own. */
  public ReplicaId own() throws IOException {
    ReplicaIdentity.Found known = identity.read();
    if (known != null && known.ours()) {
      return known.replica();
    }
    try (ProcessLock _ = lock()) {
      ReplicaIdentity.Found found = identity.read();
      if (found != null && found.ours()) {
        return found.replica();
      }
      ReplicaId fresh = ReplicaId.random(random);
      identity.write(fresh, true);
      return fresh;
    }
  }

  /** All replicas whose events are here, by id. */
  public List<ReplicaId> replicas() throws IOException {
    return List.copyOf(folders().keySet());
  }

  /** The journal as it is exchanged. */
  public ExchangedStreams streams() {
    return streams;
  }

  /** Whether a replica is the one that this clone writes as. */
  boolean isOwn(ReplicaId replica) throws IOException {
    ReplicaIdentity.Found found = identity.read();
    return found != null && found.ours() && found.replica().equals(replica);
  }

  /** Appends events of a replica behind its last segment, under the lock; says what went aside. */
  List<Damage> write(ReplicaId replica, @Nullable Segment last, List<Event> events)
      throws IOException {
    List<Damage> aside = new SegmentWriter(folder(replica), last, fsync).append(events);
    if (last == null || last.lines() + events.size() > Segment.SEALED_AT) {
      pack(replica, PACKED_AT_ONCE);
    }
    return aside;
  }

  /** Packs old segments of a replica; what cannot be packed stays as it stands. */
  private int pack(ReplicaId replica, int most) {
    try {
      return SegmentFile.pack(folder(replica), replica, most);
    } catch (IOException e) {
      // It is recorded all the same, and tried again with the next segment.
      return 0;
    }
  }

  /** Packs old sealed segments, at most so many; says how many were packed. */
  public int pack(int most) throws IOException {
    if (!Files.isDirectory(journal)) {
      return 0;
    }
    try (ProcessLock _ = lock()) {
      int done = 0;
      for (ReplicaId replica : replicas()) {
        done += pack(replica, most - done);
      }
      return done;
    }
  }

  JournalMemory memory() {
    return memory;
  }

  ProcessLock lock() throws IOException {
    SyncedFolders.create(pawlDir, fsync);
    return JournalLock.exclusive(pawlDir, site, wait, clock.instant());
  }

  Path folder(ReplicaId replica) {
    return journal.resolve(replica.value());
  }

  private SortedMap<ReplicaId, Path> folders() throws IOException {
    SortedMap<ReplicaId, Path> folders = new TreeMap<>(Comparator.comparing(ReplicaId::value));
    if (Files.isDirectory(journal)) {
      try (Stream<Path> entries = Files.list(journal)) {
        for (Path folder : entries.filter(Files::isDirectory).toList()) {
          ReplicaId.of(folder.getFileName().toString())
              .ifPresent(replica -> folders.put(replica, folder));
        }
      }
    }
    return folders;
  }

  private Ground.Whole read() throws IOException {
    List<Event> events = new ArrayList<>();
    List<Damage> damage = new ArrayList<>();
    List<String> notices = new ArrayList<>();
    Map<ReplicaId, ReplicaLog> logs = new HashMap<>();
    ReplicaId own = readIdentity(damage, notices);
    Fold fold = new Fold(folders(), memory);
    long now = memory.now();
    for (Map.Entry<ReplicaId, Path> folder : folders().entrySet()) {
      ReplicaLog log = ReplicaLog.read(folder.getValue(), folder.getKey());
      logs.put(folder.getKey(), log);
      events.addAll(log.events());
      damage.addAll(log.damage());
    }
    JournalProjection known = fold.remember(logs, now);
    return new Ground.Whole(new Snapshot(own, () -> events, known, damage, notices), logs);
  }

  private @Nullable ReplicaId readIdentity(List<Damage> damage, List<String> notices)
      throws IOException {
    try {
      ReplicaIdentity.Found found = identity.read();
      if (found == null) {
        return null;
      }
      if (!found.ours()) {
        notices.add(
            "this clone was copied from the one that is replica %s (another git directory or host);"
                    .formatted(found.replica())
                + " its reports stay that replica's");
        return null;
      }
      return found.replica();
    } catch (JournalException e) {
      damage.add(
          new Damage(pawlDir.resolve("replica").toString(), 1, 0, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
