package dev.pawl.cli;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who said what about tasks in a history, and what each of them provably knew: edits of the files,
 * named by their tokens ({@code T1 e7}), and reports, named by the ids of their events.
 */
final class Statements {
  /**
   * One word about one task.
   *
   * @param status null as long as no text was seen that says it
   * @param person false for an observation, which only carries what an edit said
   * @param knows what its author knew of, and all that those knew of
   */
  record Said(String id, String task, @Nullable String status, boolean person, Set<String> knows) {}

  private final CommitGraph graph;
  private final Map<String, Said> said = new LinkedHashMap<>();

  /** How many reopens each event's reporter knew of. */
  private final Map<String, Long> generations = new HashMap<>();

  /** The reports that are no reopen. */
  private final Set<String> forward = new HashSet<>();

  /** Whose words observations carry: edits, by the ids of the events. */
  private final Map<String, String> carried = new HashMap<>();

  /** What a commit of pawl's wrote into a file: whose words these are, by commit and task. */
  private final Map<String, Map<String, Set<String>>> written = new HashMap<>();

  /** The least that a line of this text stands for: histories that were rewritten prove no more. */
  private final Map<String, Set<String>> least = new HashMap<>();

  Statements(CommitGraph graph) {
    this.graph = graph;
  }

  @Nullable Said of(String id) {
    return said.get(id);
  }

  /** The statement of that name, and all that its author knew of. */
  private Set<String> with(String id) {
    Set<String> all = new HashSet<>(Set.of(id));
    Said one = said.get(id);
    if (one != null) {
      all.addAll(one.knows());
    }
    return all;
  }

  /** A person sets a status in a file of this working tree. */
  void edit(String id, String task, @Nullable String status, CloneState where) {
    Set<String> knows = heard(where.commit(), task);
    CommitGraph.Line line = CommitGraph.lines(where).get(task);
    if (line != null) {
      knows.addAll(voice(line));
    }
    knows.remove(id);
    said.put(id, new Said(id, task, status, true, Set.copyOf(knows)));
  }

  /** What a line stands for: its edit, and what pawl wrote over it. */
  private Set<String> voice(CommitGraph.Line line) {
    Set<String> voice = new HashSet<>(with(line.edit()));
    Said edit = said.get(line.edit());
    if (edit != null && !line.status().equals(edit.status())) {
      voice.addAll(least.getOrDefault(line.edit() + " " + line.status(), Set.of()));
    }
    return voice;
  }

  /** What the history of a commit lets one know of a task. */
  Set<String> heard(@Nullable String commit, String task) {
    Set<String> heard = new HashSet<>();
    for (CommitGraph.Node node : graph.nodes(graph.ancestors(commit))) {
      node.changed().stream()
          .filter(line -> line.task().equals(task))
          .forEach(
              line -> heard.addAll(graph.sets(node, line) ? voice(line) : Set.of(line.edit())));
      heard.addAll(written.getOrDefault(node.id(), Map.of()).getOrDefault(task, Set.of()));
    }
    return heard;
  }

  /**
   * Somebody, or pawl, records a status.
   *
   * @param before the events that were known there
   * @param places the commits that it was looked at on: HEAD, and the plan's branch
   */
  void event(Event event, List<Event> before, List<@Nullable String> places) {
    if (!(event.body() instanceof Body.Setting setting)) {
      return;
    }
    String task = task(setting);
    Set<String> knows = new HashSet<>();
    for (Event each : before) {
      if (each.body() instanceof Body.Setting other && task(other).equals(task)) {
        knows.addAll(with(each.id().hex()));
      }
    }
    places.forEach(commit -> knows.addAll(heard(commit, task)));
    // Whose journal does not hold a reopen does not know of it, even where the text says so.
    knows.removeIf(each -> generation(each) > setting.generation());
    String id = event.id().hex();
    knows.remove(id);
    generations.put(id, setting.generation());
    boolean person = !(setting instanceof Body.Observation);
    if (setting instanceof Body.Report) {
      forward.add(id);
    }
    said.put(id, new Said(id, task, setting.status(), person, Set.copyOf(knows)));
  }

  /** The name of a task in a history; renaming it adds letters. */
  static String task(Body.Setting setting) {
    return setting.task().value().substring(0, 2);
  }

  /** A commit of pawl's writes what was recorded into the files. */
  void writeback(CommitGraph.Node commit, Map<String, String> winners) {
    Map<String, Set<String>> tasks = new TreeMap<>();
    for (CommitGraph.Line line : commit.changed()) {
      String winner = winners.get(line.task());
      if (winner != null) {
        Set<String> whose = with(winner);
        tasks.put(line.task(), whose);
        least.merge(line.edit() + " " + line.status(), whose, Statements::common);
      }
    }
    written.put(commit.id(), tasks);
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    Set<String> common = new HashSet<>(one);
    common.retainAll(other);
    return common;
  }

  /** A commit of a person may show for the first time what a stamped edit says. */
  void seen(CommitGraph.Node commit) {
    for (CommitGraph.Line line : commit.changed()) {
      Said one = said.get(line.edit());
      if (one == null || one.status() == null) {
        Set<String> knows = one == null ? Set.of() : one.knows();
        said.put(
            line.edit(),
            new Said(line.edit(), line.task(), line.status(), true, Set.copyOf(knows)));
      }
    }
  }

  /** Nothing proves that the author of one statement knew of another. */
  void unproven(String id, String other) {
    Said one = said.get(id);
    if (one != null && one.knows().contains(other)) {
      Set<String> knows = new HashSet<>(one.knows());
      knows.remove(other);
      said.put(id, new Said(id, one.task(), one.status(), one.person(), Set.copyOf(knows)));
    }
  }

  /** An observation carries what an edit said. */
  void carries(String observation, String edit) {
    carried.put(observation, edit);
  }

  /** The edit whose word an observation carries; null when it is not known. */
  @Nullable String carried(String observation) {
    return carried.get(observation);
  }

  /**
   * Among these, those that nobody among them knew of. A report from before a reopen counts for
   * nothing, so it takes nothing back either.
   */
  Map<String, Said> last(Set<String> ids) {
    long now = ids.stream().mapToLong(this::generation).max().orElse(0);
    Map<String, Said> last = new TreeMap<>();
    for (String id : ids) {
      Said one = said.get(id);
      if (one != null
          && ids.stream().noneMatch(other -> takesBack(other, id) && !isOutdated(other, now))) {
        last.put(id, one);
      }
    }
    return last;
  }

  private boolean isOutdated(String id, long now) {
    return generations.containsKey(id) && generation(id) < now;
  }

  private long generation(String id) {
    return generations.getOrDefault(id, 0L);
  }

  /** True when the author of one statement knew of another. */
  boolean knew(String id, String other) {
    Said one = said.get(id);
    return one != null && !id.equals(other) && one.knows().contains(other);
  }

  /**
   * True when the author of one statement knew of another, and said so in a way that takes it back:
   * where a file says more than is reported, only a reopen does.
   */
  boolean takesBack(String id, String other) {
    boolean lower = rank(said.get(id)) < rank(said.get(other));
    boolean edit = !generations.containsKey(other);
    return knew(id, other) && !(lower && edit && forward.contains(id));
  }

  private static int rank(@Nullable Said one) {
    return switch (one == null || one.status() == null ? "todo" : one.status()) {
      case "in_progress", "blocked" -> 1;
      case "done", "cancelled" -> 2;
      default -> 0;
    };
  }
}
