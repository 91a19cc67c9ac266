package dev.pawl.app.edit;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Machine;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.TaskFacts;
import dev.pawl.git.GitException;
import dev.pawl.plan.Priority;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.TaskField;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes a task in its file, or takes it out: one field at a time, and commits nothing. */
public final class EditTask {
  private final Surroundings surroundings;

  public EditTask(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Something that is done with one task, once it was found. */
  private interface Change {
    Written of(Workspace workspace, RepositorySnapshot loaded, TaskFacts task)
        throws Failure, GitException;
  }

  private Written with(String name, @Nullable String plan, Change change) throws Failure {
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      RepositorySnapshot loaded =
          RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      return change.of(workspace, loaded, new Selection(workspace, loaded).task(name, plan));
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Sets fields.
   *
   * @param fields as typed; a field without any text is taken out
   */
  public Written set(String name, @Nullable String plan, Map<TaskField, List<String>> fields)
      throws Failure {
    return with(
        name,
        plan,
        (workspace, loaded, task) -> {
          TaskId id = task.task().id();
          PlanText text = PlanText.of(workspace, loaded, task.plan());
          List<String> changed = new ArrayList<>();
          for (Map.Entry<TaskField, List<String>> field :
              values(workspace, loaded, id, fields).entrySet()) {
            if (text.edit(now -> now.set(id, field.getKey(), field.getValue()))) {
              changed.add(field.getKey().word());
            }
          }
          PlanText.write(List.of(text));
          List<String> title = fields.getOrDefault(TaskField.TITLE, List.of(task.task().title()));
          return new Written(
              id.value(), title.getFirst(), text.file(), text.line(id), List.copyOf(changed));
        });
  }

  private static Map<TaskField, List<String>> values(
      Workspace workspace, RepositorySnapshot loaded, TaskId id, Map<TaskField, List<String>> typed)
      throws Failure {
    Map<TaskField, List<String>> values = new EnumMap<>(TaskField.class);
    for (Map.Entry<TaskField, List<String>> field : typed.entrySet()) {
      List<String> texts = field.getValue().stream().filter(text -> !text.isBlank()).toList();
      values.put(
          field.getKey(),
          switch (field.getKey()) {
            case TITLE -> List.of(titled(texts.isEmpty() ? "" : texts.getFirst()));
            case PRIORITY -> texts.isEmpty() ? texts : List.of(priority(texts.getFirst()));
            case DEPENDS_ON -> dependencies(workspace, loaded, id, texts);
            default -> texts;
          });
    }
    return values;
  }

  static String titled(String title) throws Failure {
    if (title.isBlank()) {
      throw Failure.usage("a title cannot be empty", "say in a few words what is to be done");
    }
    return title;
  }

  /** A word that pawl knows: of what it writes itself, nothing is a slip of the pen. */
  static String priority(String typed) throws Failure {
    return Priority.read(typed)
        .orElseThrow(() ->
            Failure.usage(
                "'" + typed + "' is no priority",
                "say one of: " + String.join(", ", Priority.words())));
  }

  /** Whole ids of tasks that are there. */
  static List<String> dependencies(
      Workspace workspace, RepositorySnapshot loaded, @Nullable TaskId of, List<String> typed)
      throws Failure {
    Selection selection = new Selection(workspace, loaded);
    Set<String> ids = new LinkedHashSet<>();
    for (String other : typed) {
      TaskId id = selection.task(other, null).task().id();
      if (id.equals(of)) {
        throw Failure.usage(id + " cannot wait for itself");
      }
      ids.add(id.value());
    }
    return List.copyOf(ids);
  }

  /** Adds a dated line to the end of the text below a task. */
  public Written note(String name, @Nullable String plan, String note) throws Failure {
    if (note.isBlank()) {
      throw Failure.usage("a note cannot be empty");
    }
    String line =
        "- %s, %s: %s"
            .formatted(
                surroundings.clock().instant().atZone(ZoneOffset.UTC).toLocalDate(),
                Machine.actor(surroundings),
                note.strip().replaceAll("\\R", "\n  "));
    return with(
        name,
        plan,
        (workspace, loaded, task) -> {
          TaskId id = task.task().id();
          PlanText text = PlanText.of(workspace, loaded, task.plan());
          text.edit(now -> now.addText(id, line));
          PlanText.write(List.of(text));
          return Written.of(task.task(), text, List.of("text"));
        });
  }

  /**
   * Takes it out of its file; what was reported of it stays in the journal, and is not asked after.
   */
  public Written remove(String name, @Nullable String plan) throws Failure {
    return with(
        name,
        plan,
        (workspace, loaded, task) -> {
          TaskId id = task.task().id();
          nobodyWaits(loaded, id);
          PlanText text = PlanText.of(workspace, loaded, task.plan());
          text.edit(now -> now.remove(id));
          PlanText.write(List.of(text));
          Task gone = task.task();
          return new Written(
              id.value(), gone.title(), text.file(), gone.at().line(), List.of("removed"));
        });
  }

  private static void nobodyWaits(RepositorySnapshot loaded, TaskId id) throws Failure {
    List<Task> waiting =
        loaded.facts().tasks().values().stream()
            .map(TaskFacts::task)
            .filter(other -> other.dependsOn().contains(id.value()))
            .toList();
    if (!waiting.isEmpty()) {
      throw Failure.refused(
          "%s stays, because these depend on it: %s"
              .formatted(
                  id, String.join(", ", waiting.stream().map(task -> task.id().value()).toList())),
          waiting.stream()
              .map(task -> {
                List<String> rest = new ArrayList<>(task.dependsOn());
                rest.removeIf(id.value()::equals);
                return "pawl task edit %s --depends-on \"%s\""
                    .formatted(task.id(), String.join(",", rest));
              })
              .toArray(String[]::new));
    }
  }
}
