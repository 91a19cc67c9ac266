package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.append;
import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.inMemory;
import static dev.pawl.journal.store.Places.store;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.journal.Cases;
import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an exchange reads follows what is new; what it comes to is what reading it all comes to. */
final class ExchangeCostTest {
  private static final ReplicaId OTHER = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");

  @Test
  @DisplayName("of a stream that only grew, no segment is asked for that was the same before")
  void onlyWhatGrew() throws Exception {
    Path pawl = inMemory();
    List<Event> events = Places.written(OTHER, done(1, 2510));
    store(pawl).streams().absorb(OTHER, stream(events.subList(0, 2500), new ArrayList<>()));
    List<String> asked = new ArrayList<>();
    Absorption more = store(pawl).streams().absorb(OTHER, stream(events, asked));
    assertThat(more.added()).isEqualTo(10);
    assertThat(more.lacking()).isZero();
    assertThat(asked).containsOnly("00000003.jsonl");
    asked.clear();
    assertThat(store(pawl).streams().absorb(OTHER, stream(events, asked)).added()).isZero();
    assertThat(asked).isEmpty();
    assertThat(
            store(pawl).streams().absorb(OTHER, stream(events.subList(0, 1000), asked)).lacking())
        .isEqualTo(1510);
    assertThat(asked).isEmpty();
  }

  @Test
  @DisplayName("a stream that is published again holds the very segments that were there")
  void sameSegments() throws Exception {
    Path pawl = inMemory();
    SortedMap<String, Piece> stream =
        stream(Places.written(OTHER, done(1, 2100)), new ArrayList<>());
    store(pawl).streams().absorb(OTHER, stream);
    SortedMap<String, Piece> pieces = store(pawl).streams().pieces(OTHER);
    assertThat(pieces.keySet()).isEqualTo(stream.keySet());
    for (Map.Entry<String, Piece> piece : pieces.entrySet()) {
      assertThat(piece.getValue().blob())
          .isEqualTo(requireNonNull(stream.get(piece.getKey())).blob());
    }
  }

  @Test
  @DisplayName("N14 a sealed segment that was damaged here is found out, and filled from a peer")
  void damagedHere() throws Exception {
    Path pawl = inMemory();
    List<Event> events = Places.written(OTHER, done(1, 1200));
    SortedMap<String, Piece> stream = stream(events, new ArrayList<>());
    store(pawl).streams().absorb(OTHER, stream);
    Path sealed = pawl.resolve("journal/" + OTHER + "/00000001.jsonl");
    Files.writeString(sealed, Files.readString(sealed).replaceFirst("\"T5\"", "\"T6\""));
    Absorption healed = store(pawl).streams().absorb(OTHER, stream);
    assertThat(healed.added()).isEqualTo(1);
    assertThat(store(pawl).load().events()).containsAll(events);
  }

  @Test
  @DisplayName("N04 whatever a peer holds of a stream, in any order, comes to the same events")
  void anything() throws Exception {
    Cases.play(
        40,
        random -> {
          Path pawl = inMemory();
          List<Event> events = Places.written(OTHER, done(1, random.nextInt(5, 60)));
          List<Event> taken = new ArrayList<>();
          for (int i = random.nextInt(1, 8); i > 0; i--) {
            int from = random.nextInt(3) > 0 ? 0 : random.nextInt(events.size());
            int to = random.nextInt(from, events.size()) + 1;
            List<Event> piece = new ArrayList<>(events.subList(from, to));
            if (random.nextInt(6) == 0) {
              java.util.Collections.shuffle(piece, new java.util.Random(random.nextLong()));
            }
            long fresh = piece.stream().filter(event -> !taken.contains(event)).count();
            Absorption counted =
                store(pawl).streams().compare(OTHER, stream(piece, new ArrayList<>()));
            Absorption absorbed =
                store(pawl).streams().absorb(OTHER, stream(piece, new ArrayList<>()));
            piece.stream().filter(event -> !taken.contains(event)).forEach(taken::add);
            assertThat(absorbed.added()).isEqualTo((int) fresh).isEqualTo(counted.added());
            assertThat(absorbed.lacking())
                .isEqualTo(taken.size() - piece.size())
                .isEqualTo(counted.lacking());
            assertThat(store(pawl).load().events()).containsExactlyInAnyOrderElementsOf(taken);
          }
        });
  }

  @Test
  @DisplayName("a copy that wrote under the same name is found out by what is new, too")
  void copy() throws Exception {
    Path pawl = inMemory();
    ReplicaId own = append(store(pawl), done(1)).getFirst().replica();
    SortedMap<String, Piece> stream = Places.loaded(store(pawl).streams().pieces(own));
    List<Event> more = Places.written(own, done(1, 3)).subList(1, 3);
    byte[] first = requireNonNull(stream.get("00000001.jsonl")).bytes();
    byte[] second = Segment.bytes(more);
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    stream.put("00000001.jsonl", Piece.of(all));
    assertThat(store(pawl).streams().absorb(own, stream).writtenByACopy()).isTrue();
  }

  /** A stream whose segments note when their bytes are asked for. */
  private static SortedMap<String, Piece> stream(List<Event> events, List<String> asked) {
    SortedMap<String, Piece> stream = new TreeMap<>();
    for (int from = 0; from < events.size(); from += Segment.SEALED_AT) {
      int to = Math.min(events.size(), from + Segment.SEALED_AT);
      String name = Segment.name(stream.size() + 1);
      stream.put(name, new Asked(name, Segment.bytes(events.subList(from, to)), asked));
    }
    return stream;
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Asked(String name, byte[] content, List<String> asked) implements Piece {
    @Override
    public String blob() {
      return Piece.of(content).blob();
    }

    @Override
    public byte[] bytes() {
      asked.add(name);
      return content;
    }
  }
}
