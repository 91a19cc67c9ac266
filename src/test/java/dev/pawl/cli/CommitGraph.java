package dev.pawl.cli;

import dev.pawl.cli.terminal.Line;
import dev.pawl.git.GitSandbox;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every commit that any clone of a history ever held, and what each says of the tasks. */
final class CommitGraph {
  /** A status as the files of a history write it, with the token of the edit that set it last. */
  private static final Pattern STATUS =
      Pattern.compile("^status: (\\w+) {3}# (T\\d+) (e\\d+)$", Pattern.MULTILINE);

  private static final Pattern VALUE = Pattern.compile("^status: \\w+");

  /** What a line says of a task; {@code edit} names the edit of a person that set it last. */
  record Line(String task, String status, String edit) {}

  /**
   * A commit.
   *
   * @param lines what it says of each task
   * @param changed what it says that its first parent did not
   * @param statusesOnly true when it changes values of {@code status} in plans and nothing else
   * @param diff what it changes, as text
   */
  record Node(
      String id,
      List<String> parents,
      String subject,
      Map<String, Line> lines,
      List<Line> changed,
      boolean statusesOnly,
      String diff) {}

  private final Map<String, Node> nodes = new HashMap<>();

  /** What the text of a file says of tasks. */
  static Map<String, Line> lines(String text) {
    Map<String, Line> lines = new TreeMap<>();
    Matcher found = STATUS.matcher(text);
    while (found.find()) {
      String task = found.group(2);
      lines.put(task, new Line(task, found.group(1), task + " " + found.group(3)));
    }
    return lines;
  }

  /** What a working tree says of tasks. */
  static Map<String, Line> lines(CloneState state) {
    Map<String, Line> lines = new TreeMap<>();
    state.files().values().forEach(text -> lines.putAll(lines(text)));
    return lines;
  }

  @Nullable Node node(@Nullable String commit) {
    return commit == null ? null : nodes.get(commit);
  }

  /** Takes in what these refs reach; returns the commits that no clone had before. */
  List<Node> learn(GitSandbox git, Path folder, Collection<String> tips) {
    List<String> unknown = tips.stream().filter(tip -> !nodes.containsKey(tip)).toList();
    if (unknown.isEmpty()) {
      return List.of();
    }
    List<String> command =
        new ArrayList<>(
            List.of("log", "--topo-order", "--reverse", "--ignore-missing", "-p", "-U0"));
    command.addAll(List.of("--diff-merges=first-parent", "--no-renames", "--no-color"));
    command.addAll(List.of("--no-ext-diff", "--format=%x00%H %P%x00%s%x00"));
    command.addAll(unknown);
    command.add("--not");
    command.addAll(nodes.keySet());
    String[] fields = git.run(folder, command.toArray(String[]::new)).split("\0", -1);
    List<Node> fresh = new ArrayList<>();
    for (int i = 1; i + 2 < fields.length; i += 3) {
      List<String> ids = List.of(fields[i].strip().split(" ", -1));
      if (!nodes.containsKey(ids.getFirst())) {
        Node node = node(ids, fields[i + 1], fields[i + 2]);
        nodes.put(node.id(), node);
        fresh.add(node);
      }
    }
    return fresh;
  }

  private Node node(List<String> ids, String subject, String diff) {
    List<String> parents = ids.subList(1, ids.size());
    Node first = parents.isEmpty() ? null : nodes.get(parents.getFirst());
    Map<String, Line> lines = new TreeMap<>(first == null ? Map.of() : first.lines());
    StringBuilder gone = new StringBuilder();
    StringBuilder come = new StringBuilder();
    for (String line : diff.split("\n", -1)) {
      if (line.startsWith("-")) {
        gone.append(line.substring(1)).append('\n');
      } else if (line.startsWith("+")) {
        come.append(line.substring(1)).append('\n');
      }
    }
    Map<String, Line> added = lines(come.toString());
    lines(gone.toString()).keySet().forEach(lines::remove);
    lines.putAll(added);
    return new Node(
        ids.getFirst(),
        List.copyOf(parents),
        subject,
        Map.copyOf(lines),
        List.copyOf(added.values()),
        parents.size() == 1 && statusesOnly(diff),
        diff);
  }

  private static boolean statusesOnly(String diff) {
    List<String> gone = new ArrayList<>();
    List<String> come = new ArrayList<>();
    for (String line : diff.strip().split("\n", -1)) {
      if (line.startsWith("diff --git ") || line.startsWith("@@ ")) {
        if (!gone.equals(come)) {
          return false;
        }
      } else if (line.startsWith("--- ") || line.startsWith("+++ ")) {
        if (!line.matches("... [ab]/plans/\\S+\\.md")) {
          return false;
        }
      } else if (line.startsWith("-status: ")) {
        gone.add(VALUE.matcher(line.substring(1)).replaceFirst(""));
      } else if (line.startsWith("+status: ")) {
        come.add(VALUE.matcher(line.substring(1)).replaceFirst(""));
      } else if (!line.startsWith("index ") && !line.isEmpty()) {
        return false;
      }
    }
    return !gone.isEmpty() && gone.equals(come);
  }

  /** The line as it was in a commit in which the task came to say what it says in this one. */
  @Nullable Line came(@Nullable String commit, String task) {
    List<Line> origins = origins(commit, task);
    return origins.isEmpty() ? null : origins.getFirst();
  }

  /** The same, for all such commits: the sides of a merge may have come to say it each. */
  List<Line> origins(@Nullable String commit, String task) {
    Node tip = node(commit);
    Line line = tip == null ? null : tip.lines().get(task);
    if (tip == null || line == null) {
      return List.of();
    }
    List<Line> origins = new ArrayList<>();
    Set<String> seen = new HashSet<>(Set.of(tip.id()));
    Deque<Node> next = new ArrayDeque<>(List.of(tip));
    while (!next.isEmpty()) {
      Node node = next.pop();
      List<Node> earlier =
          nodes(node.parents()).stream().filter(each -> says(each, task, line.status())).toList();
      if (earlier.isEmpty()) {
        origins.add(Objects.requireNonNull(node.lines().get(task)));
      }
      earlier.stream().filter(each -> seen.add(each.id())).forEach(next::add);
    }
    return origins;
  }

  /**
   * Whether a commit sets the status of this line, and not only the token beside it: of an edit
   * there and back that was squashed nothing else is left, and nobody can tell what it knew.
   */
  boolean sets(Node node, Line line) {
    return nodes(node.parents()).stream()
        .noneMatch(parent -> says(parent, line.task(), line.status()));
  }

  /** Whether a commit says this of a task. */
  static boolean says(Node node, String task, String status) {
    Line line = node.lines().get(task);
    return line != null && line.status().equals(status);
  }

  /** The commit and all that it is made upon. */
  Set<String> ancestors(@Nullable String commit) {
    if (commit == null) {
      return Set.of();
    }
    Set<String> seen = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(commit));
    while (!next.isEmpty()) {
      String id = next.pop();
      Node node = nodes.get(id);
      if (seen.add(id) && node != null) {
        next.addAll(node.parents());
      }
    }
    return seen;
  }

  /** What these reach. */
  Set<String> reached(Collection<String> tips) {
    Set<String> reached = new HashSet<>();
    tips.forEach(tip -> reached.addAll(ancestors(tip)));
    return reached;
  }

  boolean isAncestor(String commit, @Nullable String of) {
    return ancestors(of).contains(commit);
  }

  /** The nodes of these commits. */
  List<Node> nodes(Collection<String> commits) {
    return commits.stream().sorted().map(nodes::get).filter(node -> node != null).toList();
  }

  /** Every commit that is known. */
  Set<String> known() {
    return Collections.unmodifiableSet(nodes.keySet());
  }

  /** What some words say, for messages. */
  static String shorter(Collection<String> commits) {
    return String.join(
        " ", Arrays.asList(commits.stream().map(id -> id.substring(0, 7)).toArray(String[]::new)));
  }
}
