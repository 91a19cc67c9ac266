package dev.pawl.app.reconcile;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.remote.ClaimRefs;
import dev.pawl.app.remote.GitPeer;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Address;
import dev.pawl.git.GitException;
import dev.pawl.journal.store.Exchange;
import dev.pawl.journal.store.ExchangeResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Exchanges journals with a remote, or with any git repository, now. */
public final class JournalSync {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Surroundings surroundings;

  public JournalSync(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * How it went.
   *
   * @param complete true when here and there hold the same now
   * @param reason why not; empty when complete
   */
  public record Outcome(
      String remote, boolean complete, int received, int sent, String reason, List<String> notes) {}

  /**
   * Takes in what is there, and publishes what is missing there.
   *
   * @param named a remote's name or a URL; null for the repository's own remote
   */
  public Outcome run(@Nullable String named) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      String remote = named == null ? workspace.remote().name() : named;
      if (remote == null) {
        throw Failure.usage(
            "there is no remote to exchange with",
            "name one: pawl sync REMOTE, or set 'remote' in " + Workspace.SETTINGS_FILE);
      }
      if (named == null && !workspace.settings().exchange()) {
        throw Failure.refused(
            "this repository does not exchange journals (exchange: off)",
            "pawl init switches it on in a repository without " + Workspace.SETTINGS_FILE,
            "or name the remote: pawl sync " + remote);
      }
      surroundings.progress().accept("exchanging journals with " + remote);
      ExchangeResult done = Exchange.both(workspace.journal(), peer(workspace, remote));
      List<String> notes = new ArrayList<>(done.notices());
      if (done.state() != ExchangeResult.State.UNREACHABLE
          && remote.equals(workspace.remote().name())) {
        notes.addAll(new Claims(workspace).settle());
      }
      done.damage().forEach(damage -> notes.add("damaged, and not counted: " + damage));
      return new Outcome(
          Address.shown(remote),
          done.state() == ExchangeResult.State.COMPLETE,
          done.received(),
          done.sent(),
          Address.shown(done.reason()),
          notes.stream().map(Address::shown).toList());
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IOException e) {
      throw Failure.of("journals could not be exchanged", e);
    }
  }

  /**
   * The remote's journals; and, in the same round trip, its claims where they are decided there.
   */
  private static GitPeer peer(Workspace workspace, String remote) throws GitException {
    return new GitPeer(
        workspace, remote, LIMIT, /* fetched= */ false, ClaimRefs.refspecs(workspace, remote));
  }
}
