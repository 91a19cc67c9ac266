package dev.pawl.journal.store;

import static dev.pawl.journal.store.Places.append;
import static dev.pawl.journal.store.Places.done;
import static dev.pawl.journal.store.Places.inMemory;
import static dev.pawl.journal.store.Places.store;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.journal.Cases;
import dev.pawl.journal.Draft;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Exchange;
import dev.pawl.journal.exchange.ExchangeResult;
import dev.pawl.journal.exchange.Peer;
import dev.pawl.plan.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ExchangeTest {
  private final MemoryPeer peer = new MemoryPeer();
  private final List<JournalStore> clones = new ArrayList<>();

  @BeforeEach
  void threeClones() throws Exception {
    for (int n = 0; n < 3; n++) {
      clones.add(store(inMemory()));
    }
  }

  @Test
  @DisplayName("what one clone reports, the others record after an exchange")
  void both() throws Exception {
    append(clones.get(0), done(1));
    append(clones.get(1), done(2));
    ExchangeResult first = Exchange.both(clones.get(0), peer);
    assertThat(first.state()).isEqualTo(ExchangeResult.State.COMPLETE);
    assertThat(first.sent()).isEqualTo(1);
    assertThat(Exchange.both(clones.get(1), peer).received()).isEqualTo(1);
    assertThat(Exchange.both(clones.get(0), peer).received()).isEqualTo(1);
    assertThat(events(0)).isEqualTo(events(1)).hasSize(2);
  }

  @Test
  @DisplayName("a clone that reported nothing takes in and publishes nothing")
  void silent() throws Exception {
    append(clones.get(0), done(1));
    Exchange.both(clones.get(0), peer);
    int before = peer.publishes;
    ExchangeResult silent = Exchange.both(clones.get(2), peer);
    assertThat(silent.received()).isEqualTo(1);
    assertThat(silent.sent()).isZero();
    assertThat(peer.publishes).isEqualTo(before);
    assertThat(clones.get(2).load().replica()).isNull();
  }

  @Test
  @DisplayName("receiving never publishes")
  void receive() throws Exception {
    append(clones.get(0), done(1));
    assertThat(Exchange.receive(clones.get(0), peer).state())
        .isEqualTo(ExchangeResult.State.COMPLETE);
    assertThat(peer.publishes).isZero();
  }

  @Test
  @DisplayName("where nothing is new nothing is published")
  void nothingNew() throws Exception {
    append(clones.get(0), done(1));
    Exchange.both(clones.get(0), peer);
    Exchange.both(clones.get(0), peer);
    assertThat(peer.publishes).isEqualTo(1);
  }

  @Test
  @DisplayName("N05 a peer out of reach is named, and nothing is lost")
  void unreachable() throws Exception {
    append(clones.get(0), done(1));
    peer.reachable = false;
    for (ExchangeResult exchanged :
        List.of(Exchange.both(clones.get(0), peer), Exchange.receive(clones.get(0), peer))) {
      assertThat(exchanged.state()).isEqualTo(ExchangeResult.State.UNREACHABLE);
      assertThat(exchanged.reason()).isEqualTo("no route to host");
    }
    peer.reachable = true;
    assertThat(Exchange.both(clones.get(0), peer).sent()).isEqualTo(1);
  }

  @Test
  @DisplayName("a wiped peer is filled again by any clone, with everyone's events")
  void wiped() throws Exception {
    append(clones.get(0), done(1));
    append(clones.get(1), done(2));
    for (int n : List.of(0, 1, 0)) {
      Exchange.both(clones.get(n), peer);
    }
    peer.wipe();
    Exchange.both(clones.get(0), peer);
    assertThat(Exchange.both(clones.get(2), peer).received()).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "N03 a rejected publish is fetched, joined and tried again; nobody's events are lost")
  void rejected() throws Exception {
    ReplicaId own = append(clones.get(0), done(1)).getFirst().replica();
    Exchange.both(clones.get(0), peer);
    append(clones.get(0), done(2));
    // Another process of the same clone publishes first.
    peer.before =
        () -> {
          try {
            append(clones.get(0), done(3));
            String version = requireNonNull(peer.held().get(own)).version();
            peer.publish(own, version, clones.get(0).streams().pieces(own));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    ExchangeResult exchanged = Exchange.both(clones.get(0), peer);
    assertThat(exchanged.state()).isEqualTo(ExchangeResult.State.COMPLETE);
    assertThat(exchanged.notices()).isEmpty();
    assertThat(Exchange.both(clones.get(1), peer).received()).isEqualTo(3);
    assertThat(clones.get(0).load().replica()).isEqualTo(own);
  }

  @Test
  @DisplayName("a lost reply is settled by fetching again")
  void lostReply() throws Exception {
    append(clones.get(0), done(1));
    peer.repliesToLose = 1;
    assertThat(Exchange.both(clones.get(0), peer).state()).isEqualTo(ExchangeResult.State.COMPLETE);
    assertThat(peer.publishes).isEqualTo(1);
  }

  @Test
  @DisplayName("who is outrun each time gives up after a bound and says that it is not delivered")
  void contended() throws Exception {
    append(clones.get(0), done(1));
    Peer busy =
        new Peer() {
          @Override
          public Fetched fetch() {
            return peer.fetch();
          }

          @Override
          public Outcome publish(
              ReplicaId replica,
              @org.jspecify.annotations.Nullable String expected,
              SortedMap<String, Piece> segments) {
            peer.publishes++;
            return new Outcome.Rejected("the stream has changed");
          }
        };
    ExchangeResult exchanged = Exchange.both(clones.get(0), busy);
    assertThat(exchanged.state()).isEqualTo(ExchangeResult.State.CONTENDED);
    assertThat(exchanged.reason()).isEqualTo("the stream has changed");
    assertThat(peer.publishes).isEqualTo(8);
  }

  @Test
  @DisplayName("a copy that wrote under the same name is found out, and both go on apart")
  void copy() throws Exception {
    ReplicaId own = append(clones.get(0), done(1)).getFirst().replica();
    List<Event> byTheCopy = Places.written(own, List.of(done(1), done(2)));
    SortedMap<String, Piece> stream = new TreeMap<>();
    stream.put("00000001.jsonl", Piece.of(Segment.bytes(byTheCopy)));
    peer.publish(own, null, stream);

    ExchangeResult exchanged = Exchange.both(clones.get(0), peer);
    assertThat(exchanged.state()).isEqualTo(ExchangeResult.State.COMPLETE);
    assertThat(exchanged.notices()).anyMatch(said -> said.contains("another clone wrote"));
    assertThat(append(clones.get(0), done(3)).getFirst().replica()).isNotEqualTo(own);
    assertThat(Exchange.both(clones.get(0), peer).notices()).isEmpty();
    Exchange.both(clones.get(1), peer);
    assertThat(events(1)).isEqualTo(events(0)).hasSize(4);
  }

  @Test
  @DisplayName(
      "N14 a peer that holds rubbish takes nothing away; what is ours is published over it")
  void rubbish() throws Exception {
    ReplicaId own = append(clones.get(0), done(1)).getFirst().replica();
    SortedMap<String, Piece> rubbish = new TreeMap<>();
    rubbish.put("00000001.jsonl", Piece.of("rubbish\n".getBytes(UTF_8)));
    peer.publish(own, null, rubbish);
    ExchangeResult exchanged = Exchange.both(clones.get(0), peer);
    assertThat(exchanged.state()).isEqualTo(ExchangeResult.State.COMPLETE);
    assertThat(exchanged.damage()).hasSize(1);
    assertThat(Exchange.both(clones.get(1), peer).received()).isEqualTo(1);
  }

  @Test
  @DisplayName("N04 clones that report and exchange in any order end with one record")
  void anyOrder() throws Exception {
    Cases.play(
        60,
        random -> {
          MemoryPeer hub = new MemoryPeer();
          List<JournalStore> three =
              List.of(store(inMemory()), store(inMemory()), store(inMemory()));
          for (int i = random.nextInt(3, 25); i > 0; i--) {
            JournalStore clone = three.get(random.nextInt(3));
            switch (random.nextInt(6)) {
              case 0, 1 -> Exchange.both(clone, hub);
              case 2 -> append(clone, Draft.reopen(Places.task(1), "todo", 0));
              case 3 -> hub.repliesToLose = random.nextInt(2);
              case 4 -> hub.reachable = random.nextInt(3) > 0;
              default ->
                  append(
                      clone,
                      Draft.report(Places.task(1), "s" + random.nextInt(3), random.nextInt(3)));
            }
            if (random.nextInt(30) == 0) {
              hub.wipe();
            }
          }
          hub.reachable = true;
          for (int n : List.of(0, 1, 2, 0, 1, 2)) {
            Exchange.both(three.get(n), hub);
          }
          Set<Map<TaskId, RecordedStatus>> answers = new HashSet<>();
          for (JournalStore clone : three) {
            answers.add(clone.load().recorded());
          }
          assertThat(answers).hasSize(1);
        });
  }

  private Set<Event> events(int n) throws Exception {
    return new HashSet<>(clones.get(n).load().events());
  }
}
