package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.inMemory;
import static dev.pawl.journal.store.Places.store;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.disk.BlockGzip;
import dev.pawl.index.Index;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old segments are packed, and say the same. */
final class PackTest {
  private static final ReplicaId OTHER = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");

  private Path pawl;
  private Path folder;
  private List<Event> events;
  private String first = "";

  @BeforeEach
  void four() throws Exception {
    pawl = inMemory();
    folder = pawl.resolve("journal/" + OTHER);
    events = Places.written(OTHER, done(1, 10_200));
    SortedMap<String, Piece> stream = new TreeMap<>();
    for (int from = 0; from < events.size(); from += Segment.SEALED_AT) {
      int to = Math.min(events.size(), from + Segment.SEALED_AT);
      stream.put(
          Segment.name(stream.size() + 1), Piece.of(Segment.bytes(events.subList(from, to))));
    }
    first = new String(stream.firstEntry().getValue().bytes(), UTF_8);
    // Which begins segments, and so packs old ones.
    store(pawl).streams().absorb(OTHER, stream);
  }

  private Path packed() {
    return folder.resolve("00000001.jsonl.gz");
  }

  private Path plain() {
    return folder.resolve("00000001.jsonl");
  }

  @Test
  @DisplayName(
      "who begins a segment packs old ones; the last eight stay, and all of it is still there")
  void packs() throws Exception {
    assertThat(Places.files(folder).stream().map(each -> each.substring(each.lastIndexOf('/') + 1)))
        .hasSize(11)
        .filteredOn(name -> name.endsWith(".gz"))
        .containsExactlyInAnyOrder("00000001.jsonl.gz", "00000002.jsonl.gz", "00000003.jsonl.gz");
    assertThat(Files.size(packed())).isLessThan(first.length() / 2L);
    Snapshot loaded = store(pawl).load();
    assertThat(loaded.events()).isEqualTo(events);
    assertThat(loaded.damage()).isEmpty();
    assertThat(store(pawl).pack(100)).isZero();
  }

  @Test
  @DisplayName("gunzip makes plain text of it, and any line can be read alone")
  void plainText() throws Exception {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(packed()))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(first);
    }
    Random random = new Random(7);
    try (FileChannel file = FileChannel.open(packed())) {
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(first.length() - 900);
        int length = random.nextInt(1, 900);
        assertThat(new String(BlockGzip.part(file, from, length), UTF_8))
            .isEqualTo(first.substring(from, from + length));
      }
    }
  }

  @Test
  @DisplayName("what is published of packed segments is what was published before")
  void exchange() throws Exception {
    SortedMap<String, Piece> pieces = store(pawl).streams().pieces(OTHER);
    assertThat(new String(pieces.firstEntry().getValue().bytes(), UTF_8)).isEqualTo(first);
    Path other = inMemory();
    assertThat(store(other).streams().absorb(OTHER, pieces).added()).isEqualTo(10_200);
    assertThat(store(other).load().recorded()).isEqualTo(store(pawl).load().recorded());
    Absorption again = store(pawl).streams().absorb(OTHER, store(other).streams().pieces(OTHER));
    assertThat(again.added() + again.lacking()).isZero();
  }

  @Test
  @DisplayName(
      "N14 both forms at once, as a kill leaves them, are no damage; nor is half of a third")
  void killed() throws Exception {
    Files.writeString(plain(), first);
    Files.write(folder.resolve(".00000002.jsonl.gz.tmp"), new byte[] {1, 2, 3});
    Snapshot loaded = store(pawl).load();
    assertThat(loaded.events()).isEqualTo(events);
    assertThat(loaded.damage()).isEmpty();
    assertThat(store(pawl).pack(100)).isEqualTo(1);
    assertThat(plain()).doesNotExist();
    assertThat(store(pawl).load().events()).isEqualTo(events);
  }

  @Test
  @DisplayName(
      "N14 of a packed segment that was damaged the rest counts, and a peer fills it again")
  void damaged() throws Exception {
    byte[] bytes = Files.readAllBytes(packed());
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(packed(), bytes);
    Snapshot loaded = store(pawl).load();
    assertThat(loaded.damage()).isNotEmpty();
    assertThat(loaded.damage().getFirst().toString()).contains("00000001.jsonl.gz");
    assertThat(loaded.events().size()).isBetween(10_100, 10_199);
    SortedMap<String, Piece> stream = new TreeMap<>();
    stream.put("00000001.jsonl", Piece.of(first.getBytes(UTF_8)));
    store(pawl).streams().absorb(OTHER, stream);
    assertThat(store(pawl).load().events()).containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  @DisplayName("N14 bytes of any kind in the place of a packed segment are named, not followed")
  void rubbish() throws Exception {
    byte[] whole = Files.readAllBytes(packed());
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = java.util.Arrays.copyOf(whole, random.nextInt(1, 4000));
      for (int n = random.nextInt(1, 20); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      BlockGzip.Unpacked unpacked = BlockGzip.unpack(bytes);
      assertThat(first).startsWith(unpacked.lost() == 0 ? new String(unpacked.text(), UTF_8) : "");
    }
  }

  @Test
  @DisplayName("a damaged segment stays as it stands, plain to read")
  void notPacked() throws Exception {
    Files.delete(packed());
    Files.writeString(plain(), first.replaceFirst("\"T5\"", "\"T6\""));
    assertThat(store(pawl).pack(100)).isZero();
    assertThat(plain()).exists();
  }

  @Test
  @DisplayName("what the index remembers of plain segments holds for the packed ones")
  void remembered(@TempDir Path disk) throws Exception {
    Path dir = Files.createDirectories(disk.resolve(".git/pawl"));
    SortedMap<String, Piece> stream = Places.loaded(store(pawl).streams().pieces(OTHER));
    List<String> names = new ArrayList<>(stream.keySet());
    for (String name : names) {
      Path file = dir.resolve("journal/" + OTHER).resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, requireNonNull(stream.get(name)).bytes());
    }
    try (Index index = Index.in(dir, "test")) {
      JournalStore remembering = store(dir).remembering(index.journal());
      assertThat(remembering.load().recorded()).hasSize(10_200);
      assertThat(remembering.pack(100)).isEqualTo(3);
      assertThat(remembering.load().recorded()).isEqualTo(store(dir).load().recorded());
      remembering.append(_ -> List.of(Draft.reopen(Places.task(5), "todo", 0)));
      assertThat(remembering.load().recorded()).isEqualTo(store(dir).load().recorded());
      assertThat(remembering.load().recorded().get(Places.task(5)))
          .extracting(RecordedStatus::status)
          .isEqualTo("todo");
    }
  }
}
