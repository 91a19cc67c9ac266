package dev.pawl.cli;

import dev.pawl.git.GitSandbox;
import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.journal.store.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One command of pawl's in a history: what there was before it, and what it may have done. */
final class PawlStep {
  private final HistoryRun history;
  private final HistoryStep step;
  private final Path folder;
  private final CloneState before;
  private final Map<String, String> origin;
  private final Snapshot journal;
  private final Set<String> events = new HashSet<>();
  private final String status;

  PawlStep(HistoryRun history, HistoryStep step, Path folder) {
    this.history = history;
    this.step = step;
    this.folder = folder;
    this.before = CloneState.of(folder);
    this.origin = history.origin();
    this.journal = history.journal(step.machine());
    journal.events().forEach(event -> events.add(event.id().hex()));
    this.status = mayWrite() ? status() : "";
  }

  CloneState before() {
    return before;
  }

  /** The events that the clone knew before. */
  Set<String> events() {
    return events;
  }

  private boolean mayWrite() {
    return !step.onlyReads()
        && (step.has("--write") || !(step.has("task") || step.has("sync") || step.has("check")));
  }

  private String status() {
    return history.git().run(folder, "status", "--porcelain", "-uall");
  }

  /** Where {@code git push} would go, as "URL ref"; empty where it would not push. */
  private Set<String> sends() {
    GitSandbox.Outcome push = history.git().attempt(folder, "push", "--dry-run", "--porcelain");
    Set<String> sends = new TreeSet<>();
    String url = "";
    for (String line : push.out().split("\n", -1)) {
      if (line.startsWith("To ")) {
        url = line.substring("To ".length()).replace("file://", "");
      }
      String[] fields = line.split("\t", -1);
      if (fields.length > 1) {
        sends.add(url + " " + fields[1].substring(fields[1].indexOf(':') + 1));
      }
    }
    return sends;
  }

  /** Holds what it did against the laws. */
  void judge(Run run, List<CommitGraph.Node> made, Snapshot journalAfter) {
    CloneState after = CloneState.of(folder);
    String said = step + " [exit " + run.exit() + "]\n" + run.out() + run.err();
    exit(run, after, said);
    if (step.onlyReads()) {
      reads(after, journalAfter, said);
    }
    if (mayWrite()) {
      boolean same = after.equals(before) || status().equals(status);
      Law.UNTOUCHED.holds(same, said + "git status was\n" + status);
    } else {
      Law.UNTOUCHED.holds(after.files().equals(before.files()), said);
    }
    boolean attached = before.head().startsWith("ref: ");
    Law.COMMITS.holds(!attached || after.head().equals(before.head()), "HEAD moved: " + said);
    for (CommitGraph.Node node : made) {
      Law.STATUSES.holds(
          node.statusesOnly() || node.parents().size() > 1,
          said + "made " + node.subject() + node.diff());
    }
    branches(after, said);
    delivered(said);
    complete(run, said);
    forward(journalAfter, said);
    readBack(run, after, said);
    if (step.has("fix")) {
      new FixJudge(history, run, after, journal, journalAfter, said).judge();
    }
  }

  private void exit(Run run, CloneState after, String said) {
    boolean known = run.exit() == 0 || run.exit() == 1 || (history.isAway() && run.exit() == 3);
    Law.EXIT.holds(known, said);
    if (run.exit() != 0) {
      boolean reason =
          !run.err().isBlank()
              || Stream.of("\"fail\"", "pawl.error", "\"reason\":", "\"message\":")
                  .anyMatch(run.out()::contains);
      Law.EXIT.holds(reason, "no reason is said: " + said);
      return;
    }
    Law.EXIT.holds(!said.contains("\"severity\": \"fail\""), said);
    if (step.delivers() && step.has("fix")) {
      Set<String> there = history.graph.reached(history.delivered());
      Set<String> left = new TreeSet<>(history.graph.ancestors(after.commit()));
      left.retainAll(history.pawls);
      left.removeAll(there);
      Law.EXIT.holds(left.isEmpty(), "not delivered: " + CommitGraph.shorter(left) + "; " + said);
    }
  }

  private void reads(CloneState after, Snapshot journalAfter, String said) {
    Law.READS.holds(after.own().equals(before.own()), "refs: " + said);
    Law.READS.holds(after.files().equals(before.files()), "files: " + said);
    Law.READS.holds(history.origin().equals(origin), "remote: " + said);
    Law.READS.holds(
        journalAfter.events().stream()
            .filter(event -> !events.contains(event.id().hex()))
            .noneMatch(event -> event.origin().host().equals(step.machine())),
        "journal: " + said);
  }

  /** Local branches move forward, or lose what pawl made. */
  private void branches(CloneState after, String said) {
    Map<String, String> own = after.own();
    before
        .own()
        .forEach((name, commit) -> {
          String now = own.get(name);
          Law.COMMITS.holds(now != null, name + " is gone: " + said);
          if (!commit.equals(now)) {
            Set<String> lost = new TreeSet<>(history.graph.ancestors(commit));
            lost.removeAll(history.graph.ancestors(now));
            lost.removeIf(this::isPawls);
            Law.COMMITS.holds(
                lost.isEmpty(), name + " lost " + CommitGraph.shorter(lost) + ": " + said);
          }
        });
    for (String name : own.keySet()) {
      boolean known = before.own().containsKey(name) || step.has("plan") || step.has("worktree");
      Law.COMMITS.holds(known, name + " is new: " + said);
    }
  }

  /** It made the commit, or one with the same text before it was rebased. */
  private boolean isPawls(String commit) {
    CommitGraph.Node node = history.graph.node(commit);
    return history.pawls.contains(commit) || (node != null && history.diffs.contains(node.diff()));
  }

  /** Branches of the remote move forward, and only those to which git would have pushed. */
  private void delivered(String said) {
    String url = history.machines.origin().toString();
    Map<String, String> now = history.origin();
    Set<String> names = new TreeSet<>(now.keySet());
    names.addAll(origin.keySet());
    for (String name : names) {
      String was = origin.get(name);
      String is = now.get(name);
      if (Objects.equals(was, is)) {
        continue;
      }
      Law.DELIVERY.holds(is != null, name + " is gone from the remote: " + said);
      Law.DELIVERY.holds(
          was == null || history.graph.isAncestor(was, is), name + " was forced: " + said);
      Law.DELIVERY.holds(
          sends().contains(url + " " + name) || isMeant(name),
          name + " moved, git push would go to " + sends() + ": " + said);
    }
  }

  /** The target of a plan that is completed; a plan's own branch, under its own name. */
  private boolean isMeant(String name) {
    return (step.has("complete") && name.equals("refs/heads/main"))
        || (name.startsWith("refs/heads/plan/") && before.head().equals("ref: " + name));
  }

  /** What a plan's branches hold, here and on the remote, is on main when it is complete. */
  private void complete(Run run, String said) {
    if (run.exit() != 0 || !step.has("complete")) {
      return;
    }
    String main = CloneState.of(folder).tip("main");
    String plan = step.arguments().get(2);
    for (String name : List.of("refs/heads/plan/", "refs/remotes/origin/plan/")) {
      String tip = before.refs().get(name + plan);
      boolean merged =
          tip == null
              || main == null
              || history.graph.isAncestor(tip, main)
              || history
                  .git()
                  .attempt(folder, "merge-tree", "--write-tree", main, tip)
                  .out()
                  .strip()
                  .equals(history.git().run(folder, "rev-parse", main + "^{tree}"));
      Law.COMPLETE.holds(merged, name + plan + " is not on main: " + said);
    }
  }

  private void forward(Snapshot after, String said) {
    Map<String, RecordedStatus> now = new TreeMap<>();
    after.recorded().forEach((task, recorded) -> now.put(task.value(), recorded));
    journal
        .recorded()
        .forEach((task, was) -> {
          RecordedStatus is = now.get(task.value());
          Law.FORWARD.holds(
              is != null
                  && (is.generation() > was.generation()
                      || (is.generation() == was.generation() && is.rank() >= was.rank())),
              task + " was recorded as " + was.status() + ", and now " + is + ": " + said);
        });
    for (Event event : after.events()) {
      boolean mine = event.origin().host().equals(step.machine());
      boolean fresh = !events.contains(event.id().hex());
      if (mine && fresh && event.body() instanceof Body.Reopen) {
        Law.FORWARD.holds(step.has("reopen") || step.has("undo"), "reopened by itself: " + said);
      }
    }
  }

  private void readBack(Run run, CloneState after, String said) {
    if (run.exit() != 0 || !step.has("task")) {
      return;
    }
    CommitGraph.Node head = history.graph.node(after.commit());
    Map<String, CommitGraph.Line> here = CommitGraph.lines(after);
    for (Map<String, @Nullable Object> task : Run.objects(run.json().get("tasks"))) {
      Object id = task.get("id");
      CommitGraph.Line line = head == null ? null : head.lines().get(String.valueOf(id));
      if (line != null && !line.equals(here.get(line.task()))) {
        continue; // an edit that is not committed is shown
      }
      for (Object shown : shown(String.valueOf(id))) {
        Law.READ_BACK.holds(
            shown.equals(task.get("to")), id + " is shown as " + shown + ": " + said);
      }
      Law.READ_BACK.holds(
          !step.has("--write") || line == null || written(after, line.task(), task.get("to")),
          id + " was not written: " + said);
    }
  }

  /** Whether the branch that a task is written back on says so, if it has that task. */
  private boolean written(CloneState after, String task, @Nullable Object status) {
    List<CommitGraph.Line> lines =
        history.homes(after, task).stream()
            .map(history.graph::node)
            .filter(Objects::nonNull)
            .map(node -> node.lines().get(task))
            .filter(Objects::nonNull)
            .toList();
    return lines.isEmpty() || lines.stream().anyMatch(line -> line.status().equals(status));
  }

  /** What is said of a task, whichever way one asks. */
  private List<Object> shown(String id) {
    List<Object> shown = new ArrayList<>();
    for (List<String> question : List.of(List.of("list"), List.of("show", id))) {
      List<String> words = new ArrayList<>(List.of("task"));
      words.addAll(question);
      words.addAll(List.of("--format", "json"));
      Run run = history.machines.in(folder, step.machine(), words.toArray(String[]::new)).exits(0);
      for (Map<String, @Nullable Object> row : Run.objects(run.json().get("tasks"))) {
        if (id.equals(row.get("id"))) {
          shown.add(String.valueOf(row.get("status")));
        }
      }
    }
    return shown;
  }
}
