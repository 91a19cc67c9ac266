package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.append;
import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.inMemory;
import static dev.pawl.journal.store.Places.segment;
import static dev.pawl.journal.store.Places.store;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class DamageTest {
  @Test
  @DisplayName("N14 a torn end counts for nothing; the next report sets it aside, every byte of it")
  void tornEnd() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = append(store(pawl), done(1)).getFirst().replica();
    Path segment = segment(pawl, replica, 1);
    long whole = Files.size(segment);
    Files.writeString(segment, "{\"id\":\"0000\nhalf", APPEND);

    Snapshot snapshot = store(pawl).load();
    assertThat(snapshot.events()).hasSize(1);
    assertThat(snapshot.damage()).extracting(Damage::line).containsExactly(2L, 3L);
    assertThat(snapshot.damage()).extracting(Damage::offset).containsExactly(whole, whole + 12);

    AppendResult appended = store(pawl).append(_ -> List.of(done(2)));
    assertThat(appended.damage())
        .extracting(Damage::toString)
        .anyMatch(said -> said.contains("set aside in 00000001.jsonl.torn-1"));
    assertThat(Files.readString(segment.resolveSibling("00000001.jsonl.torn-1")))
        .isEqualTo("{\"id\":\"0000\nhalf");
    assertThat(store(pawl).load().damage()).isEmpty();
    assertThat(store(pawl).load().events()).extracting(Event::seq).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("N14 cut off at any byte, the journal has every whole event and takes the next")
  void cutAnywhere() throws Exception {
    Path pawl = inMemory();
    List<Event> events = append(store(pawl), done(1), done(2), done(3));
    Path segment = segment(pawl, events.getFirst().replica(), 1);
    byte[] bytes = Files.readAllBytes(segment);
    for (int cut = 0; cut < bytes.length; cut += 7) {
      Files.write(segment, Arrays.copyOf(bytes, cut));
      int whole = 0;
      for (int end = 0; whole < 3; whole++) {
        end += events.get(whole).line().getBytes(UTF_8).length + (whole == 0 ? 0 : 1);
        if (end > cut) {
          break;
        }
      }
      assertThat(store(pawl).load().events()).isEqualTo(events.subList(0, whole));
      List<Event> next = append(store(pawl), done(9));
      List<Event> expected = new ArrayList<>(events.subList(0, whole));
      expected.addAll(next);
      assertThat(store(pawl).load().events()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(store(pawl).load().damage()).isEmpty();
      Files.deleteIfExists(segment(pawl, next.getFirst().replica(), 1));
    }
  }

  @Test
  @DisplayName("N14 set aside twice, nothing that was set aside is overwritten")
  void setAsideTwice() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = append(store(pawl), done(1)).getFirst().replica();
    Path segment = segment(pawl, replica, 1);
    for (int n = 1; n <= 2; n++) {
      Files.writeString(segment, "torn " + n, APPEND);
      append(store(pawl), done(n));
    }
    assertThat(Files.readString(segment.resolveSibling("00000001.jsonl.torn-1")))
        .isEqualTo("torn 1");
    assertThat(Files.readString(segment.resolveSibling("00000001.jsonl.torn-2")))
        .isEqualTo("torn 2");
  }

  @Test
  @DisplayName(
      "N43 a damaged line in the middle is named with its place, the rest counts, and it stays")
  void damagedMiddle() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = append(store(pawl), done(1), done(2), done(3)).getFirst().replica();
    Path segment = segment(pawl, replica, 1);
    String damaged = Files.readString(segment).replace("\"T2\"", "\"T9\"");
    Files.writeString(segment, damaged);

    Snapshot snapshot = store(pawl).load();
    assertThat(snapshot.events()).extracting(Event::seq).containsExactly(1L, 3L);
    assertThat(snapshot.damage()).hasSize(1);
    assertThat(snapshot.damage().getFirst().place()).isEqualTo(segment.toString());
    assertThat(snapshot.damage().getFirst().line()).isEqualTo(2);
    assertThat(snapshot.damage().getFirst().reason()).contains("torn or altered");

    append(store(pawl), done(4));
    assertThat(Files.readString(segment)).startsWith(damaged);
    assertThat(store(pawl).load().events()).extracting(Event::seq).containsExactly(1L, 3L, 4L);
  }

  @Test
  @DisplayName("N14 a line that is torn just before the segment is full is set aside too")
  void tornBeforeFull() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = store(pawl).append(_ -> done(1, 999)).events().getFirst().replica();
    Files.writeString(segment(pawl, replica, 1), "{\"half", APPEND);
    append(store(pawl), done(1000), done(1001));
    assertThat(store(pawl).load().damage()).isEmpty();
    assertThat(store(pawl).load().events()).hasSize(1001);
    assertThat(Files.readAllLines(segment(pawl, replica, 1))).hasSize(1000);
  }

  @Test
  @DisplayName("N14 a sealed segment is not written even when its end is damaged")
  void sealedEnd() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = store(pawl).append(_ -> done(1, 1000)).events().getFirst().replica();
    Path segment = segment(pawl, replica, 1);
    String damaged = Files.readString(segment).replace("\"T1000\"", "\"T9999\"");
    Files.writeString(segment, damaged);
    append(store(pawl), done(1001));
    assertThat(Files.readString(segment)).isEqualTo(damaged);
    assertThat(store(pawl).load().events()).hasSize(1000);
    assertThat(segment.resolveSibling("00000001.jsonl.torn-1")).doesNotExist();
  }

  @Test
  @DisplayName("N43 a replica file that says nothing is an error with place, reason and next step")
  void corruptIdentity() throws Exception {
    for (String content :
        List.of(
            "",
            "{",
            "[]",
            "{\"format\":\"1\"}",
            "{\"format\":\"2\"}",
            "{\"format\":\"1\",\"replica\":\"../../etc\"}",
            "x".repeat(100_000))) {
      Path pawl = inMemory();
      append(store(pawl), done(1));
      Files.writeString(pawl.resolve("replica"), content);
      List<String> before = Places.files(pawl);

      assertThatThrownBy(() -> append(store(pawl), done(2)))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("/repo/.git/pawl/replica")
          .hasMessageContaining("Nothing was written")
          .hasMessageContaining("Rename the file");
      assertThat(Files.readString(pawl.resolve("replica"))).isEqualTo(content);
      assertThat(Places.files(pawl)).isEqualTo(before);

      Snapshot snapshot = store(pawl).load();
      assertThat(snapshot.events()).hasSize(1);
      assertThat(snapshot.replica()).isNull();
      assertThat(snapshot.damage())
          .extracting(Damage::place)
          .containsExactly("/repo/.git/pawl/replica");
    }
  }

  @Test
  @DisplayName("N51 a file of a hundred thousand empty lines is named in a hundred places")
  void manyDamages() throws Exception {
    Path pawl = inMemory();
    ReplicaId replica = append(store(pawl), done(1)).getFirst().replica();
    Files.writeString(segment(pawl, replica, 1), "\n".repeat(100_000), APPEND);
    Snapshot snapshot = store(pawl).load();
    assertThat(snapshot.damage()).hasSize(101);
    assertThat(snapshot.damage().getLast().reason()).contains("99900 damaged lines more");
  }
}
