package dev.pawl.check;

import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One snapshot of one repository: all that a decision reads. */
public final class Facts {
  private final String slug;
  private final List<PlanFacts> plans;
  private final Map<TaskId, Status> committed;
  private final Map<TaskId, RecordedStatus> recorded;
  private final Map<TaskId, Trail> trails;
  private final Map<TaskId, TaskRemoval> gone;
  private final Set<TaskId> unpublished;
  private final Map<String, String> unwritable;
  private final Vocabulary vocabulary;

  /** The tasks by id, once they were asked for. */
  private @Nullable Map<TaskId, TaskFacts> tasks;

  /**
   * A snapshot of these.
   *
   * @param slug the repository's name for people
   * @param plans the plan files of this checkout, in order of path
   * @param committed W of each task: what the committed file on the plan's branch says
   * @param recorded R of each task that was ever reported
   * @param trails history of the {@linkplain #contested() contested} tasks
   * @param gone how the blocks of reported tasks went that history once held
   * @param unpublished tasks whose written status others cannot see yet
   * @param unwritable why a plan file cannot be written exactly (an attribute, a hidden path), by
   *     path
   * @param vocabulary the status words of this repository
   */
  public Facts(
      String slug,
      List<PlanFacts> plans,
      Map<TaskId, Status> committed,
      Map<TaskId, RecordedStatus> recorded,
      Map<TaskId, Trail> trails,
      Map<TaskId, TaskRemoval> gone,
      Set<TaskId> unpublished,
      Map<String, String> unwritable,
      Vocabulary vocabulary) {
    this.slug = slug;
    this.plans = plans;
    this.committed = committed;
    this.recorded = recorded;
    this.trails = trails;
    this.gone = gone;
    this.unpublished = unpublished;
    this.unwritable = unwritable;
    this.vocabulary = vocabulary;
  }

  /** The repository's name for people. */
  public String slug() {
    return slug;
  }

  /** The plan files of this checkout, in order of path. */
  public List<PlanFacts> plans() {
    return plans;
  }

  /** W of each task: what the committed file on the plan's branch says. */
  public Map<TaskId, Status> committed() {
    return committed;
  }

  /** R of each task that was ever reported. */
  public Map<TaskId, RecordedStatus> recorded() {
    return recorded;
  }

  /** How the blocks of reported tasks went that history once held. */
  public Map<TaskId, TaskRemoval> gone() {
    return gone;
  }

  /**
   * Tasks whose written status stands in this clone alone: what may still be amended away is not
   * recorded.
   */
  public Set<TaskId> unpublished() {
    return unpublished;
  }

  /** Why a plan file cannot be written exactly, by path. */
  public Map<String, String> unwritable() {
    return unwritable;
  }

  /** The status words of this repository. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The same snapshot, with what history says. */
  public Facts with(
      Map<TaskId, Trail> found, Map<TaskId, TaskRemoval> left, Map<String, String> notWritable) {
    return new Facts(
        slug, plans, committed, recorded, found, left, unpublished, notWritable, vocabulary);
  }

  /** The same snapshot, with what others cannot see yet. */
  public Facts withUnpublished(Set<TaskId> hidden) {
    return new Facts(
        slug, plans, committed, recorded, trails, gone, hidden, unwritable, vocabulary);
  }

  /** The same snapshot, with what was reported since. */
  public Facts withRecorded(Map<TaskId, RecordedStatus> reported) {
    return new Facts(
        slug, plans, committed, reported, trails, gone, unpublished, unwritable, vocabulary);
  }

  /** The readable tasks of every plan by id; one that stands in two places is left out (C-03). */
  public Map<TaskId, TaskFacts> tasks() {
    Map<TaskId, TaskFacts> known = tasks;
    if (known == null) {
      known = Collections.unmodifiableMap(byId());
      tasks = known;
    }
    return known;
  }

  private Map<TaskId, TaskFacts> byId() {
    Map<TaskId, TaskFacts> found = new LinkedHashMap<>();
    Set<TaskId> twice = new LinkedHashSet<>();
    for (PlanFacts plan : plans) {
      for (Task task : plan.document().tasks()) {
        TaskFacts facts =
            new TaskFacts(plan, task, committed.get(task.id()), recorded.get(task.id()));
        if (found.putIfAbsent(task.id(), facts) != null) {
          twice.add(task.id());
        }
      }
    }
    found.keySet().removeAll(twice);
    return found;
  }

  /** The tasks whose record and file differ in a way that only history can judge. */
  public Set<TaskId> contested() {
    Set<TaskId> contested = new LinkedHashSet<>();
    for (TaskFacts task : tasks().values()) {
      RecordedStatus reported = task.recorded();
      Status written = task.committed();
      if (reported == null || written == null || reported.status().equals(written.word())) {
        continue;
      }
      if (written.rank() <= reported.rank() || reported.isReopened()) {
        contested.add(task.task().id());
      }
    }
    return contested;
  }

  /** The reported tasks that no plan of this checkout holds. */
  public Set<TaskId> withoutBlock() {
    Set<TaskId> missing = new TreeSet<>(Comparator.comparing(TaskId::value));
    missing.addAll(recorded.keySet());
    for (PlanFacts plan : plans) {
      plan.document().tasks().forEach(task -> missing.remove(task.id()));
    }
    missing.removeAll(committed.keySet());
    return missing;
  }

  /** The verdict on one task. */
  public Verdict verdict(TaskFacts task) {
    Status written = task.committed();
    if (written == null) {
      return Verdict.AGREE;
    }
    return Verdict.of(
        task.recorded(), written, trails.getOrDefault(task.task().id(), Trail.none()));
  }

  /** Whether a fix would move the record of a task to what its file says. */
  public boolean movesRecord(TaskFacts task) {
    return verdict(task).movesRecord();
  }

  /**
   * What counts now: the recorded status where it is ahead, else the written one; null when the
   * file's word is unknown and nothing was reported.
   */
  public @Nullable Status effective(TaskFacts task) {
    RecordedStatus reported = task.recorded();
    Status here = task.task().status();
    boolean elsewhere = !task.plan().home().here() && task.committed() != null;
    if (reported == null) {
      return elsewhere ? task.committed() : here;
    }
    Status record = new Status(reported.status(), reported.rank());
    if (task.committed() == null) {
      return here == null || here.rank() < record.rank() || reported.isReopened() ? record : here;
    }
    if (elsewhere) {
      // What this checkout says of it is another branch's, and maybe old.
      return settled(task);
    }
    return verdict(task).recordCounts() ? record : uncommittedOr(here, record);
  }

  /** What counts of what was reported and committed; an uncommitted edit does not. */
  public @Nullable Status settled(TaskFacts task) {
    RecordedStatus reported = task.recorded();
    if (reported == null) {
      return task.committed();
    }
    return task.committed() == null
            || verdict(task).recordCounts()
            || verdict(task) == Verdict.AGREE
        ? new Status(reported.status(), reported.rank())
        : task.committed();
  }

  /** An edit that is not committed yet is shown, unless it falls behind what was reported. */
  private static Status uncommittedOr(@Nullable Status here, Status record) {
    return here == null || here.rank() < record.rank() ? record : here;
  }
}
