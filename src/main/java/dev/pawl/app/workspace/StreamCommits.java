package dev.pawl.app.workspace;

import dev.pawl.disk.Printable;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.Person;
import dev.pawl.git.history.Snapshots;
import dev.pawl.git.repo.Repo;
import dev.pawl.journal.ReplicaId;
import dev.pawl.journal.exchange.Peer;
import dev.pawl.journal.store.Damage;
import dev.pawl.journal.store.ExchangedStreams;
import dev.pawl.journal.store.Piece;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Replicas' streams as git keeps them: a ref each, whose commit holds the segments. */
public final class StreamCommits {
  /** What a repository offers of them, by replica. */
  public static final String OFFERED = "refs/pawl/journal/";

  /** Who makes the commits of a journal: nobody in particular, so that the same is the same. */
  private static final Person NOBODY =
      new Person("pawl", "pawl@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final Repo repo;
  private final ExchangedStreams here;

  /**
   * In this repository.
   *
   * @param here what is known of the streams, and not read again
   */
  public StreamCommits(Repo repo, ExchangedStreams here) {
    this.repo = repo;
    this.here = here;
  }

  /** The replica that a ref is named for; none where it is not named as one is. */
  public static Optional<ReplicaId> replica(String ref) {
    return ReplicaId.of(ref.substring(OFFERED.length()));
  }

  /** Something to do with a stream that is whole. */
  @FunctionalInterface
  public interface Whole {
    void keep(ReplicaId replica, CommitId at) throws GitException;
  }

  /**
   * What is below these refs; whatever is whole counts.
   *
   * @param refs by their names where they come from
   * @param suffix says, behind the name of a ref, where that is
   * @param found what is damaged there already
   * @param whole told of each stream that is whole
   */
  public Peer.Fetched.Streams read(
      Map<String, CommitId> refs, String suffix, List<Damage> found, Whole whole)
      throws GitException, IOException {
    Map<ReplicaId, Peer.Held> held = new LinkedHashMap<>();
    Set<ReplicaId> blocked = new LinkedHashSet<>();
    List<Damage> damage = new ArrayList<>(found);
    Snapshots snapshots = new Snapshots(repo);
    for (Map.Entry<String, CommitId> ref : refs.entrySet()) {
      String place = Printable.visible(ref.getKey()) + suffix;
      CommitId at = ref.getValue();
      ReplicaId replica = replica(ref.getKey()).orElse(null);
      Map<String, Piece> known = replica == null ? Map.of() : here.known(replica);
      Snapshots.Content content = snapshots.load(at, blobs(known)).orElse(null);
      if (replica == null) {
        damage.add(new Damage(place, 0, 0, "is not named as a replica is"));
      } else if (content == null) {
        blocked.add(replica);
        damage.add(new Damage(place, 0, 0, "is not a whole commit: " + at));
      } else {
        held.put(replica, new Peer.Held(at.hex(), pieces(content, known)));
        content
            .damage()
            .forEach((name, why) ->
                damage.add(new Damage(place + ", " + Printable.visible(name), 0, 0, why)));
        if (content.damage().isEmpty()) {
          whole.keep(replica, at);
        }
      }
    }
    return new Peer.Fetched.Streams(held, blocked, damage);
  }

  private static Map<String, String> blobs(Map<String, Piece> pieces) {
    Map<String, String> blobs = new HashMap<>();
    pieces.forEach((name, piece) -> blobs.put(name, piece.blob()));
    return blobs;
  }

  private static SortedMap<String, Piece> pieces(
      Snapshots.Content content, Map<String, Piece> known) {
    SortedMap<String, Piece> pieces = new TreeMap<>();
    content.files().forEach((name, bytes) -> pieces.put(name, Piece.of(bytes)));
    content
        .known()
        .keySet()
        .forEach(name -> pieces.put(name, Objects.requireNonNull(known.get(name))));
    return pieces;
  }

  /** Stores a stream; no ref leads to it yet. */
  public CommitId store(Peer.Offer offer, @Nullable CommitId parent) throws GitException {
    Map<String, Snapshots.Stored> files = new TreeMap<>();
    offer.segments().forEach((name, piece) -> files.put(name, new Content(piece)));
    return new Snapshots(repo).storeNew(files, parent, "pawl journal\n", NOBODY);
  }

  private record Content(Piece piece) implements Snapshots.Stored {
    @Override
    public BlobId blob() {
      return new BlobId(piece.blob());
    }

    @Override
    public byte[] bytes() throws IOException {
      return piece.bytes();
    }
  }
}
