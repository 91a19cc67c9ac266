package dev.pawl.app.snapshot;

import dev.pawl.app.snapshot.BlockTrail.Change;
import dev.pawl.app.snapshot.BlockTrail.Origin;
import dev.pawl.app.snapshot.BlockTrail.Removal;
import dev.pawl.git.BlobId;
import dev.pawl.git.CommitId;
import dev.pawl.git.GitException;
import dev.pawl.git.history.History;
import dev.pawl.git.history.Revision;
import dev.pawl.plan.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a history from its roots and follows the blocks of some tasks by their content, across
 * renamed files and moved blocks. Revisions that touch none of them cost nothing.
 */
final class BlockWalk {
  private final BlobPlans blobs;
  private final Set<TaskId> asked;
  private final Map<CommitId, State> states = new HashMap<>();
  private final Map<TaskId, List<Change>> changes = new HashMap<>();
  private final Set<CommitId> heads = new HashSet<>();

  /**
   * What a revision says.
   *
   * @param words what each block says
   * @param origins where that came from
   * @param passed the commits that ever set something, each task's own
   * @param removed how blocks went that are not there
   * @param holders the files that hold such blocks, or could not be read
   */
  private record State(
      Map<TaskId, String> words,
      Map<TaskId, Set<Origin>> origins,
      Map<TaskId, Set<CommitId>> passed,
      Map<TaskId, Removal> removed,
      Set<String> holders) {
    static final State EMPTY = new State(Map.of(), Map.of(), Map.of(), Map.of(), Set.of());
  }

  BlockWalk(BlobPlans blobs, Set<TaskId> asked) {
    this.blobs = blobs;
    this.asked = asked;
  }

  /** What the whole of a history, newest revision first, says of each task. */
  Map<TaskId, BlockTrail> of(History history) throws GitException {
    for (Revision revision : history.rest().reversed()) {
      List<State> before = parents(revision);
      states.put(
          revision.commit(),
          before.size() == 1 && leavesAlone(revision, before.getFirst())
              ? before.getFirst()
              : state(revision, before));
      revision.parents().forEach(heads::remove);
      heads.add(revision.commit());
    }
    Map<TaskId, BlockTrail> trails = new HashMap<>();
    for (TaskId task : asked) {
      Set<Origin> origins = new HashSet<>();
      Removal removal = null;
      for (CommitId head : heads) {
        State state = Objects.requireNonNull(states.get(head));
        origins.addAll(state.origins().getOrDefault(task, Set.of()));
        removal = removal == null ? state.removed().get(task) : removal;
      }
      trails.put(task, new BlockTrail(changes.getOrDefault(task, List.of()), origins, removal));
    }
    return trails;
  }

  private List<State> parents(Revision revision) {
    return revision.parents().stream()
        .map(parent -> states.getOrDefault(parent, State.EMPTY))
        .toList();
  }

  private boolean leavesAlone(Revision revision, State before) throws GitException {
    for (String path : revision.touched()) {
      BlobId blob = revision.files().get(path);
      if (before.holders().contains(path) || (blob != null && concerns(blob))) {
        return false;
      }
    }
    return true;
  }

  private boolean concerns(BlobId blob) throws GitException {
    BlobPlans.Statuses statuses = blobs.statuses(blob);
    return statuses.damaged() || statuses.statuses().keySet().stream().anyMatch(asked::contains);
  }

  private State state(Revision revision, List<State> before) throws GitException {
    Set<String> holders = new HashSet<>();
    Map<TaskId, String> words = words(revision.files(), before, holders);
    State state = new State(words, new HashMap<>(), new HashMap<>(), new HashMap<>(), holders);
    for (TaskId task : asked) {
      Set<CommitId> passed = new HashSet<>();
      before.forEach(parent -> passed.addAll(parent.passed().getOrDefault(task, Set.of())));
      String word = words.get(task);
      if (word != null) {
        state.origins().put(task, origins(revision, task, word, before));
        if (before.stream().noneMatch(parent -> word.equals(parent.words().get(task)))) {
          changes
              .computeIfAbsent(task, _ -> new ArrayList<>())
              .add(new Change(word, revision.commit()));
          passed.add(revision.commit());
        }
      } else {
        Removal removal = removal(revision, task, before);
        if (removal != null) {
          state.removed().put(task, removal);
        }
      }
      if (!passed.isEmpty()) {
        state.passed().put(task, passed);
      }
    }
    return state;
  }

  private static Set<Origin> origins(
      Revision revision, TaskId task, String word, List<State> before) {
    Set<Origin> origins = new HashSet<>();
    List<State> others = new ArrayList<>();
    for (State parent : before) {
      if (word.equals(parent.words().get(task))) {
        origins.addAll(parent.origins().getOrDefault(task, Set.of()));
      } else {
        others.add(parent);
      }
    }
    if (origins.isEmpty()) {
      Origin.Kind kind = revision.cut() ? Origin.Kind.CUT : Origin.Kind.SET;
      return Set.of(new Origin(revision.commit(), kind));
    }
    boolean movedOn =
        origins.removeIf(origin ->
            others.stream()
                .anyMatch(other ->
                    other.passed().getOrDefault(task, Set.of()).contains(origin.commit())));
    if (movedOn) {
      origins.add(new Origin(revision.commit(), Origin.Kind.CHOSEN));
    }
    return origins;
  }

  /** A block that every parent that ever held it still held went here; else it went before. */
  private static @Nullable Removal removal(Revision revision, TaskId task, List<State> before) {
    String word = null;
    for (State parent : before) {
      Removal earlier = parent.removed().get(task);
      if (earlier != null) {
        return earlier;
      }
      word = word == null ? parent.words().get(task) : word;
    }
    return word == null ? null : new Removal(revision.commit(), word);
  }

  /** What the files of one commit say; where a part cannot be read, what was said before stands. */
  private Map<TaskId, String> words(
      Map<String, BlobId> files, List<State> before, Set<String> holders) throws GitException {
    Map<TaskId, String> words = new HashMap<>();
    boolean damaged = false;
    for (Map.Entry<String, BlobId> file : files.entrySet()) {
      BlobPlans.Statuses statuses = blobs.statuses(file.getValue());
      damaged |= statuses.damaged();
      if (statuses.damaged()) {
        holders.add(file.getKey());
      }
      statuses
          .statuses()
          .forEach((task, status) -> {
            if (asked.contains(task)) {
              holders.add(file.getKey());
              status.ifPresent(said -> words.putIfAbsent(task, said.word()));
            }
          });
    }
    if (damaged) {
      before.forEach(parent -> parent.words().forEach(words::putIfAbsent));
    }
    return words;
  }
}
