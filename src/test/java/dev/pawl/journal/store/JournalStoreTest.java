package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.append;
import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.inMemory;
import static dev.pawl.journal.store.Places.store;
import static dev.pawl.journal.store.Places.task;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Played on this:
 *
 * <pre>
 * .git/pawl/
 *   journal.lock, journal.lock.holder
 *   replica
 *   journal/&lt;replica&gt;/00000001.jsonl
 *                      00000002.jsonl
 * </pre>
 */
final class JournalStoreTest {
  @Test
  @DisplayName("what was appended is there for the next who opens the journal")
  void appended() throws Exception {
    Path pawl = inMemory();
    List<Event> events = append(store(pawl), done(1), done(2));
    Snapshot snapshot = store(pawl).load();
    assertThat(snapshot.events()).isEqualTo(events);
    assertThat(snapshot.events()).extracting(Event::seq).containsExactly(1L, 2L);
    assertThat(snapshot.replica()).isEqualTo(events.getFirst().replica());
    assertThat(requireNonNull(snapshot.recorded().get(task(2))).status()).isEqualTo("done");
    assertThat(snapshot.damage()).isEmpty();
    assertThat(snapshot.notices()).isEmpty();
  }

  @Test
  @DisplayName("what is decided is decided on what is there now, and nothing may be decided")
  void decidesUnderTheLock() throws Exception {
    Path pawl = inMemory();
    append(store(pawl), done(1));
    AppendResult none =
        store(pawl).append(seen -> seen.events().size() == 1 ? List.of() : List.of(done(2)));
    assertThat(none.events()).isEmpty();
    assertThat(store(pawl).load().events()).hasSize(1);
  }

  @Test
  @DisplayName("reading a journal that was never written creates nothing")
  void readingCreatesNothing() throws Exception {
    Path pawl = inMemory();
    Snapshot snapshot = store(pawl).load();
    assertThat(snapshot.events()).isEmpty();
    assertThat(snapshot.replica()).isNull();
    assertThat(store(pawl).replicas()).isEmpty();
    assertThat(pawl).doesNotExist();
  }

  @Test
  @DisplayName("a segment is sealed at a thousand lines and never written again")
  void sealed() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = store(pawl).append(_ -> done(1, 999)).events().getFirst().replica();
    append(store(pawl), done(1000), done(1001));
    byte[] first = Files.readAllBytes(Places.segment(pawl, replica, 1));
    assertThat(Places.text(first).lines()).hasSize(1000);
    store(pawl).append(_ -> done(1002, 3100));
    assertThat(Files.readAllBytes(Places.segment(pawl, replica, 1))).isEqualTo(first);
    assertThat(Files.readAllLines(Places.segment(pawl, replica, 2))).hasSize(1000);
    assertThat(Files.readAllLines(Places.segment(pawl, replica, 4))).hasSize(100);
    assertThat(store(pawl).load().events()).hasSize(3100);
  }

  @Test
  @DisplayName("a draft that fits into no line is refused, and nothing is written")
  void refused() throws Exception {
    Path pawl = inMemory();
    Draft tooLong = done(1).because("x".repeat(70_000));
    assertThatThrownBy(() -> append(store(pawl), done(2), tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store(pawl).load().events()).isEmpty();
    assertThat(store(pawl).load().replica()).isNull();
  }

  @Test
  @DisplayName("N03 N15 files and new folders are on the disk before success is said")
  void synced() throws Exception {
    Path pawl = inMemory();
    Recording disk = new Recording();
    ReplicaId replica = append(store(pawl, Places.SITE, disk), done(1)).getFirst().replica();
    String folder = pawl.resolve("journal").resolve(replica.value()).toString();
    assertThat(disk.calls)
        .containsSubsequence(
            requireNonNull(pawl.getParent()).toString(),
            pawl.toString(),
            pawl.resolve("journal").toString(),
            "file",
            folder);
    disk.calls.clear();
    append(store(pawl, Places.SITE, disk), done(2));
    assertThat(disk.calls).containsExactly("file");
  }

  @Test
  @DisplayName("N03 a disk that loses what it took is found out when reading back")
  void lost() throws Exception {
    Path pawl = inMemory();
    append(store(pawl), done(1));
    Fsync loses =
        new Recording() {
          @Override
          public void file(FileChannel channel) throws IOException {
            channel.truncate(channel.size() - 1);
          }
        };
    assertThatThrownBy(() -> append(store(pawl, Places.SITE, loses), done(2)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("00000001.jsonl")
        .hasMessageContaining("not there when read back");
  }

  @Test
  @DisplayName("N03 a write that fails is taken back: what was refused does not count later")
  void takenBack() throws Exception {
    Path pawl = inMemory();
    append(store(pawl), done(1));
    Fsync full =
        new Recording() {
          @Override
          public void file(FileChannel channel) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> append(store(pawl, Places.SITE, full), done(2)))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("taken back: No space left on device");
    assertThat(store(pawl).load().events()).hasSize(1);
  }

  @Test
  @DisplayName("N40 a lock that is held is waited for so long, and the message says by whom")
  void held(@TempDir Path folder) throws Exception {
    Path pawl = folder.resolve("pawl");
    append(store(pawl), done(1));
    JournalStore other = store(pawl, new Site("forge", "host-2", "ada", 99, "pawl sync"));
    JournalStore hasty = store(pawl).waiting(Duration.ofMillis(50));
    List<Throwable> thrown = new ArrayList<>();
    other.append(_ -> {
      Thread second =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  append(hasty, done(2));
                } catch (IOException e) {
                  thrown.add(e);
                }
              });
      join(second);
      return List.of();
    });
    assertThat(thrown).hasSize(1);
    assertThat(thrown.getFirst())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(
            "journal.lock: still held after 50 ms, by process 99 on forge (pawl sync)");
    append(hasty, done(2));
    assertThat(store(pawl).load().events()).hasSize(2);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName("N44 nothing that is this machine's alone enters a stream")
  void streamsHoldEventsOnly() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = append(store(pawl), done(1)).getFirst().replica();
    Files.writeString(pawl.resolve("journal").resolve("notes.txt"), "mine");
    Path folder = pawl.resolve("journal").resolve(replica.value());
    Files.writeString(folder.resolve("00000001.jsonl.torn-1"), "torn");
    Files.writeString(folder.resolve("0001.jsonl"), "mine");
    Files.writeString(
        Places.segment(pawl, replica, 1), "{\"half\":", java.nio.file.StandardOpenOption.APPEND);
    assertThat(Places.files(pawl)).contains("replica", "journal.lock", "journal.lock.holder");
    var stream = store(pawl).streams().pieces(replica);
    assertThat(stream.keySet()).containsExactly("00000001.jsonl");
    String published = Places.text(requireNonNull(stream.get("00000001.jsonl")).bytes());
    String line = store(pawl).load().events().getFirst().line();
    assertThat(published).isEqualTo(line + "\n");
    for (String local : List.of(pawl.toString(), "git_dir", "4711", "pawl task done")) {
      assertThat(published).doesNotContain(local);
    }
    assertThat(store(pawl).replicas()).containsExactly(replica);
  }

  @Test
  @DisplayName("a line end that an editor took away is put back, and the event counts throughout")
  void lineEndTakenAway() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = append(store(pawl), done(1)).getFirst().replica();
    Path segment = Places.segment(pawl, replica, 1);
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, new String(bytes, UTF_8).strip().getBytes(UTF_8));
    assertThat(store(pawl).load().events()).hasSize(1);
    assertThat(store(pawl).load().damage()).isEmpty();
    append(store(pawl), done(2));
    assertThat(store(pawl).load().events()).extracting(Event::seq).containsExactly(1L, 2L);
    assertThat(Places.text(Files.readAllBytes(segment))).startsWith(new String(bytes, UTF_8));
  }

  /** A disk that notes what is asked of it. */
  private static class Recording implements Fsync {
    final List<String> calls = new ArrayList<>();

    @Override
    public void file(FileChannel channel) throws IOException {
      calls.add("file");
    }

    @Override
    public void folder(Path folder) throws IOException {
      calls.add(folder.toString());
    }
  }
}
