package dev.pawl.app.snapshot;

import dev.pawl.app.snapshot.BlockTrail.Change;
import dev.pawl.app.snapshot.BlockTrail.Origin;
import dev.pawl.app.snapshot.BlockTrail.Removal;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.TaskRemoval;
import dev.pawl.check.Trail;
import dev.pawl.check.Trail.Order;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import dev.pawl.git.GitException;
import dev.pawl.git.history.Commits;
import dev.pawl.git.history.History;
import dev.pawl.index.TrailTable;
import dev.pawl.journal.Basis;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.settings.PlanGlobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds what committed history says of a task's block against the commits that reports were made
 * on: before, since, or neither (docs/reconcile.md).
 */
final class Trails {
  /** Somebody took back what pawl had committed: no news of the task. */
  private static final Pattern REVERT =
      Pattern.compile(
          "\\ARevert \".*"
              + Pattern.quote(StatusMessage.SUBJECT)
              + ".*(?s:.*)This reverts commit ");

  /** What one tip's history says of each asked task, and whether it was cut off. */
  private record Walked(Map<TaskId, BlockTrail> blocks, boolean truncated) {
    BlockTrail of(TaskId task) {
      return blocks.getOrDefault(task, BlockTrail.NONE);
    }
  }

  private final Workspace workspace;
  private final Commits commits;
  private final Ancestry ancestry;
  private final BlobPlans blobs;
  private final Set<TaskId> tasks;
  private final TrailTable table;
  private final Map<CommitId, Walked> walked = new HashMap<>();

  /** Where git keeps at which commits a history was cut off. */
  private final Path shallow;

  /**
   * For these tasks.
   *
   * @param tasks the ones to follow; others are not looked at
   */
  Trails(Workspace workspace, BlobPlans blobs, Set<TaskId> tasks) {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
    this.ancestry = new Ancestry(commits);
    this.blobs = blobs;
    this.tasks = tasks;
    this.table = workspace.trailTable();
    this.shallow = workspace.repo().commonDir().resolve("shallow");
  }

  /** What history says of one task whose record and file differ. */
  Trail of(RecordedStatus recorded, Status written, @Nullable CommitId tip) throws GitException {
    if (tip == null) {
      return Trail.none();
    }
    List<Event> reopens = recorded.lastReopens();
    List<Event> decide = written.rank() > recorded.rank() ? reopens : recorded.voices();
    for (Event event : decide) {
      if (commitsOf(event).contains(tip)) {
        // Nothing came since, whatever history says.
        return new Trail(Order.BEFORE, Order.BEFORE, true, false);
      }
    }
    Walked history = walked(tip);
    BlockTrail block = history.of(recorded.task());
    return new Trail(
        order(block.origins(), reopens, written),
        order(block.origins(), recorded.voices(), written),
        shown(block, recorded, tip),
        history.truncated());
  }

  /** How the block of a task went; null when this history never held it. */
  @Nullable TaskRemoval gone(RecordedStatus recorded, CommitId tip) throws GitException {
    Removal removal = walked(tip).of(recorded.task()).removal();
    if (removal == null) {
      return null;
    }
    boolean knowingly =
        removal.word().equals(recorded.status()) || isLater(removal.commit(), recorded.winner());
    return new TaskRemoval(
        removal.commit().abbreviated(),
        knowingly,
        knowingly ? List.of() : List.copyOf(brought(removal.commit())));
  }

  /**
   * Whether a commit came after a report, as far as the two clocks can be believed: nothing moves
   * by it, it only says whether somebody has to be told.
   */
  private boolean isLater(CommitId commit, Event report) throws GitException {
    List<CommitId> viewpoint = ancestry.known(report.context().basis().viewpoint());
    return !viewpoint.isEmpty()
        && ancestry.reaches(commit, viewpoint.getFirst())
        && commits.commit(commit).committer().when().toEpochMilli() > report.at().millis();
  }

  /** The tasks that a commit has and its first parent had not. */
  private Set<TaskId> brought(CommitId commit) throws GitException {
    CommitInfo info = commits.commit(commit);
    Set<TaskId> brought = new TreeSet<>(Comparator.comparing(TaskId::value));
    Set<TaskId> had = new HashSet<>();
    if (info.parents().isEmpty()) {
      return brought;
    }
    PlanGlobs globs = workspace.settings().globs();
    for (var entry : commits.diff(info.parents().getFirst(), commit).entrySet()) {
      if (globs.matches(entry.getKey())) {
        brought.addAll(ids(entry.getValue().after()));
        had.addAll(ids(entry.getValue().before()));
      }
    }
    brought.removeAll(had);
    return brought;
  }

  private Set<TaskId> ids(@Nullable BlobId blob) throws GitException {
    return blob == null ? Set.of() : blobs.statuses(blob).statuses().keySet();
  }

  /**
   * Whether the status came before what these say, who did not know of each other: where one of
   * them knew of it, it did; it is news where it is news to all.
   */
  private Order order(Set<Origin> origins, List<Event> events, Status written) throws GitException {
    Set<Order> orders = EnumSet.noneOf(Order.class);
    for (Event event : events) {
      orders.add(order(origins, event, written));
    }
    if (orders.contains(Order.BEFORE)) {
      return Order.BEFORE;
    }
    return orders.equals(EnumSet.of(Order.SINCE)) ? Order.SINCE : Order.UNPROVABLE;
  }

  private Order order(Set<Origin> origins, Event event, Status written) throws GitException {
    List<CommitId> stoodOn = commitsOf(event);
    boolean before = !origins.isEmpty();
    for (Origin origin : origins) {
      if (ancestry.anyReaches(stoodOn, origin.commit())
          || wroteBackWhatItReplaced(origin, event, written)) {
        continue;
      }
      before = false;
      if (origin.kind() == Origin.Kind.SET && isNews(origin.commit(), event, written)) {
        return Order.SINCE;
      }
    }
    return before ? Order.BEFORE : Order.UNPROVABLE;
  }

  /**
   * Whether pawl wrote the very word back that the event replaced: a report that the reporter knew
   * of, and that only reached the file late. Where reports are not exchanged it may be another one.
   */
  private boolean wroteBackWhatItReplaced(Origin origin, Event event, Status written)
      throws GitException {
    return workspace.settings().exchange()
        && event.body() instanceof Body.Setting said
        && written.word().equals(event.context().basis().from())
        && StatusMessage.lists(
            commits.commit(origin.commit()).message(), said.task(), written.word());
  }

  /** Set by somebody who had the event's commit in their history, after what it took back. */
  private boolean isNews(CommitId origin, Event event, Status written) throws GitException {
    List<CommitId> viewpoint = ancestry.known(event.context().basis().viewpoint());
    return !viewpoint.isEmpty()
        && ancestry.reaches(origin, viewpoint.getFirst())
        && !mayComeFromItsCheckout(event, written)
        && sawWhatItTookBack(event)
        && !REVERT.matcher(commits.commit(origin).message()).find();
  }

  /**
   * Whether the reporter stood on another branch than the plan's that said so already, or may have:
   * what says so now may be a squash of that.
   */
  private boolean mayComeFromItsCheckout(Event event, Status written) throws GitException {
    Basis basis = event.context().basis();
    if (basis.home() == null || basis.head() == null) {
      return false;
    }
    List<CommitId> head = ancestry.known(basis.head());
    TaskId task = event.body().about();
    if (head.isEmpty() || task == null) {
      return true;
    }
    List<CommitId> home = ancestry.known(basis.home());
    for (Change change : walked(head.getFirst()).of(task).changes()) {
      if (change.word().equals(written.word()) && !ancestry.anyReaches(home, change.commit())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the file showed the word that the event replaced. Where it did not, that word may still
   * arrive from elsewhere, and is no news then. A word that moves forward takes nothing back, and
   * an observation follows the file.
   */
  private static boolean sawWhatItTookBack(Event event) {
    Basis basis = event.context().basis();
    if (basis.from() == null) {
      return !(event.body() instanceof Body.Reopen);
    }
    return !(event.body() instanceof Body.Setting said)
        || said instanceof Body.Observation
        || basis.fromRank() < said.rank()
        || basis.from().equals(said.status())
        || basis.from().equals(basis.written());
  }

  /** Whether history came to say the recorded word, since the last reopen if that is provable. */
  private boolean shown(BlockTrail block, RecordedStatus recorded, CommitId tip)
      throws GitException {
    List<CommitId> reopenedOn = new ArrayList<>();
    for (Event reopen : recorded.lastReopens()) {
      for (CommitId commit : commitsOf(reopen)) {
        if (ancestry.reaches(tip, commit)) {
          reopenedOn.add(commit);
        }
      }
    }
    for (Change change : block.changes()) {
      if (change.word().equals(recorded.status())
          && !ancestry.anyReaches(reopenedOn, change.commit())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The commits that an event was said on, as far as they are in this clone. Whoever reports has
   * the checkout before them as well; an observation repeats what the plan's branch said, and knows
   * nothing of the rest.
   */
  private List<CommitId> commitsOf(Event event) throws GitException {
    Basis basis = event.context().basis();
    return event.body() instanceof Body.Observation
        ? ancestry.known(basis.viewpoint())
        : ancestry.known(basis.head(), basis.home());
  }

  /** Walks along the history of a commit, once. */
  private Walked walked(CommitId tip) throws GitException {
    Walked known = walked.get(tip);
    if (known == null) {
      known = Files.exists(shallow) ? walk(tip, tasks) : rememberedOrWalked(tip);
      walked.put(tip, known);
    }
    return known;
  }

  /** Whole histories do not change, so what they showed of a task holds for good. */
  private Walked rememberedOrWalked(CommitId tip) throws GitException {
    Set<TaskId> asked = new HashSet<>(tasks);
    Map<TaskId, BlockTrail> before = TrailRows.read(table.of(tip.hex()));
    if (before.keySet().containsAll(asked)) {
      return new Walked(before, false);
    }
    asked.addAll(before.keySet());
    Walked found = walk(tip, asked);
    if (!found.truncated()) {
      table.remember(tip.hex(), TrailRows.of(found.blocks()));
    }
    return found;
  }

  private Walked walk(CommitId tip, Set<TaskId> asked) throws GitException {
    PlanGlobs globs = workspace.settings().globs();
    workspace.tell(asked.size(), "following %d tasks through history");
    try (History history = History.of(workspace.repo(), tip, globs.roots(), globs::matches)) {
      Map<TaskId, BlockTrail> blocks = new BlockWalk(blobs, asked).of(history);
      return new Walked(blocks, history.truncated() || blobs.lacking());
    }
  }
}
