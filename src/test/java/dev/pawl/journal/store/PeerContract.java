package dev.pawl.journal.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every peer keeps to. A subclass makes an empty peer, and other clones' views of it. */
public abstract class PeerContract {
  private static final ReplicaId A = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");
  private static final ReplicaId B = new ReplicaId("bbbbbbbbbbbbbbbbbbbb");

  /** One more clone's access to the one place that this test is about, empty at its start. */
  protected abstract Peer peerOf(int clone) throws Exception;

  /** Makes the place unreachable for all. */
  protected abstract void cutOff() throws Exception;

  @Test
  @DisplayName("an empty peer holds nothing")
  void empty() throws Exception {
    assertThat(held(peerOf(1))).isEmpty();
  }

  @Test
  @DisplayName("what one publishes, another fetches, byte by byte")
  void published() throws Exception {
    SortedMap<String, Piece> stream = stream("one\n", "tw\u00f6\n");
    assertThat(peerOf(1).publish(A, null, stream)).isInstanceOf(Peer.Outcome.Accepted.class);
    assertThat(peerOf(2).publish(B, null, stream("b\n"))).isInstanceOf(Peer.Outcome.Accepted.class);
    Map<ReplicaId, Peer.Held> held = held(peerOf(3));
    assertThat(held).containsOnlyKeys(A, B);
    Peer.Held a = requireNonNull(held.get(A));
    assertThat(a.segments().keySet()).isEqualTo(stream.keySet());
    for (Map.Entry<String, Piece> sent : stream.entrySet()) {
      Piece there = requireNonNull(a.segments().get(sent.getKey()));
      assertThat(there.bytes()).isEqualTo(sent.getValue().bytes());
      assertThat(there.blob()).isEqualTo(sent.getValue().blob());
    }
  }

  @Test
  @DisplayName("the version that a publish returns is the one that is fetched, until it changes")
  void versions() throws Exception {
    Peer peer = peerOf(1);
    var first = (Peer.Outcome.Accepted) peer.publish(A, null, stream("one\n"));
    assertThat(version(peerOf(2))).isEqualTo(first.version());
    var second = (Peer.Outcome.Accepted) peer.publish(A, first.version(), stream("one\ntwo\n"));
    assertThat(second.version()).isNotEqualTo(first.version());
    assertThat(version(peerOf(2))).isEqualTo(second.version());
    assertThat(version(peer)).isEqualTo(second.version());
  }

  @Test
  @DisplayName("N15 a publish on an outdated version is rejected and changes nothing")
  void outdated() throws Exception {
    Peer peer = peerOf(1);
    var first = (Peer.Outcome.Accepted) peer.publish(A, null, stream("one\n"));
    assertThat(peerOf(2).publish(A, null, stream("x\n"))).isInstanceOf(Peer.Outcome.Rejected.class);
    peer.publish(A, first.version(), stream("two\n"));
    Peer other = peerOf(3);
    held(other);
    assertThat(other.publish(A, first.version(), stream("x\n")))
        .isInstanceOf(Peer.Outcome.Rejected.class);
    Peer.Held held = requireNonNull(held(peerOf(4)).get(A));
    assertThat(new String(requireNonNull(held.segments().get("00000001.jsonl")).bytes(), UTF_8))
        .isEqualTo("two\n");
  }

  @Test
  @DisplayName("N15 of many who publish at once on one version, exactly one is accepted")
  void race() throws Exception {
    int racers = 4;
    CyclicBarrier start = new CyclicBarrier(racers);
    List<Callable<Peer.Outcome>> tasks = new ArrayList<>();
    for (int n = 1; n <= racers; n++) {
      Peer peer = peerOf(n);
      SortedMap<String, Piece> stream = stream("by " + n + "\n");
      tasks.add(() -> {
        start.await();
        return peer.publish(A, null, stream);
      });
    }
    int accepted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
      for (Future<Peer.Outcome> outcome : threads.invokeAll(tasks)) {
        accepted += outcome.get() instanceof Peer.Outcome.Accepted ? 1 : 0;
      }
    }
    assertThat(accepted).isEqualTo(1);
  }

  @Test
  @DisplayName("N05 a peer out of reach says so, and is not taken for an empty one")
  void unreachable() throws Exception {
    Peer peer = peerOf(1);
    cutOff();
    assertThat(peer.fetch()).isInstanceOf(Peer.Fetched.Unreachable.class);
    assertThat(peer.publish(A, null, stream("one\n"))).isInstanceOf(Peer.Outcome.Unreachable.class);
  }

  private static Map<ReplicaId, Peer.Held> held(Peer peer) throws Exception {
    return ((Peer.Fetched.Streams) peer.fetch()).held();
  }

  private static String version(Peer peer) throws Exception {
    return requireNonNull(held(peer).get(A)).version();
  }

  private static SortedMap<String, Piece> stream(String... segments) {
    SortedMap<String, Piece> stream = new TreeMap<>();
    for (String segment : segments) {
      stream.put(Segment.name(stream.size() + 1), Piece.of(segment.getBytes(UTF_8)));
    }
    return stream;
  }
}
