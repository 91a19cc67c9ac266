package dev.pawl.app.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.StreamCommits;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.git.GitSandbox;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import dev.pawl.journal.store.PeerContract;
import dev.pawl.journal.store.Piece;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A git remote keeps the contract of every peer; C git judges what was written there. */
final class GitPeerTest extends PeerContract {
  private static final ReplicaId REPLICA = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");

  @TempDir Path folder;

  private GitSandbox sandbox;
  private Path remote;
  private final Map<Integer, Path> clones = new HashMap<>();
  private final List<Workspace> open = new ArrayList<>();

  @BeforeEach
  void remote() throws Exception {
    sandbox = GitSandbox.create(folder);
    remote = sandbox.bare("remote");
    Path first = sandbox.clone(remote, "first");
    sandbox.write(first, "a.txt", "a\n");
    sandbox.commitAll(first, "a");
    sandbox.run(first, "push", "origin", "HEAD:main");
  }

  @AfterEach
  void close() {
    open.forEach(Workspace::close);
  }

  private Path cloneOf(int number) {
    return clones.computeIfAbsent(number, n -> sandbox.clone(remote, "clone" + n));
  }

  private Workspace workspace(int number) throws Failure {
    Map<String, String> variables = new HashMap<>(sandbox.env());
    variables.put("PAWL_HOME", folder.resolve("home" + number).toString());
    Workspace workspace =
        Workspace.open(
            new Surroundings(
                cloneOf(number), variables, InstantSource.system(), new Random(7), step -> {}));
    open.add(workspace);
    return workspace;
  }

  @Override
  protected Peer peerOf(int number) throws Exception {
    return new GitPeer(workspace(number), "origin", Duration.ofSeconds(60), false);
  }

  @Override
  protected void cutOff() throws Exception {
    Files.move(remote, remote.resolveSibling("away.git"));
  }

  @Test
  @DisplayName("a stream is one ref with one linear history, and git finds nothing wrong with it")
  void judgedByGit() throws Exception {
    Peer peer = peerOf(1);
    var first =
        (Peer.Outcome.Accepted)
            peer.publish(REPLICA, null, new TreeMap<>(Map.of("00000001.jsonl", bytes("one\n"))));
    peer.publish(
        REPLICA, first.version(), new TreeMap<>(Map.of("00000001.jsonl", bytes("one\ntwo\n"))));

    String ref = "refs/pawl/journal/" + REPLICA;
    assertThat(sandbox.run(remote, "for-each-ref", "--format=%(refname)", "refs/pawl"))
        .isEqualToIgnoringNewLines(ref);
    assertThat(sandbox.run(remote, "rev-list", "--count", ref).strip()).isEqualTo("2");
    assertThat(sandbox.run(remote, "show", ref + ":00000001.jsonl").strip()).isEqualTo("one\ntwo");
    sandbox.run(remote, "fsck", "--strict");
    sandbox.run(cloneOf(1), "fsck", "--strict");
  }

  @Test
  @DisplayName("N05 a fetch that fails forgets nothing of what was known")
  void failedFetch() throws Exception {
    Peer peer = peerOf(1);
    peer.publish(REPLICA, null, new TreeMap<>(Map.of("00000001.jsonl", bytes("one\n"))));
    cutOff();

    assertThat(peer.fetch()).isInstanceOf(Peer.Fetched.Unreachable.class);
    assertThat(new JournalRefs(workspace(1), "origin").there())
        .containsOnlyKeys(StreamCommits.OFFERED + REPLICA);
  }

  @Test
  @DisplayName("what was wiped on the remote is seen as gone, and its objects are still here")
  void wiped() throws Exception {
    Peer peer = peerOf(1);
    peer.publish(REPLICA, null, new TreeMap<>(Map.of("00000001.jsonl", bytes("one\n"))));
    assertThat(((Peer.Fetched.Streams) peerOf(2).fetch()).held()).containsOnlyKeys(REPLICA);
    sandbox.run(remote, "update-ref", "-d", "refs/pawl/journal/" + REPLICA);

    assertThat(((Peer.Fetched.Streams) peerOf(2).fetch()).held()).isEmpty();
    assertThat(sandbox.run(cloneOf(2), "for-each-ref", "refs/pawl/journal")).contains("commit");
  }

  private static Piece bytes(String text) {
    return Piece.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
