package dev.pawl.journal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.Origin;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.Scribe;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Stores for tests, on a disk in memory or a real one, and a look at their files. */
final class Places {
  static final Instant NOW = Instant.parse("2026-11-20T08:41:00.123Z");
  static final Site SITE = new Site("anvil", "host-1", "zoe", 4711, "pawl task done");
  static final ReplicaId OTHER = new ReplicaId("bbbbbbbbbbbbbbbbbbbb");

  private static final AtomicLong SEEDS = new AtomicLong();

  private Places() {}

  /** A new repository's pawl folder, not made yet, on a disk in memory. */
  static Path inMemory() throws IOException {
    Path git = Jimfs.newFileSystem(Configuration.unix()).getPath("/repo/.git");
    return Files.createDirectories(git).resolve("pawl");
  }

  static JournalStore store(Path pawlDir) {
    return store(pawlDir, SITE);
  }

  static JournalStore store(Path pawlDir, Site site) {
    return store(pawlDir, site, new Fsync.Disk());
  }

  static JournalStore store(Path pawlDir, Site site, Fsync fsync) {
    return new JournalStore(
        pawlDir,
        site,
        () -> NOW,
        new SplittableRandom(SEEDS.incrementAndGet()),
        Duration.ofSeconds(10),
        fsync);
  }

  static TaskId task(int n) {
    return TaskId.of("T" + n).orElseThrow();
  }

  static Draft done(int n) {
    return Draft.report(task(n), "done", 2);
  }

  static List<Draft> done(int from, int to) {
    List<Draft> drafts = new ArrayList<>();
    for (int n = from; n <= to; n++) {
      drafts.add(done(n));
    }
    return drafts;
  }

  static List<Event> append(JournalStore store, Draft... drafts) throws IOException {
    return store.append(_ -> List.of(drafts)).events();
  }

  /** A stream as another replica would have it. */
  static List<Event> written(ReplicaId replica, List<Draft> drafts) {
    Origin origin = new Origin(replica, 0, "forge", "host-2", "ada");
    Scribe scribe = new Scribe(origin, List.of(), NOW.toEpochMilli());
    return drafts.stream().map(scribe::write).toList();
  }

  static Path segment(Path pawlDir, ReplicaId replica, int number) {
    return pawlDir.resolve("journal").resolve(replica.value()).resolve(Segment.name(number));
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /** All files below a folder, as relative paths. */
  static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** A stream that no longer depends on the files that it stands in. */
  static java.util.SortedMap<String, Piece> loaded(java.util.SortedMap<String, Piece> stream)
      throws java.io.IOException {
    java.util.SortedMap<String, Piece> loaded = new java.util.TreeMap<>();
    for (java.util.Map.Entry<String, Piece> piece : stream.entrySet()) {
      loaded.put(piece.getKey(), Piece.of(piece.getValue().bytes()));
    }
    return loaded;
  }
}
