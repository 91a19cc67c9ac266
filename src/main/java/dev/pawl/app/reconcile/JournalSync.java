package dev.pawl.app.reconcile;

import dev.pawl.app.beat.Beat;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.remote.GitPeer;
import dev.pawl.app.remote.PeerNames;
import dev.pawl.app.remote.PreviewPeer;
import dev.pawl.app.remote.SharedRefs;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Address;
import dev.pawl.git.GitException;
import dev.pawl.journal.exchange.Exchange;
import dev.pawl.journal.exchange.ExchangeResult;
import dev.pawl.journal.store.JournalStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Exchanges journals with a remote, or with any git repositories, now. */
public final class JournalSync {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** An exchange packs so many old segments by the way. */
  private static final int PACKED_AT_ONCE = 16;

  private final Surroundings surroundings;
  private final String version;

  /**
   * In these surroundings.
   *
   * @param version of pawl, for this host's record
   */
  public JournalSync(Surroundings surroundings, String version) {
    this.surroundings = surroundings;
    this.version = version;
  }

  /** Which way events go. */
  public enum Way {
    BOTH,
    PUSH,
    PULL,
    /** Neither: what would come and go is counted. */
    PREVIEW
  }

  /**
   * How it went with one peer.
   *
   * @param complete true when all that was to come and go did
   * @param received events that came, or would
   * @param sent streams that went, or would
   * @param sentEvents the events in them that were not there
   * @param reason why not; empty when complete
   */
  public record Outcome(
      String peer,
      boolean complete,
      int received,
      int sent,
      int sentEvents,
      String reason,
      List<String> notes) {}

  /**
   * Exchanges with each peer in turn; one that fails does not stop the rest (N05).
   *
   * @param named remotes' names, URLs or paths; none for those that the settings name
   */
  public List<Outcome> run(List<String> named, Way way) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      PeerNames names = PeerNames.of(workspace, named);
      List<Outcome> outcomes = new ArrayList<>();
      for (String peer : names.peers()) {
        outcomes.add(with(workspace, peer, way));
      }
      if (way != Way.PREVIEW && workspace.hasJournal()) {
        workspace.offerJournal();
        workspace.journal().pack(PACKED_AT_ONCE);
      }
      if (!outcomes.isEmpty()) {
        List<String> first = new ArrayList<>(names.notes());
        first.addAll(workspace.arrived());
        outcomes.set(0, withNotes(first, outcomes.getFirst()));
      }
      return outcomes;
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("the journal could not be packed", e);
    }
  }

  private static Outcome withNotes(List<String> more, Outcome outcome) {
    List<String> notes = new ArrayList<>(more);
    notes.addAll(outcome.notes());
    return new Outcome(
        outcome.peer(),
        outcome.complete(),
        outcome.received(),
        outcome.sent(),
        outcome.sentEvents(),
        outcome.reason(),
        notes);
  }

  private Outcome with(Workspace workspace, String peer, Way way) throws Failure, GitException {
    String shown = Address.shown(peer);
    surroundings.progress().accept("exchanging journals with " + shown);
    try {
      ExchangeResult done = exchanged(workspace, peer, way);
      List<String> notes = new ArrayList<>(done.notices());
      if (way != Way.PREVIEW
          && done.state() != ExchangeResult.State.UNREACHABLE
          && peer.equals(workspace.remote().name())) {
        notes.addAll(new Claims(workspace).settle());
      }
      done.damage().forEach(damage -> notes.add("damaged, and not counted: " + damage));
      if (way == Way.BOTH && done.state() == ExchangeResult.State.COMPLETE) {
        notes.addAll(Beat.afterExchange(workspace, peer, version));
      }
      return new Outcome(
          shown,
          done.state() == ExchangeResult.State.COMPLETE,
          done.received(),
          done.sent(),
          done.sentEvents(),
          Address.shown(done.reason()),
          notes.stream().map(Address::shown).toList());
    } catch (IOException e) {
      if (e.getCause() instanceof GitException git) {
        String reason = "%s: %s; %s".formatted(git.place(), git.reason(), git.nextStep());
        return new Outcome(shown, false, 0, 0, 0, Address.shown(reason), List.of());
      }
      throw Failure.of("journals could not be exchanged with " + shown, e);
    }
  }

  private static ExchangeResult exchanged(Workspace workspace, String peer, Way way)
      throws Failure, GitException, IOException {
    JournalStore journal = workspace.journal();
    return switch (way) {
      case BOTH -> Exchange.both(journal, peer(workspace, peer));
      case PULL -> Exchange.receive(journal, peer(workspace, peer));
      case PUSH -> Exchange.send(journal, peer(workspace, peer).onlyAddressed());
      case PREVIEW -> Exchange.preview(journal, new PreviewPeer(workspace, peer, LIMIT));
    };
  }

  /**
   * The remote's journals; and, in the same round trip, its claims where they are decided there,
   * and what hosts say of themselves.
   */
  private static GitPeer peer(Workspace workspace, String remote) throws GitException {
    return new GitPeer(
        workspace,
        remote,
        LIMIT,
        /* fetched= */ false,
        SharedRefs.refspecs(workspace, remote, /* exchanged= */ true));
  }
}
