package dev.pawl.cli;

import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.store.JournalStore;
import dev.pawl.journal.store.Site;
import dev.pawl.journal.store.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plays a history line by line, and looks at every law after each. */
final class HistoryRun {
  private static final Pattern EDIT = Pattern.compile("\\bedit (T\\d) (\\w+) (e\\d+)");
  private static final Pattern STAMP = Pattern.compile("\\bstamp (e\\d+)");
  private static final List<String> TASKS = List.of("T1", "T2", "T3", "T4");

  final Machines machines;
  final CommitGraph graph = new CommitGraph();
  final Statements statements = new Statements(graph);

  /** All that was typed, healing included. */
  final List<HistoryStep> typed = new ArrayList<>();

  /** The commits that pawl made, and the text of what they change. */
  final Set<String> pawls = new HashSet<>();

  final Set<String> diffs = new HashSet<>();

  HistoryRun(Path folder) {
    this.machines = HistoryFixture.in(folder);
    git().set("GIT_AUTHOR_DATE", "2026-03-21T10:00:00Z");
    git().set("GIT_COMMITTER_DATE", "2026-03-21T10:00:00Z");
    graph.learn(git(), remote(), origin().values()).forEach(statements::seen);
  }

  GitSandbox git() {
    return machines.git;
  }

  /** The remote, wherever it is: for a while, nobody may reach it. */
  private Path remote() {
    Path away = git().root().resolve("away.git");
    return Files.exists(away) ? away : machines.origin();
  }

  /** True while nobody reaches the remote. */
  boolean isAway() {
    return !remote().equals(machines.origin());
  }

  Map<String, String> origin() {
    return CloneState.refs(remote());
  }

  /** What is on the remote, or on the fork that pushes go to. */
  List<String> delivered() {
    List<String> delivered = new ArrayList<>(origin().values());
    delivered.addAll(CloneState.refs(git().root().resolve("fork.git")).values());
    return delivered;
  }

  CloneState state(String place) {
    return CloneState.of(machines.at(place));
  }

  /** What the journal of a machine holds. */
  Snapshot journal(String machine) {
    Path folder = machines.at(machine).resolve(".git/pawl");
    Site nobody = new Site("nobody", "nobody", "nobody", 1, "look");
    try {
      return JournalStore.open(folder, nobody, () -> Instant.EPOCH, new Random(1)).load();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Plays one line; null when it was no line of pawl's, or its place is not there. */
  @Nullable Run play(HistoryStep step) {
    typed.add(step);
    Path folder = machines.at(step.place());
    if (!Files.isDirectory(folder)) {
      return null;
    }
    return step.isPawl() ? pawl(step, folder) : shell(step, folder);
  }

  private @Nullable Run shell(HistoryStep step, Path folder) {
    CloneState before = CloneState.of(folder);
    Matcher edit = EDIT.matcher(step.line());
    while (edit.find()) {
      String task = edit.group(1);
      statements.edit(task + " " + edit.group(3), task, edit.group(2), before);
    }
    Matcher stamp = STAMP.matcher(step.line());
    while (stamp.find()) {
      for (String task : TASKS) {
        statements.edit(task + " " + stamp.group(1), task, null, before);
      }
    }
    HistoryFixture.shell(git(), step.machine(), folder, typed.size(), step.line());
    learn(step.machine());
    return null;
  }

  private List<CommitGraph.Node> learn(String machine) {
    List<CommitGraph.Node> fresh = new ArrayList<>(graph.learn(git(), remote(), origin().values()));
    CloneState state = state(machine);
    List<String> tips = new ArrayList<>(state.refs().values());
    if (state.commit() != null) {
      tips.add(state.commit());
    }
    tips.removeIf(tip -> !tip.matches("[0-9a-f]{40}"));
    fresh.addAll(graph.learn(git(), machines.at(machine), tips));
    fresh.forEach(statements::seen);
    return fresh;
  }

  private Run pawl(HistoryStep step, Path folder) {
    PawlStep watched = new PawlStep(this, step, folder);
    List<String> arguments = new ArrayList<>(step.arguments());
    arguments.addAll(List.of("--format", "json"));
    Run run = machines.in(folder, step.machine(), arguments.toArray(String[]::new));
    List<CommitGraph.Node> fresh = learn(step.machine());
    Snapshot journal = journal(step.machine());
    hear(step, watched.before(), CloneState.of(folder), journal, watched.events());
    Map<String, String> winners = winners(journal, fresh);
    for (CommitGraph.Node node : fresh) {
      pawls.add(node.id());
      diffs.add(node.diff());
      statements.writeback(node, step.has("undo") ? Map.of() : winners);
    }
    watched.judge(run, fresh, journal);
    return run;
  }

  /** Notes what this clone's journal says that it did not say before. */
  private void hear(
      HistoryStep step, CloneState before, CloneState after, Snapshot journal, Set<String> known) {
    CloneState at = step.has("task") ? before : after;
    List<Event> others = new ArrayList<>();
    List<Event> own = new ArrayList<>();
    for (Event event : journal.events()) {
      boolean fresh = !known.contains(event.id().hex());
      (fresh && event.origin().host().equals(step.machine()) ? own : others).add(event);
    }
    for (Event event : own) {
      List<@Nullable String> places = new ArrayList<>();
      if (!(event.body() instanceof Body.Observation)) {
        places.add(at.commit());
      }
      if (event.body() instanceof Body.Setting said) {
        places.add(homes(at, Statements.task(said)).getLast());
      }
      statements.event(event, others, places);
      others.add(event);
    }
  }

  /**
   * The tips of the branch that a task is written back on, as a clone knows it: two where only that
   * clone still remembers the plan's own branch of the remote, which is gone.
   */
  List<@Nullable String> homes(CloneState state, String task) {
    String branch = "plan/" + (task.equals("T4") ? "OPS" : "NET");
    String local = state.tip(branch);
    if (local != null) {
      return List.of(local);
    }
    List<@Nullable String> homes = new ArrayList<>();
    String remote = state.refs().get("refs/remotes/origin/" + branch);
    if (remote != null) {
      homes.add(remote);
    }
    if (remote == null || !origin().containsKey("refs/heads/" + branch)) {
      homes.add(state.tip("main"));
    }
    return homes;
  }

  /** Whose word is recorded for each task, where a commit wrote it. */
  private static Map<String, String> winners(Snapshot journal, List<CommitGraph.Node> fresh) {
    Map<String, String> winners = new TreeMap<>();
    for (RecordedStatus recorded : journal.recorded().values()) {
      String task = recorded.task().value().substring(0, 2);
      boolean says =
          fresh.stream()
              .flatMap(node -> node.changed().stream())
              .anyMatch(
                  line -> line.task().equals(task) && line.status().equals(recorded.status()));
      if (says) {
        winners.put(task, recorded.winner().id().hex());
      }
    }
    return winners;
  }
}
