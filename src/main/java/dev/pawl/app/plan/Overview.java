package dev.pawl.app.plan;

import dev.pawl.app.claim.ClaimRow;
import dev.pawl.app.claim.Claims;
import dev.pawl.app.claim.Collisions;
import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.Facts;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Priority;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Position;
import dev.pawl.schedule.Claim;
import dev.pawl.schedule.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is: plans with their progress, tasks with what counts for them. */
public final class Overview {
  private final RepositorySnapshot loaded;
  private final Selection selection;
  private final @Nullable String currentBranch;
  private final Vocabulary words;
  private final Map<PlanId, ClaimRow> claims = new LinkedHashMap<>();
  private final Vocabulary planWords;
  private final String actor;
  private @Nullable Readiness readiness;
  private @Nullable Collisions collisions;

  private Overview(Workspace workspace, RepositorySnapshot loaded) throws GitException {
    this.loaded = loaded;
    this.actor = Machine.actor(workspace.surroundings());
    this.selection = new Selection(workspace, loaded);
    this.words = workspace.settings().tasks();
    var branch = workspace.repo().branch();
    this.currentBranch = branch == null ? null : branch.name();
    this.planWords = workspace.settings().planStatuses();
  }

  private Readiness readiness() {
    Readiness known = readiness;
    if (known == null) {
      known = readiness(loaded.facts(), planWords);
      readiness = known;
    }
    return known;
  }

  private Collisions collisions() {
    Collisions known = collisions;
    if (known == null) {
      known = Collisions.of(loaded.facts(), plan -> isHeld(claims.get(plan)));
      collisions = known;
    }
    return known;
  }

  /** As {@link Collisions} sees it: an offered plan is worked on by nobody. */
  private static boolean isHeld(@Nullable ClaimRow claim) {
    return claim != null && !claim.state().equals(Claim.State.OFFERED.word());
  }

  static Readiness readiness(Facts facts, Vocabulary planWords) {
    List<Plan> plans =
        facts.plans().stream().flatMap(file -> Stream.ofNullable(file.document().plan())).toList();
    return Readiness.of(plans, planWords, Collisions.counts(facts));
  }

  /** As {@link #of}, and who owns the plans. */
  public static Overview withClaims(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      Overview overview =
          new Overview(
              workspace, RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE));
      List<PlanId> plans =
          overview.loaded.facts().plans().stream()
              .flatMap(plan -> Stream.ofNullable(plan.document().plan()))
              .map(Plan::id)
              .toList();
      overview.claims.putAll(new Claims(workspace).rows(plans));
      return overview;
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /** Reads the repository around the current folder. */
  public static Overview of(Surroundings surroundings) throws Failure {
    try (Workspace workspace = Workspace.open(surroundings)) {
      return new Overview(
          workspace, RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE));
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  /**
   * A task.
   *
   * @param plan id of its plan; null when that cannot be read
   * @param status what counts now: the recorded one where it is ahead, else the written one
   * @param recorded null when nothing was reported
   * @param written what the plan file says: in this checkout, or on the plan's own branch
   * @param waitsFor what it depends on and is not settled; nothing once it was begun
   * @param host where what is recorded was reported; null when nothing was
   * @param hostId the persistent id of that host
   * @param actor who reported it
   * @param reported when, by that host's clock
   */
  public record TaskRow(
      String id,
      @Nullable String plan,
      String title,
      String status,
      int rank,
      @Nullable String recorded,
      String written,
      @Nullable String priority,
      @Nullable String phase,
      List<String> dependsOn,
      List<Blocker> waitsFor,
      List<String> files,
      String file,
      Position at,
      @Nullable String host,
      @Nullable String hostId,
      @Nullable String actor,
      @Nullable Instant reported) {

    /** True while somebody works on it. */
    public boolean isUnderWay() {
      return status.equals("in_progress");
    }

    /** True when nothing is left to do for it. */
    public boolean isSettled() {
      return rank >= 2;
    }
  }

  /** A task that another one waits for; {@code status} is empty when it does not exist. */
  public record Blocker(String id, String status) {}

  /**
   * A plan.
   *
   * @param status the word in its front matter
   * @param counts how many tasks have each status word, the built-in words first
   * @param branch the branch it is written back on
   * @param claim who owns it; null when nobody does, or that was not asked for
   * @param waitsFor the plans that it waits for as a whole
   */
  public record PlanRow(
      @Nullable String id,
      String title,
      String status,
      boolean open,
      String file,
      Map<String, Integer> counts,
      List<TaskRow> tasks,
      @Nullable String branch,
      boolean here,
      @Nullable ClaimRow claim,
      List<Readiness.Wait> waitsFor) {

    /**
     * True when it may be taken up: open, not blocked, something left to do, waiting for no other
     * plan, and nobody else's.
     */
    public boolean isReady() {
      boolean over = !tasks.isEmpty() && settled() == tasks.size();
      return open && !over && waitsFor.isEmpty() && !status.equals("blocked") && !isOwnedByOther();
    }

    /** True when somebody else has it, or is to have it, as far as that is known here. */
    boolean isOwnedByOther() {
      return claim != null && !claim.yours() && !claim.offeredHere();
    }

    /** How many of its tasks are settled. */
    public int settled() {
      return (int) tasks.stream().filter(TaskRow::isSettled).count();
    }
  }

  /** All plans, or the one that was asked for. */
  public List<PlanRow> plans(@Nullable String named) throws Failure {
    List<PlanRow> rows = new ArrayList<>();
    for (PlanFacts plan : selection.plans(named)) {
      rows.add(row(plan));
    }
    return List.copyOf(rows);
  }

  /** A page about the plan that is meant. */
  public PlanPage page(@Nullable String named) throws Failure {
    PlanFacts facts = selection.planOrOnly(named);
    Map<String, String> reasons = new LinkedHashMap<>();
    loaded
        .facts()
        .recorded()
        .forEach((task, recorded) -> {
          String reason = recorded.winner().context().reason();
          if (reason != null) {
            reasons.put(task.value(), reason);
          }
        });
    PlanDocument document = loaded.documents().get(facts.file());
    return PlanPage.of(
        row(facts), document == null ? "" : document.description(), ready(facts.file()), reasons);
  }

  /** The tasks of all plans, or of the one that was asked for, in order of file and place. */
  public List<TaskRow> tasks(@Nullable String named) throws Failure {
    return plans(named).stream().flatMap(plan -> plan.tasks().stream()).toList();
  }

  /** One task, by its id. */
  public TaskRow task(String name, @Nullable String plan) throws Failure {
    return row(selection.task(name, plan));
  }

  /**
   * The status that a word or an alias stands for in this repository.
   *
   * @throws Failure when it is not known; it names the closest one
   */
  public String statusWord(String typed) throws Failure {
    return Selection.status(typed, words).word();
  }

  /** The status words of tasks in this repository. */
  public List<String> statusWords() {
    return words.statuses().stream().map(Status::word).toList();
  }

  /** Who reports from here. */
  public String actor() {
    return actor;
  }

  /** What stands below a task's heading besides its block; empty when there is nothing. */
  public String text(TaskRow task) {
    PlanDocument document = loaded.documents().get(task.file());
    return document == null ? "" : document.textOf(new TaskId(task.id()));
  }

  /**
   * The tasks that may be started, most urgent first: not started, in a plan that may be taken up,
   * all that they depend on settled, and nobody further with the same files.
   */
  public List<TaskRow> ready(@Nullable String named) throws Failure {
    List<TaskRow> ready = new ArrayList<>();
    for (PlanFacts plan : selection.plans(named)) {
      for (Map.Entry<TaskRow, List<String>> task : beginnable(plan).entrySet()) {
        if (task.getValue().isEmpty()) {
          ready.add(task.getKey());
        }
      }
    }
    ready.sort(Comparator.comparingInt(task -> Priority.urgency(task.priority())));
    return List.copyOf(ready);
  }

  /** The tasks that could be started but for those who are further with the same files. */
  private Map<TaskRow, List<String>> beginnable(PlanFacts plan) {
    Map<TaskRow, List<String>> tasks = new LinkedHashMap<>();
    PlanRow row = row(plan);
    if (row.isReady()) {
      Iterator<TaskRow> rows = row.tasks().iterator();
      for (Task task : plan.document().tasks()) {
        TaskRow next = rows.next();
        if (next.rank() == 0 && readiness().holds(next.dependsOn())) {
          tasks.put(next, collisions().ahead(plan, task, /* together= */ true));
        }
      }
    }
    return tasks;
  }

  /** Why open plans have no task that may be started, as far as another plan is the reason. */
  public List<String> unready(@Nullable String named) throws Failure {
    List<String> reasons = new ArrayList<>();
    for (PlanFacts plan : selection.plans(named)) {
      PlanRow row = row(plan);
      if (row.open()) {
        row.waitsFor().forEach(wait -> reasons.add(row.id() + " waits for " + wait));
        if (row.status().equals("blocked")) {
          reasons.add(row.id() + " is blocked");
        }
        beginnable(plan).values().forEach(reasons::addAll);
      }
    }
    return List.copyOf(reasons);
  }

  private PlanRow row(PlanFacts facts) {
    Plan plan = facts.document().plan();
    List<TaskRow> tasks = new ArrayList<>();
    Facts known = loaded.facts();
    for (Task task : facts.document().tasks()) {
      tasks.add(
          row(
              new TaskFacts(
                  facts, task, known.committed().get(task.id()), known.recorded().get(task.id()))));
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    known.vocabulary().statuses().forEach(status -> counts.put(status.word(), 0));
    tasks.forEach(task -> counts.merge(task.status(), 1, Integer::sum));
    return new PlanRow(
        plan == null ? null : plan.id().value(),
        plan == null ? facts.file() : plan.title(),
        plan == null ? "unreadable" : word(plan.status(), plan.written()),
        Selection.isOpen(facts),
        facts.file(),
        counts,
        List.copyOf(tasks),
        facts.home().branch(),
        facts.home().branch().equals(currentBranch),
        plan == null ? null : claims.get(plan.id()),
        plan == null || plan.dependsOn().isEmpty() ? List.of() : readiness().waits(plan));
  }

  private TaskRow row(TaskFacts facts) {
    Task task = facts.task();
    Status effective = loaded.facts().effective(facts);
    RecordedStatus recorded = facts.recorded();
    return new TaskRow(
        task.id().value(),
        Selection.id(facts.plan()),
        task.title(),
        word(effective, task.written()),
        effective == null ? -1 : effective.rank(),
        recorded == null ? null : recorded.status(),
        word(task.status(), task.written()),
        task.priority(),
        task.phase(),
        task.dependsOn(),
        waits(effective) ? waitsFor(task) : List.of(),
        task.files(),
        facts.plan().file(),
        task.at(),
        recorded == null ? null : recorded.winner().origin().host(),
        recorded == null ? null : recorded.winner().origin().hostId(),
        recorded == null ? null : recorded.winner().origin().actor(),
        recorded == null ? null : Instant.ofEpochMilli(recorded.winner().at().millis()));
  }

  private static boolean waits(@Nullable Status status) {
    return status == null || status.rank() == 0 || status.word().equals("blocked");
  }

  private List<Blocker> waitsFor(Task task) {
    List<Blocker> open = new ArrayList<>();
    for (String id : task.dependsOn()) {
      TaskFacts other = TaskId.of(id).map(loaded.facts().tasks()::get).orElse(null);
      if (other == null) {
        open.add(new Blocker(id, ""));
        continue;
      }
      Status status = loaded.facts().effective(other);
      if (status == null || status.rank() < 2) {
        open.add(new Blocker(id, word(status, other.task().written())));
      }
    }
    return List.copyOf(open);
  }

  private static String word(@Nullable Status status, String written) {
    return status == null ? written : status.word();
  }
}
