package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.OTHER;
import static dev.pawl.journal.store.Places.append;
import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.inMemory;
import static dev.pawl.journal.store.Places.store;
import static dev.pawl.journal.store.Places.written;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.disk.Lines;
import dev.pawl.journal.Cases;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.EventCodec;
import dev.pawl.journal.Join;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.World;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AbsorbTest {
  @Test
  @DisplayName("a stream is taken in once, and what the peer lacks is counted")
  void union() throws Exception {
    Path pawl = inMemory();
    List<Event> events = written(OTHER, done(1, 5));
    assertThat(store(pawl).streams().absorb(OTHER, stream(events.subList(0, 3))).added())
        .isEqualTo(3);
    assertThat(store(pawl).streams().absorb(OTHER, stream(events)).added()).isEqualTo(2);
    Absorption again = store(pawl).streams().absorb(OTHER, stream(events.subList(2, 4)));
    assertThat(again).isEqualTo(new Absorption(0, 3, false, List.of()));
    assertThat(store(pawl).load().events()).isEqualTo(events);
    assertThat(store(pawl).load().replica()).isNull();
  }

  @Test
  @DisplayName("a stream that brings nothing new creates and locks nothing")
  void nothingNew() throws Exception {
    Path pawl = inMemory();
    assertThat(store(pawl).streams().absorb(OTHER, new TreeMap<>()).added()).isZero();
    assertThat(pawl).doesNotExist();
  }

  @Test
  @DisplayName("N14 a shorter or damaged stream takes nothing away, and its damage is named")
  void damaged() throws Exception {
    Path pawl = inMemory();
    List<Event> events = written(OTHER, done(1, 5));
    store(pawl).streams().absorb(OTHER, stream(events.subList(0, 4)));
    SortedMap<String, Piece> damaged = new TreeMap<>();
    String text = new String(Segment.bytes(events), UTF_8).replace("\"T2\"", "\"T7\"");
    damaged.put("00000001.jsonl", Piece.of((text + "torn").getBytes(UTF_8)));
    damaged.put("../../hooks/pre-commit", Piece.of("#!/bin/sh".getBytes(UTF_8)));
    Absorption absorbed = store(pawl).streams().absorb(OTHER, damaged);
    assertThat(absorbed.added()).isEqualTo(1);
    assertThat(absorbed.lacking()).isEqualTo(1);
    assertThat(absorbed.damage()).extracting(Damage::line).containsExactly(0L, 2L, 6L);
    assertThat(store(pawl).load().events()).isEqualTo(events);
    assertThat(Places.files(requireNonNull(pawl.getParent())))
        .containsExactly(
            "pawl/journal.lock",
            "pawl/journal.lock.holder",
            "pawl/journal/" + OTHER + "/00000001.jsonl");
  }

  @Test
  @DisplayName("events of one replica in another's stream are damage: nobody writes for another")
  void anothersEvents() throws Exception {
    Path pawl = inMemory();
    Event own = append(store(pawl), done(1)).getFirst();
    ReplicaId third = new ReplicaId("cccccccccccccccccccc");
    Absorption absorbed = store(pawl).streams().absorb(third, stream(written(OTHER, done(2, 2))));
    assertThat(absorbed.added()).isZero();
    assertThat(absorbed.damage()).hasSize(1);
    assertThat(store(pawl).load().events()).containsExactly(own);
  }

  @Test
  @DisplayName("N15 two events with one number are both kept, and named")
  void equivocation() throws Exception {
    Path pawl = inMemory();
    Event one = written(OTHER, List.of(done(1))).getFirst();
    Event two = written(OTHER, List.of(Draft.report(Places.task(1), "cancelled", 2))).getFirst();
    store(pawl).streams().absorb(OTHER, stream(List.of(one)));
    Absorption absorbed = store(pawl).streams().absorb(OTHER, stream(List.of(two)));
    assertThat(absorbed.added()).isEqualTo(1);
    assertThat(absorbed.damage()).extracting(Damage::reason).anyMatch(r -> r.contains("number 1"));
    Snapshot snapshot = store(pawl).load();
    assertThat(snapshot.events()).containsExactlyInAnyOrder(one, two);
    assertThat(snapshot.damage()).extracting(Damage::reason).anyMatch(r -> r.contains("number 1"));
  }

  @Test
  @DisplayName("a copy that wrote under our name is found out by its events")
  void copyFoundOut() throws Exception {
    Path pawl = inMemory();
    ReplicaId own = append(store(pawl), done(1)).getFirst().replica();
    List<Event> byTheCopy = written(own, done(1, 3)).subList(1, 3);
    assertThat(store(pawl).streams().absorb(own, stream(byTheCopy)).writtenByACopy()).isTrue();
    assertThat(store(pawl).streams().absorb(own, stream(byTheCopy)).writtenByACopy()).isFalse();
  }

  @Test
  @DisplayName(
      "N04 in whatever pieces and order streams come, interrupted or not, the answer is one")
  void anyOrder() throws Exception {
    Cases.play(
        60,
        random -> {
          List<Event> events = World.forward(random).events();
          Path pawl = inMemory();
          List<List<Event>> pieces = pieces(events, new Random(random.nextLong()));
          for (List<Event> piece : pieces) {
            ReplicaId replica = piece.getFirst().replica();
            store(pawl).streams().absorb(replica, stream(piece));
            if (random.nextInt(3) == 0) {
              tear(pawl, replica, random.nextInt(1, 300));
            }
          }
          for (List<Event> piece : pieces) {
            store(pawl).streams().absorb(piece.getFirst().replica(), stream(piece));
          }
          assertThat(store(pawl).load().events()).containsExactlyInAnyOrderElementsOf(events);
          assertThat(store(pawl).load().recorded()).isEqualTo(Join.of(events));
        });
  }

  /** Cuts bytes off, as a kill before the sync would. */
  private static void tear(Path pawl, ReplicaId replica, int bytes) throws Exception {
    Path segment = Places.segment(pawl, replica, 1);
    byte[] all = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(all, Math.max(0, all.length - bytes)));
  }

  private static List<List<Event>> pieces(List<Event> events, Random random) {
    Map<ReplicaId, List<Event>> streams = new TreeMap<>(Comparator.comparing(ReplicaId::value));
    for (Event event : events) {
      streams.computeIfAbsent(event.replica(), _ -> new ArrayList<>()).add(event);
    }
    List<List<Event>> pieces = new ArrayList<>();
    for (List<Event> stream : streams.values()) {
      int at = 0;
      while (at < stream.size()) {
        int end = random.nextInt(at, stream.size()) + 1;
        pieces.add(stream.subList(random.nextInt(at + 1), end));
        at = end;
      }
    }
    Collections.shuffle(pieces, random);
    return pieces;
  }

  @Test
  @DisplayName("N51 a line of a hundred megabytes costs its reading once and is never held")
  void hugeLine() throws Exception {
    Path pawl = inMemory();
    List<Event> events = written(OTHER, done(1, 2));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Segment.bytes(events.subList(0, 1)));
    byte[] megabyte = "x".repeat(1 << 20).getBytes(UTF_8);
    for (int i = 0; i < 100; i++) {
      bytes.writeBytes(megabyte);
    }
    bytes.write('\n');
    bytes.writeBytes(Segment.bytes(events.subList(1, 2)));
    Absorption absorbed =
        store(pawl)
            .streams()
            .absorb(OTHER, Map.of("00000001.jsonl", Piece.of(bytes.toByteArray())));
    assertThat(absorbed.added()).isEqualTo(2);
    assertThat(absorbed.damage()).extracting(Damage::line).containsExactly(2L);
    assertThat(absorbed.damage().getFirst().reason()).contains("longer than 65536 bytes");
  }

  @Test
  @DisplayName("N51 a line is read in the memory of the longest event, whatever its length")
  void boundedLine() throws Exception {
    long[] left = {1L << 27};
    try (var endless =
        new InputStream() {
          @Override
          public int read() {
            return left[0]-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] into, int off, int len) {
            int n = (int) Math.min(len, left[0]);
            left[0] -= n;
            return n == 0 ? -1 : n;
          }
        }) {
      Lines lines = new Lines(endless, EventCodec.MAX_LINE);
      assertThat(lines.next()).isTrue();
      assertThat(lines.bytes()).isNull();
      assertThat(lines.end()).isEqualTo(1L << 27);
      assertThat(lines.next()).isFalse();
    }
  }

  @Test
  @DisplayName("N51 a million brackets are damage, not a stack overflow")
  void deepNesting() throws Exception {
    byte[] deep = ("{\"id\":" + "[".repeat(1_000_000)).getBytes(UTF_8);
    Absorption absorbed =
        store(inMemory()).streams().absorb(OTHER, Map.of("00000001.jsonl", Piece.of(deep)));
    assertThat(absorbed.added()).isZero();
    assertThat(absorbed.damage()).hasSize(1);
  }

  private static SortedMap<String, Piece> stream(List<Event> events) {
    SortedMap<String, Piece> stream = new TreeMap<>();
    stream.put("00000001.jsonl", Piece.of(Segment.bytes(events)));
    return stream;
  }
}
