package dev.pawl.app.remote;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.disk.Printable;
import dev.pawl.disk.UnreadableRecord;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.Person;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.Snapshots;
import dev.pawl.git.ref.Refs;
import dev.pawl.git.remote.FetchOutcome;
import dev.pawl.journal.store.Damage;
import dev.pawl.plan.PlanId;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.ClaimName;
import dev.pawl.schedule.ClaimText;
import dev.pawl.schedule.VersionedClaim;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The refs of claims, {@code refs/pawl/claims/<plan>}: each leads to a commit that holds the claim,
 * and whose parent held the one before. With a remote they are decided there, and what is here is
 * what was there when it was looked at last; without one they are decided here.
 */
public final class ClaimRefs {
  /** Where claims are, here and on the remote. */
  public static final String FOLDER = "refs/pawl/claims/";

  /** Claims that are older by more changes of owner are not looked at. */
  private static final int FURTHEST = 200;

  private static final String FILE = "claim.json";

  /** Who makes the commits of claims: what says who claimed is in the claim. */
  private static final Person NOBODY =
      new Person("pawl", "pawl@localhost", Instant.EPOCH, ZoneOffset.UTC);

  private final Workspace workspace;
  private final Refs refs;
  private @Nullable Map<String, String> names;

  public ClaimRefs(Workspace workspace) {
    this.workspace = workspace;
    this.refs = new Refs(workspace.repo());
  }

  /**
   * What to ask a remote for in the round trip of an ordinary fetch, if claims are decided there:
   * only forward, so that nothing that is known is undone.
   */
  public static List<String> refspecs(Workspace workspace, String remote) throws GitException {
    boolean decides =
        remote.equals(workspace.remote().name())
            && workspace.repo().config("remote." + remote + ".pushurl").isEmpty();
    return decides ? List.of(FOLDER + "*:" + FOLDER + "*") : List.of();
  }

  public static String name(PlanId plan) {
    return FOLDER + ClaimName.of(plan);
  }

  /** What is known here of a plan's claim. */
  public @Nullable VersionedClaim known(PlanId plan) throws GitException, Failure {
    Optional<CommitId> at = refs.ref(name(plan));
    return at.isPresent() ? load(at.get(), plan) : null;
  }

  /** Which plans have claims that are known here, by the name of their ref. */
  public Map<String, CommitId> all() throws GitException {
    return refs.refs(FOLDER);
  }

  public Optional<CommitId> at(PlanId plan) throws GitException {
    return refs.ref(name(plan));
  }

  /** The claim that a commit holds. */
  public VersionedClaim load(CommitId commit, PlanId plan) throws GitException, Failure {
    try {
      return read(commit, plan);
    } catch (UnreadableRecord e) {
      throw Failure.refused(
          "the claim of %s cannot be understood: %s; it is left as it is"
              .formatted(plan, e.getMessage()),
          "look at it: git show " + commit.abbreviated());
    }
  }

  /** The same of what anyone may have left. */
  private VersionedClaim read(CommitId at, PlanId plan)
      throws GitException, UnreadableRecord, Failure {
    return new VersionedClaim(at.hex(), ClaimText.read(text(at), plan).named(names()));
  }

  private Map<String, String> names() throws Failure {
    Map<String, String> known = names;
    if (known == null) {
      known = workspace.hostNames();
      names = known;
    }
    return known;
  }

  private byte[] text(CommitId at) throws GitException, UnreadableRecord {
    Snapshots.Content content = new Snapshots(workspace.repo()).load(at).orElse(null);
    if (content == null) {
      throw new UnreadableRecord("it is not a whole commit");
    }
    byte[] text = content.files().get(FILE);
    if (text == null) {
      throw new UnreadableRecord("it holds no " + FILE);
    }
    return text;
  }

  /**
   * The claims that stood one after the other, the last one first; as many as matter. What is none
   * between them does not count (N50).
   */
  public List<Claim> history(PlanId plan) throws GitException, Failure {
    List<Claim> claims = new ArrayList<>();
    Optional<CommitId> at = refs.ref(name(plan));
    if (at.isPresent()) {
      for (CommitInfo commit : new Commits(workspace.repo()).log(at.get(), Set.of(), FURTHEST)) {
        if (wrong(name(plan), commit.id()) == null) {
          claims.add(load(commit.id(), plan).claim());
        }
      }
    }
    return claims;
  }

  /**
   * After a fetch: what came and is no claim is put back to what was known before, so that it does
   * not stay here when it is gone on the remote (N50).
   *
   * @param moved what the fetch changed
   * @return what it is, and where
   */
  public List<Damage> passOver(Map<String, FetchOutcome.Moved> moved) throws GitException {
    List<Damage> found = new ArrayList<>();
    for (Map.Entry<String, CommitId> ref : all().entrySet()) {
      String name = ref.getKey();
      CommitId at = ref.getValue();
      String wrong = wrong(name, at);
      if (wrong == null) {
        continue;
      }
      FetchOutcome.Moved change = moved.get(name);
      CommitId before = change == null ? null : change.before();
      if (before != null && wrong(name, before) == null) {
        refs.compareAndSet(name, at, before, "");
      } else {
        refs.forget(Map.of(name, at));
      }
      found.add(new Damage(Printable.visible(name), 0, 0, wrong + " (" + at + ")"));
    }
    return found;
  }

  /** Why something cannot be a claim, of whatever version; null when it can. */
  private @Nullable String wrong(String ref, CommitId at) throws GitException {
    try {
      return name(ClaimText.about(text(at))).equals(ref) ? null : "it is about another plan";
    } catch (UnreadableRecord e) {
      return e.getMessage();
    }
  }

  /** A commit that holds a claim and follows another; nothing leads to it yet. */
  public CommitId store(Claim claim, @Nullable CommitId follows) throws GitException {
    String message =
        "pawl claim: %s %s by %s, epoch %d\n"
            .formatted(claim.plan(), claim.state().word(), claim.owner().host(), claim.epoch());
    return new Snapshots(workspace.repo())
        .store(Map.of(FILE, ClaimText.write(claim)), follows, message, NOBODY);
  }

  /** Moves what is known here; false when another process did. */
  public boolean move(PlanId plan, @Nullable CommitId from, CommitId to) throws GitException {
    return refs.compareAndSet(name(plan), from, to, "");
  }
}
