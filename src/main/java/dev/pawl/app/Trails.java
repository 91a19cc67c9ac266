package dev.pawl.app;

import dev.pawl.check.Trail;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.Commits;
import dev.pawl.git.GitException;
import dev.pawl.git.History;
import dev.pawl.git.Revision;
import dev.pawl.index.TrailTable;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.Recorded;
import dev.pawl.plan.PlanGlobs;
import dev.pawl.plan.TaskId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads from committed history how often each task's block came to say each status: at a commit
 * that says it and of which no parent does.
 */
final class Trails {
  /** How often each status was set, for each task; and whether history was cut off. */
  record Counts(
      Map<TaskId, Map<String, Integer>> sets,
      Map<TaskId, Set<String>> byPawl,
      Set<TaskId> held,
      boolean truncated) {
    Map<String, Integer> of(TaskId task) {
      return sets.getOrDefault(task, Map.of());
    }
  }

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final Workspace workspace;
  private final Commits commits;
  private final BlobPlans blobs;
  private final Map<CommitId, Counts> counted = new HashMap<>();
  private final Set<TaskId> tasks;
  private final TrailTable table;

  /** Where git keeps at which commits a history was cut off. */
  private final Path shallow;

  /**
   * For these tasks.
   *
   * @param tasks the ones to count; others are not looked at
   */
  Trails(Workspace workspace, BlobPlans blobs, Set<TaskId> tasks) {
    this.workspace = workspace;
    this.commits = new Commits(workspace.repo());
    this.blobs = blobs;
    this.tasks = tasks;
    this.table = workspace.trailTable();
    this.shallow = workspace.repo().commonDir().resolve("shallow");
  }

  /** What history, and the events behind it, say of one task whose record and file differ. */
  Trail of(Recorded recorded, @Nullable CommitId tip, List<Event> events) throws GitException {
    TaskId task = recorded.task();
    Counts now = tip == null ? new Counts(Map.of(), Map.of(), Set.of(), false) : counts(tip);
    Map<String, Integer> atReopen = atReopen(task, recorded.lastReopen());
    return new Trail(
        now.of(task),
        atReopen,
        at(task, recorded.winner()),
        now.truncated(),
        takenBack(recorded, atReopen, events),
        now.byPawl().getOrDefault(task, Set.of()));
  }

  /** What was reported before the reopen, and history on which it was made had never shown. */
  private static Set<String> takenBack(
      Recorded recorded, @Nullable Map<String, Integer> atReopen, List<Event> events) {
    Event reopen = recorded.lastReopen();
    if (reopen == null || atReopen == null || !(reopen.body() instanceof Body.Setting last)) {
      return Set.of();
    }
    Set<String> words = new HashSet<>();
    for (Event event : events) {
      if (event.body() instanceof Body.Setting setting
          && setting.task().equals(recorded.task())
          && setting.generation() < last.generation()
          && atReopen.getOrDefault(setting.status(), 0) == 0) {
        words.add(setting.status());
      }
    }
    return words;
  }

  private @Nullable Map<String, Integer> atReopen(TaskId task, @Nullable Event reopen)
      throws GitException {
    if (reopen == null) {
      return Map.of();
    }
    if (reopen.body() instanceof Body.Reopen said && said.shown() != null) {
      Map<String, Integer> shown = new LinkedHashMap<>();
      said.shown().forEach((word, count) -> shown.put(word, Math.clamp(count, 0, 1 << 30)));
      return shown;
    }
    return at(task, reopen);
  }

  /** The counts at the commit that an event was reported from; null when it is not here. */
  private @Nullable Map<String, Integer> at(TaskId task, Event event) throws GitException {
    String head = event.context().head();
    // What another replica wrote is not trusted to be a commit's name.
    if (head == null || !COMMIT.matcher(head).matches()) {
      return null;
    }
    CommitId commit = new CommitId(head);
    return counted.containsKey(commit) || commits.exists(commit) ? counts(commit).of(task) : null;
  }

  /** Counts along the history of a commit; each commit is walked from once. */
  Counts counts(CommitId tip) throws GitException {
    Counts known = counted.get(tip);
    if (known == null) {
      known = Files.exists(shallow) ? walk(tip, tasks) : rememberedOrWalked(tip);
      counted.put(tip, known);
    }
    return known;
  }

  /** Whole histories do not change, so what they showed of a task holds for good. */
  private Counts rememberedOrWalked(CommitId tip) throws GitException {
    Set<TaskId> asked = new HashSet<>(tasks);
    TrailTable.Shown shown = table.of(tip.hex());
    if (shown != null) {
      Set<TaskId> before = ids(shown.asked());
      if (before.containsAll(asked)) {
        Map<TaskId, Map<String, Integer>> sets = new HashMap<>();
        shown.sets().forEach((task, words) -> sets.put(new TaskId(task), words));
        Map<TaskId, Set<String>> byPawl = new HashMap<>();
        shown.byPawl().forEach((task, words) -> byPawl.put(new TaskId(task), words));
        return new Counts(sets, byPawl, ids(shown.held()), false);
      }
      asked.addAll(before);
    }
    Counts walked = walk(tip, asked);
    if (!walked.truncated()) {
      Map<String, Map<String, Integer>> sets = new HashMap<>();
      walked.sets().forEach((task, words) -> sets.put(task.value(), words));
      Map<String, Set<String>> byPawl = new HashMap<>();
      walked.byPawl().forEach((task, words) -> byPawl.put(task.value(), words));
      table.remember(
          tip.hex(), new TrailTable.Shown(values(asked), values(walked.held()), sets, byPawl));
    }
    return walked;
  }

  private static Set<TaskId> ids(Set<String> values) {
    return values.stream().map(TaskId::new).collect(Collectors.toSet());
  }

  private static Set<String> values(Set<TaskId> ids) {
    return ids.stream().map(TaskId::value).collect(Collectors.toSet());
  }

  private Counts walk(CommitId tip, Set<TaskId> asked) throws GitException {
    PlanGlobs globs = workspace.settings().globs();
    Map<TaskId, Map<String, Integer>> sets = new HashMap<>();
    Map<TaskId, Set<String>> byPawl = new HashMap<>();
    Set<TaskId> held = new HashSet<>();
    Map<CommitId, Map<TaskId, String>> said = new HashMap<>();
    try (History history = History.of(workspace.repo(), tip, globs.roots(), globs::matches)) {
      for (Revision revision : history.rest().reversed()) {
        List<Map<TaskId, String>> before =
            revision.parents().stream().map(id -> said.getOrDefault(id, Map.of())).toList();
        Map<TaskId, String> words = words(asked, revision.files(), before);
        words.forEach((task, word) -> {
          held.add(task);
          if (before.stream().noneMatch(parent -> word.equals(parent.get(task)))) {
            sets.computeIfAbsent(task, _ -> new HashMap<>()).merge(word, 1, Integer::sum);
            Set<String> ours = byPawl.computeIfAbsent(task, _ -> new HashSet<>());
            if (revision.subject().equals(StatusMessage.SUBJECT)) {
              ours.add(word);
            } else {
              ours.remove(word);
            }
          }
        });
        said.put(revision.commit(), words);
      }
      return new Counts(sets, byPawl, held, history.truncated());
    }
  }

  /** What the files of one commit say; where a part cannot be read, what was said before stands. */
  private Map<TaskId, String> words(
      Set<TaskId> asked, Map<String, BlobId> files, List<Map<TaskId, String>> before)
      throws GitException {
    Map<TaskId, String> words = new HashMap<>();
    boolean damaged = false;
    for (BlobId blob : files.values()) {
      BlobPlans.Statuses statuses = blobs.statuses(blob);
      damaged |= statuses.damaged();
      statuses
          .statuses()
          .forEach((task, status) -> {
            if (status.isPresent() && asked.contains(task)) {
              words.putIfAbsent(task, status.get().word());
            }
          });
    }
    if (damaged) {
      before.forEach(parent -> parent.forEach(words::putIfAbsent));
    }
    return words;
  }
}
