package dev.pawl.app.snapshot;

import dev.pawl.app.workspace.Binding;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.plan.Plan;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.Vocabulary;
import dev.pawl.plan.document.PlanDocument;
import dev.pawl.plan.text.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the plans and tasks that a command line names, and says why when it cannot. */
public final class Selection {
  private final Workspace workspace;
  private final RepositorySnapshot loaded;

  public Selection(Workspace workspace, RepositorySnapshot loaded) {
    this.workspace = workspace;
    this.loaded = loaded;
  }

  /** The plan of this name: its id, also short ({@link ShortIds}), or the path of its file. */
  public PlanFacts plan(String name) throws Failure {
    String path = path(name);
    List<PlanFacts> found =
        loaded.facts().plans().stream()
            .filter(plan ->
                plan.file().equals(path) || plan.file().equals(name) || name.equals(id(plan)))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      List<String> meant = ShortIds.endingIn(name, planIds());
      String id = one(name, meant.isEmpty() ? ShortIds.beginningWith(name, planIds()) : meant);
      if (id == null) {
        throw unknown("no plan '" + name + "' here", name, planIds(), "pawl plan list");
      }
      return plan(id);
    }
    throw Failure.refused(
        "'" + name + "' names several plans: " + String.join(", ", files(found)),
        "name the file instead");
  }

  /**
   * The plan that is meant: the named one, else {@code PAWL_PLAN}, else that of this worktree, else
   * the only open one; an error that lists the choices otherwise.
   */
  public PlanFacts planOrOnly(@Nullable String named) throws Failure {
    Optional<PlanFacts> asked = asked(named);
    if (asked.isPresent()) {
      return asked.get();
    }
    List<PlanFacts> open = loaded.facts().plans().stream().filter(Selection::isOpen).toList();
    if (open.size() == 1) {
      return open.getFirst();
    }
    throw Failure.usage(
        open.isEmpty() ? "there is no open plan here" : "which plan?",
        open.isEmpty()
            ? "pawl plan new \"Title\" makes one"
            : "say --plan with one of: "
                + String.join(", ", open.stream().map(Selection::name).toList()));
  }

  /**
   * The same, for what is done by id alone: a claim, a branch, a worktree. Its id can be read, and
   * no other plan here has it.
   */
  public PlanFacts onlyOfItsId(@Nullable String named) throws Failure {
    List<PlanFacts> same =
        loaded.facts().plans().stream()
            .filter(each -> named != null && named.equals(id(each)))
            .toList();
    PlanFacts found = same.size() > 1 ? same.getFirst() : planOrOnly(named);
    String id = id(found);
    if (id == null) {
      throw Failure.refused(
          found.file() + " cannot be read, so its id is not known", "pawl check says why");
    }
    List<PlanFacts> all =
        loaded.facts().plans().stream().filter(each -> id.equals(id(each))).toList();
    if (all.size() > 1) {
      throw Failure.refused(
          "several plans are called " + id + ": " + String.join(", ", files(all)),
          "give all but one another id in its front matter, and commit that");
    }
    return found;
  }

  /**
   * The plan that a command was told to keep to, by option or environment, or because it runs in
   * the worktree that was made for it (N34); nothing for all.
   */
  public Optional<PlanFacts> asked(@Nullable String named) throws Failure {
    String name =
        named != null ? named : workspace.surroundings().variables().getOrDefault("PAWL_PLAN", "");
    if (!name.isEmpty()) {
      return Optional.of(plan(name));
    }
    Optional<Binding> binding = binding();
    return binding.isEmpty() ? Optional.empty() : Optional.of(bound(binding.get()));
  }

  private Optional<Binding> binding() throws Failure {
    try {
      return Binding.of(workspace.repo());
    } catch (GitException e) {
      throw Failure.of(e);
    }
  }

  private PlanFacts bound(Binding binding) throws Failure {
    String id = binding.plan().value();
    if (!planIds().contains(id)) {
      throw Failure.refused(
          "this worktree was made for " + id + ", and that plan is not in it",
          "say --plan with one of: " + String.join(", ", planIds()),
          "or bring it here, as in 'git merge' of the branch that holds it");
    }
    return plan(id);
  }

  /** All plans, or the one that was asked for. */
  public List<PlanFacts> plans(@Nullable String named) throws Failure {
    Optional<PlanFacts> asked = asked(named);
    return asked.isPresent() ? List.of(asked.get()) : loaded.facts().plans();
  }

  /** The one that a short id means; null for none. */
  private static @Nullable String one(String typed, List<String> meant) throws Failure {
    if (meant.size() > 1) {
      throw Failure.ambiguous(
          "'" + typed + "' may be any of these: " + String.join(", ", meant),
          meant,
          "type more of it");
    }
    return meant.isEmpty() ? null : meant.getFirst();
  }

  /** The task of this id, which may be short ({@link ShortIds}): one, and only one. */
  public TaskFacts task(String name, @Nullable String plan) throws Failure {
    Map<TaskId, TaskFacts> tasks = loaded.facts().tasks();
    TaskFacts found = TaskId.of(name).map(tasks::get).orElse(null);
    Optional<PlanFacts> asked = plan == null ? Optional.empty() : Optional.of(plan(plan));
    if (found != null && (asked.isEmpty() || asked.get().file().equals(found.plan().file()))) {
      return found;
    }
    if (found != null) {
      throw Failure.refused("task '" + name + "' is in " + found.plan().file() + ", not there");
    }
    List<String> places = places(name);
    if (places.size() > 1) {
      throw Failure.refused(
          "task id '" + name + "' stands in several places: " + String.join(", ", places),
          "give one of them another id: pawl cannot know which one is meant");
    }
    String whole = places.isEmpty() ? whole(name, asked.orElse(null)) : null;
    if (whole != null) {
      return task(whole, plan);
    }
    Optional<TaskId> renamed = loaded.renamed(name);
    if (renamed.isPresent()) {
      throw Failure.refused(
          "no task '" + name + "' in any plan here: it is called " + renamed.get() + " now",
          "if that is not here yet, git pull");
    }
    List<String> ids = tasks.keySet().stream().map(TaskId::value).toList();
    if (plan == null && name.matches("[0-9]{1,9}") && atHand() == null) {
      throw Failure.refused(
          "no task '"
              + name
              + "': a number alone means a task of the plan at hand, and there is none",
          "say --plan PLAN, or type more of the id: pawl task list shows them all");
    }
    throw unknown("no task '" + name + "' in any plan here", name, ids, "pawl task list");
  }

  /**
   * The id of the task that was typed short; null for none. A number alone, and what several plans
   * have, means the plan at hand.
   *
   * @param asked the plan it must be in; null for any
   */
  private @Nullable String whole(String typed, @Nullable PlanFacts asked) throws Failure {
    PlanFacts near = asked == null ? atHand() : asked;
    List<String> inPlan = near == null ? List.of() : ids(near);
    List<String> meant =
        ShortIds.endingIn(
            typed,
            asked == null
                ? loaded.facts().tasks().keySet().stream().map(TaskId::value).toList()
                : inPlan);
    if (meant.isEmpty()) {
      return one(typed, ShortIds.numbered(typed, inPlan));
    }
    List<String> nearer = meant.stream().filter(inPlan::contains).toList();
    return one(typed, meant.size() > 1 && nearer.size() == 1 ? nearer : meant);
  }

  private List<String> ids(PlanFacts plan) {
    Set<TaskId> known = loaded.facts().tasks().keySet();
    return plan.document().tasks().stream()
        .map(Task::id)
        .filter(known::contains)
        .map(TaskId::value)
        .toList();
  }

  /** The plan of {@code PAWL_PLAN} or of this worktree, else the only open one; null for none. */
  private @Nullable PlanFacts atHand() throws Failure {
    String set = workspace.surroundings().variables().getOrDefault("PAWL_PLAN", "");
    String name = set.isEmpty() ? binding().map(each -> each.plan().value()).orElse("") : set;
    List<PlanFacts> plans = loaded.facts().plans();
    if (!name.isEmpty()) {
      return plans.stream().filter(each -> name.equals(id(each))).findFirst().orElse(null);
    }
    List<PlanFacts> open = plans.stream().filter(Selection::isOpen).toList();
    return open.size() == 1 ? open.getFirst() : null;
  }

  /** What is named may be in a file that cannot be read: that is said (N11). */
  private Failure unknown(String message, String typed, List<String> known, String list) {
    List<String> hints = new ArrayList<>();
    if (known.isEmpty()) {
      hints.add("there are none yet");
    }
    hints.add(list + " shows them all");
    loaded.facts().plans().stream()
        .filter(plan -> plan.document().kind() == PlanDocument.Kind.UNREADABLE)
        .map(plan -> plan.file() + " cannot be read: pawl check says why")
        .forEach(hints::add);
    return Failure.refused(message, hints.toArray(String[]::new))
        .meaning(Suggestion.nearest(typed, known).stream().toList());
  }

  private List<String> places(String name) {
    List<String> places = new ArrayList<>();
    for (PlanFacts plan : loaded.facts().plans()) {
      for (Task task : plan.document().tasks()) {
        if (task.id().value().equals(name)) {
          places.add(plan.file() + ":" + task.at().line());
        }
      }
    }
    return places;
  }

  /** A path as typed, relative to the root of the repository, with forward slashes. */
  private String path(String typed) {
    Path root = workspace.repo().root();
    Path named = workspace.surroundings().directory().resolve(typed).normalize();
    return named.startsWith(root) ? root.relativize(named).toString().replace('\\', '/') : typed;
  }

  public List<String> planIds() {
    return loaded.facts().plans().stream().flatMap(plan -> Stream.ofNullable(id(plan))).toList();
  }

  public static boolean isOpen(PlanFacts facts) {
    Plan plan = facts.document().plan();
    return plan != null && plan.status() != null && plan.status().rank() < 2;
  }

  public static @Nullable String id(PlanFacts facts) {
    Plan plan = facts.document().plan();
    return plan == null ? null : plan.id().value();
  }

  private static String name(PlanFacts facts) {
    String id = id(facts);
    return id == null ? facts.file() : id;
  }

  private static List<String> files(List<PlanFacts> plans) {
    return plans.stream().map(PlanFacts::file).toList();
  }

  /** The status that a word or alias stands for: known exactly, or refused with the closest one. */
  public static Status status(String typed, Vocabulary words) throws Failure {
    return words
        .read(typed)
        .orElseThrow(() ->
            Failure.usage(
                    "there is no status '" + typed + "' here",
                    "the words are "
                        + String.join(", ", words.statuses().stream().map(Status::word).toList()))
                .meaning(words.nearest(typed).stream().toList()));
  }
}
