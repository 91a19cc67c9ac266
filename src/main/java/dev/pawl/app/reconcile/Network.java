package dev.pawl.app.reconcile;

import dev.pawl.app.claim.Claims;
import dev.pawl.app.remote.BranchPush;
import dev.pawl.app.remote.GitPeer;
import dev.pawl.app.remote.SharedRefs;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Homes;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Address;
import dev.pawl.git.BranchName;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.EngineChoice;
import dev.pawl.git.GitEnvironment;
import dev.pawl.git.GitException;
import dev.pawl.git.ref.Upstream;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.git.remote.PushOutcome;
import dev.pawl.git.remote.RefPush;
import dev.pawl.git.remote.RemoteAccess;
import dev.pawl.journal.exchange.Exchange;
import dev.pawl.journal.exchange.ExchangeResult;
import dev.pawl.journal.store.Damage;
import dev.pawl.plan.PlanId;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a run says to the remote and hears from it; every step is bounded. */
public final class Network {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Workspace workspace;
  private final Set<String> notes = new LinkedHashSet<>();
  private Contact contact = new Contact(State.NOT_ASKED, null);

  public Network(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Whether the remote was asked, and answered. */
  enum State {
    NOT_ASKED,
    REACHED,
    UNREACHABLE
  }

  /** The last contact; {@code unreachable} is the reason when there was none (N05). */
  public record Contact(State state, @Nullable String unreachable) {}

  /**
   * What became of a push.
   *
   * @param reason why it was not delivered; null when it was, or there was nothing to deliver
   */
  public record Delivery(Outcome outcome, @Nullable String reason) {
    /** How it went. */
    public enum Outcome {
      NOTHING_TO_DELIVER,
      DELIVERED,
      /** Another was faster: fetching and trying again may help. */
      REJECTED,
      /** The remote does not take it: the branch is protected, for example. */
      REFUSED,
      /** It did not come to that. */
      NOT_SENT
    }

    static final Delivery NOTHING = new Delivery(Outcome.NOTHING_TO_DELIVER, null);
    static final Delivery DONE = new Delivery(Outcome.DELIVERED, null);

    static Delivery not(String reason) {
      return new Delivery(Outcome.NOT_SENT, reason);
    }

    public boolean undelivered() {
      return reason != null;
    }

    public boolean done() {
      return outcome == Outcome.DELIVERED;
    }
  }

  public Contact contact() {
    return contact;
  }

  public List<String> notes() {
    return notes.stream().map(Address::shown).toList();
  }

  /** Fetches branches and, where journals are exchanged, those in the same round trip. */
  public void fetch() throws GitException, Failure {
    String remote = asked();
    if (remote == null || workspace.repo().isBare()) {
      // What is bare has no files to read, so nothing there is worth asking for (N55).
      return;
    }
    EngineChoice engine = new RemoteAccess(workspace.repo()).choose();
    Consumer<String> progress = workspace.surroundings().progress();
    // A step that has passed at once: only who wants to know all is told.
    progress.accept(
        "%s talks to remotes here: %s"
            .formatted(
                engine.engine() == GitEnvironment.Engine.NATIVE ? "git" : "JGit", engine.why()));
    progress.accept("fetching from " + remote);
    boolean exchange = exchanges(remote);
    List<String> more = SharedRefs.refspecs(workspace, remote, exchange);
    FetchOutcome outcome =
        exchange
            ? new GitPeer(workspace, remote, LIMIT, false).fetch(more)
            : new RemoteAccess(workspace.repo()).fetch(remote, more, LIMIT);
    switch (outcome) {
      case FetchOutcome.Fetched fetched -> {
        contact = new Contact(State.REACHED, null);
        notes.addAll(fetched.problems());
        name(SharedRefs.arrived(workspace, fetched.moved()));
        if (exchange) {
          exchange(remote, false);
        }
      }
      case FetchOutcome.Failed failed ->
          contact = new Contact(State.UNREACHABLE, failed.unreachable().reason());
    }
  }

  /** The remote of the branch that is checked out, else the repository's. */
  private @Nullable String asked() throws GitException {
    BranchName branch = workspace.repo().branch();
    if (branch != null) {
      Upstream upstream = workspace.upstream(branch);
      String remote = upstream.remote();
      if (remote != null && !remote.equals(".")) {
        return remote;
      }
    }
    return workspace.remote().name();
  }

  /** Who else owns the plan whose branch this is; null when nobody does, as far as is known. */
  private @Nullable String owner(BranchName branch) throws GitException, Failure {
    Optional<PlanId> plan = Homes.planOf(branch);
    return plan.isEmpty() ? null : new Claims(workspace).otherOwner(plan.get());
  }

  private boolean exchanges(String remote) throws GitException {
    return workspace.settings().exchange() && remote.equals(workspace.remote().name());
  }

  /** Publishes what the remote lacks of the journals, if they are exchanged at all. */
  void publishJournal() throws GitException, Failure {
    if (contact.state() == State.REACHED) {
      exchangeJournal();
    }
  }

  /** The same, whether the remote was asked before or not. */
  public void exchangeJournal() throws GitException, Failure {
    String remote = workspace.remote().name();
    if (remote != null && workspace.settings().exchange() && workspace.hasJournal()) {
      workspace.surroundings().progress().accept("exchanging journals with " + remote);
      exchange(remote, true);
    }
  }

  private void name(List<Damage> damaged) {
    damaged.forEach(damage -> notes.add("damaged, and not counted: " + damage));
  }

  private void exchange(String remote, boolean both) throws Failure {
    GitPeer peer = new GitPeer(workspace, remote, LIMIT, contact.state() == State.REACHED);
    try {
      ExchangeResult exchanged =
          both
              ? Exchange.both(workspace.journal(), peer)
              : Exchange.receive(workspace.journal(), peer);
      notes.addAll(exchanged.notices());
      name(exchanged.damage());
      if (exchanged.state() != ExchangeResult.State.COMPLETE) {
        notes.add("what was reported is not all exchanged: " + exchanged.reason());
      }
    } catch (IOException e) {
      throw Failure.of("journals could not be exchanged with " + remote, e);
    }
  }

  /** How a branch comes to a remote. */
  public interface Push {
    /** Moves it, from where it is expected. */
    PushOutcome.Result to(String remote, RefPush branch) throws GitException, Failure;
  }

  /** A branch alone. */
  public PushOutcome.Result push(String remote, RefPush branch) throws GitException {
    return new RemoteAccess(workspace.repo()).push(remote, List.of(branch), LIMIT).of(branch.ref());
  }

  /**
   * Pushes the branch that is checked out to where {@code git push} would send it, never forced,
   * and only when a commit of pawl's own waits there: a person's commits go along beneath it, and
   * never for their own sake.
   *
   * @param push how the branch gets there
   * @param meant whether it goes there even where no commit of pawl's own waits
   */
  public Delivery deliver(Push push, boolean meant) throws GitException, Failure {
    BranchName branch = workspace.repo().branch();
    if (branch == null) {
      return Delivery.NOTHING;
    }
    List<CommitInfo> own = new OwnCommits(workspace).unpushed(branch);
    if (own.isEmpty() && !meant) {
      return Delivery.NOTHING;
    }
    String owner = owner(branch);
    if (owner != null) {
      return Delivery.not("its plan is owned by " + owner + " now");
    }
    if (contact.state() == State.UNREACHABLE) {
      return Delivery.not("the remote could not be reached: " + contact.unreachable());
    }
    return switch (BranchPush.of(workspace, branch, LIMIT)) {
      case BranchPush.Not(String reason) -> Delivery.not(reason);
      case BranchPush.Ready ready -> {
        workspace.surroundings().progress().accept("pushing to " + ready.remote());
        yield sent(ready, push.to(ready.remote(), ready.move()), own.size());
      }
    };
  }

  private Delivery sent(BranchPush.Ready push, PushOutcome.Result result, int own) {
    return switch (result.status()) {
      case ACCEPTED -> {
        notes.add(
            "pushed "
                + push.commits()
                + " to "
                + push.remote()
                + (push.move().expectedOld() == null
                    ? " as the new branch " + push.move().ref().replaceFirst("^refs/heads/", "")
                    : "")
                + (own == 0 || own == push.commits() ? "" : ", " + own + " of them pawl's own"));
        yield Delivery.DONE;
      }
      case REJECTED ->
          new Delivery(Delivery.Outcome.REJECTED, "the push was rejected: " + result.reason());
      case REFUSED -> new Delivery(Delivery.Outcome.REFUSED, result.reason());
      case REFUSED_HERE, UNREACHABLE -> Delivery.not(result.reason());
    };
  }
}
