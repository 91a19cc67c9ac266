package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.append;
import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.store;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pawl.journal.Event;
import dev.pawl.journal.ReplicaId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaIdentityTest {
  @TempDir Path folder;
  private Path pawl = Path.of("pawl");

  @BeforeEach
  void repository() throws Exception {
    pawl = Files.createDirectories(folder.resolve("one/.git")).resolve("pawl");
  }

  @Test
  @DisplayName("a clone keeps its replica id")
  void keeps() throws Exception {
    Event first = append(store(pawl), done(1)).getFirst();
    Event second = append(store(pawl), done(2)).getFirst();
    assertThat(second.replica()).isEqualTo(first.replica());
    assertThat(second.seq()).isEqualTo(2);
  }

  @Test
  @DisplayName("N04 a copied clone takes a new id, keeps the old events as another's, and says so")
  void copied() throws Exception {
    Event original = append(store(pawl), done(1)).getFirst();
    Path copy = folder.resolve("two/.git/pawl");
    copy(folder.resolve("one"), folder.resolve("two"));

    Snapshot before = store(copy).load();
    assertThat(before.replica()).isNull();
    assertThat(before.notices()).anyMatch(said -> said.contains("copied"));

    AppendResult appended = store(copy).append(_ -> List.of(done(2)));
    Event inCopy = appended.events().getFirst();
    assertThat(inCopy.replica()).isNotEqualTo(original.replica());
    assertThat(inCopy.seq()).isEqualTo(1);
    assertThat(appended.notices()).anyMatch(said -> said.contains(inCopy.replica().value()));
    assertThat(store(copy).load().events()).containsExactlyInAnyOrder(original, inCopy);
    assertThat(store(copy).load().replica()).isEqualTo(inCopy.replica());
    assertThat(store(copy).load().notices()).isEmpty();
    assertThat(append(store(pawl), done(3)).getFirst().replica()).isEqualTo(original.replica());
  }

  @Test
  @DisplayName("one clone used with several host ids, as by sudo or in a container, is one replica")
  void anotherHome() throws Exception {
    Event original = append(store(pawl), done(1)).getFirst();
    Event other = append(withHost("host-2"), done(2)).getFirst();
    assertThat(other.replica()).isEqualTo(original.replica());
    assertThat(other.seq()).isEqualTo(2);
    assertThat(withHost("host-3").load().notices()).isEmpty();
    assertThat(append(store(pawl), done(3)).getFirst().seq()).isEqualTo(3);
  }

  @Test
  @DisplayName("N20 a copy on another host is another replica, even if its inode is the same")
  void sameInodeByChance() throws Exception {
    Event original = append(store(pawl), done(1)).getFirst();
    Path file = pawl.resolve("replica");
    String noted = Files.readString(file);
    assumeThat(noted).contains("\"git_dir_made\" : \"20");
    Files.writeString(file, noted.replace("git_dir_made\" : \"20", "git_dir_made\" : \"19"));
    assertThat(append(withHost("host-2"), done(2)).getFirst().replica())
        .isNotEqualTo(original.replica());
  }

  private JournalStore withHost(String id) {
    return store(pawl, new Site("forge", id, "zoe", 1, "pawl"));
  }

  @Test
  @DisplayName("a renewed clone goes on under the id that it was told")
  void renewed() throws Exception {
    Event original = append(store(pawl), done(1)).getFirst();
    ReplicaId fresh = store(pawl).renew();
    Event next = append(store(pawl), done(2)).getFirst();
    assertThat(next.replica()).isEqualTo(fresh).isNotEqualTo(original.replica());
    assertThat(append(store(pawl), done(3)).getFirst().seq()).isEqualTo(2);
  }

  @Test
  @DisplayName("N04 where a clone's own events are gone, their numbers are not given out again")
  void wiped() throws Exception {
    Event original = append(store(pawl), done(1)).getFirst();
    delete(pawl.resolve("journal"));
    AppendResult appended = store(pawl).append(_ -> List.of(done(2)));
    assertThat(appended.events().getFirst().replica()).isNotEqualTo(original.replica());
    assertThat(appended.notices()).anyMatch(said -> said.contains(original.replica().value()));
  }

  @Test
  @DisplayName(
      "N04 own events that come back from a remote are taken in, and the next number is above")
  void comesBack() throws Exception {
    append(store(pawl), done(1), done(2));
    ReplicaId replica = requireNonNull(store(pawl).load().replica());
    var stream = Places.loaded(store(pawl).streams().pieces(replica));
    delete(pawl.resolve("journal"));
    Absorption absorbed = store(pawl).streams().absorb(replica, stream);
    assertThat(absorbed.added()).isEqualTo(2);
    assertThat(absorbed.writtenByACopy()).isFalse();
    Event next = append(store(pawl), done(3)).getFirst();
    assertThat(next.replica()).isEqualTo(replica);
    assertThat(next.seq()).isEqualTo(3);
  }

  @Test
  @DisplayName("an interrupted change of the replica file leaves the old one or the new one")
  void halfWritten() throws Exception {
    Event original = append(store(pawl), done(1)).getFirst();
    Files.writeString(pawl.resolve("replica.new"), "{\"format\":");
    assertThat(append(store(pawl), done(2)).getFirst().replica()).isEqualTo(original.replica());
    assertThat(store(pawl).renew()).isNotEqualTo(original.replica());
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
