package dev.pawl.cli.task;

import dev.pawl.app.plan.Overview;
import dev.pawl.app.plan.Overview.TaskRow;
import dev.pawl.app.workspace.Failure;
import dev.pawl.plan.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks are listed, and in which order. */
public final class TaskFilter {
  /** What tasks are sorted by. */
  public enum Order {
    place,
    priority,
    status,
    phase,
    id,
    title
  }

  @Option(names = "--open", description = "Only tasks that are not settled.")
  boolean open;

  @Option(names = "--ready", description = "Only tasks that 'pawl task next' would offer.")
  boolean ready;

  @Option(names = "--mine", description = "Only tasks whose last report is yours.")
  boolean mine;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "Only these statuses.")
  List<String> statuses = new ArrayList<>();

  @Option(
      names = "--priority",
      paramLabel = "WORD",
      split = ",",
      description = "Only these priorities; 'none' for tasks without one.")
  List<String> priorities = new ArrayList<>();

  @Option(names = "--phase", paramLabel = "PHASE", description = "Only this phase.")
  @Nullable String phase;

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only tasks with this in their id, title or text, in any case.")
  @Nullable String search;

  @Option(
      names = "--sort",
      paramLabel = "BY",
      description = "place (default: file, then line), priority, status, phase, id or title.")
  Order sort = Order.place;

  List<TaskRow> of(Overview overview, @Nullable String plan) throws Failure {
    Predicate<TaskRow> wanted = statuses(overview).and(words());
    if (ready) {
      Set<String> startable =
          overview.ready(plan).stream().map(TaskRow::id).collect(Collectors.toSet());
      wanted = wanted.and(task -> startable.contains(task.id()));
    }
    if (mine) {
      String actor = overview.actor();
      wanted = wanted.and(task -> actor.equals(task.actor()));
    }
    if (search != null) {
      wanted = wanted.and(holding(overview, search));
    }
    return overview.tasks(plan).stream().filter(wanted).sorted(order(overview)).toList();
  }

  private Predicate<TaskRow> statuses(Overview overview) throws Failure {
    Set<String> wanted = new HashSet<>();
    for (String status : statuses) {
      wanted.add(overview.statusWord(status));
    }
    return task ->
        (wanted.isEmpty() || wanted.contains(task.status())) && !(open && task.isSettled());
  }

  private Predicate<TaskRow> words() {
    Set<String> wanted = priorities.stream().map(TaskFilter::lower).collect(Collectors.toSet());
    return task ->
        (wanted.isEmpty() || wanted.contains(priority(task)))
            && (phase == null || lower(phase).equals(lower(task.phase())));
  }

  private static String priority(TaskRow task) {
    return task.priority() == null ? "none" : lower(task.priority());
  }

  private static Predicate<TaskRow> holding(Overview overview, String text) {
    String wanted = lower(text);
    return task ->
        lower(task.id()).contains(wanted)
            || lower(task.title()).contains(wanted)
            || lower(overview.text(task)).contains(wanted);
  }

  private Comparator<TaskRow> order(Overview overview) {
    List<String> words = overview.statusWords();
    return switch (sort) {
      case place -> (_, _) -> 0;
      case priority -> Comparator.comparingInt(task -> Priority.urgency(task.priority()));
      case status -> Comparator.comparingInt(task -> words.indexOf(task.status()));
      case phase -> Comparator.comparing(task -> lower(task.phase()));
      case id -> Comparator.comparing(task -> lower(task.id()));
      case title -> Comparator.comparing(task -> lower(task.title()));
    };
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
