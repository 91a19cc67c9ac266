package dev.pawl.app.edit;

import dev.pawl.app.snapshot.RepositorySnapshot;
import dev.pawl.app.snapshot.Selection;
import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.app.workspace.Workspace;
import dev.pawl.check.PlanFacts;
import dev.pawl.git.GitException;
import dev.pawl.git.files.WorkTree;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.TaskId;
import dev.pawl.plan.document.NewPlan;
import dev.pawl.plan.document.NewTask;
import dev.pawl.plan.document.PlanContent;
import dev.pawl.plan.settings.RepositorySettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts new plans and adds tasks to them: writes files of the work tree, and commits nothing. */
public final class WritePlan {
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(\\d+)");

  private final Surroundings surroundings;

  public WritePlan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A new plan.
   *
   * @param id null to derive it from the title
   * @param type {@code plan} or {@code workplan}
   * @param status as typed
   * @param file where to write it; null for the first folder that plans are looked for in
   */
  public record PlanRequest(
      String title, @Nullable String id, String type, String status, @Nullable String file) {}

  /** Writes a new plan file. */
  public Written plan(PlanRequest request) throws Failure {
    EditTask.titled(request.title());
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      if (!request.type().equals("plan") && !request.type().equals("workplan")) {
        throw Failure.usage("a plan's type is plan or workplan, not '" + request.type() + "'");
      }
      Status status = Selection.status(request.status(), workspace.settings().planStatuses());
      if (status.rank() > 1) {
        throw Failure.usage("a new plan cannot be %s".formatted(status.word()));
      }
      RepositorySnapshot loaded =
          RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      PlanId id = planId(workspace, request, loaded.facts().plans());
      String file = file(workspace, request, id);
      String text = new NewPlan(id, request.type(), request.title(), status.word(), null).text();
      new WorkTree(workspace.repo()).create(file, text.getBytes(StandardCharsets.UTF_8));
      return new Written(id.value(), request.title(), file, 1, List.of());
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static PlanId planId(Workspace workspace, PlanRequest request, List<PlanFacts> plans)
      throws Failure {
    String typed = request.id();
    if (typed == null) {
      List<String> taken =
          plans.stream().flatMap(plan -> Stream.ofNullable(Selection.id(plan))).toList();
      return workspace
          .settings()
          .planIds()
          .of(request.title(), taken)
          .orElseThrow(() ->
              Failure.usage(
                  "no id follows from the title '%s'".formatted(request.title()), "say --id"));
    }
    PlanId id =
        PlanId.of(typed)
            .orElseThrow(() ->
                Failure.usage(
                    "'" + typed + "' cannot be the id of a plan",
                    "say --id with letters, digits, '.', '_' and '-'"));
    for (PlanFacts plan : plans) {
      if (id.value().equals(Selection.id(plan))) {
        throw Failure.refused(
            "there is a plan '" + id.value() + "' already: " + plan.file(), "choose another --id");
      }
    }
    return id;
  }

  private static String file(Workspace workspace, PlanRequest request, PlanId id) throws Failure {
    RepositorySettings settings = workspace.settings();
    if (request.file() != null) {
      if (!settings.globs().matches(request.file())) {
        throw Failure.usage(
            request.file() + " is not where this repository keeps plans",
            "that is: " + String.join(", ", settings.plans()));
      }
      return request.file();
    }
    for (String folder : folders(settings)) {
      String file = folder.isEmpty() ? id.value() + ".md" : folder + "/" + id.value() + ".md";
      if (settings.globs().matches(file)) {
        return file;
      }
    }
    throw Failure.usage(
        "no folder for new plans follows from the settings",
        "say --file with a path that matches one of: " + String.join(", ", settings.plans()));
  }

  /** In the order of the settings: the first is where this repository keeps most of them. */
  private static List<String> folders(RepositorySettings settings) {
    return settings.plans().stream()
        .map(glob -> glob.contains("*") ? glob.substring(0, glob.indexOf('*')) : glob)
        .map(prefix -> prefix.contains("/") ? prefix.substring(0, prefix.lastIndexOf('/')) : "")
        .distinct()
        .toList();
  }

  /**
   * A new task.
   *
   * @param id null to follow on from the plan's other tasks
   * @param body what stands below it, as Markdown; empty for nothing
   */
  public record TaskRequest(
      @Nullable String plan,
      String title,
      @Nullable String id,
      @Nullable String priority,
      List<String> dependsOn,
      String body) {}

  /** Adds a task block at the end of a plan file. */
  public Written task(TaskRequest request) throws Failure {
    EditTask.titled(request.title());
    try (Workspace workspace = Workspace.openToWrite(surroundings)) {
      RepositorySnapshot loaded =
          RepositorySnapshot.of(workspace, RepositorySnapshot.View.EVERYWHERE);
      Selection selection = new Selection(workspace, loaded);
      PlanFacts plan = selection.planOrOnly(request.plan());
      List<String> dependsOn = EditTask.dependencies(workspace, loaded, null, request.dependsOn());
      Set<String> taken =
          loaded.facts().plans().stream()
              .flatMap(each -> each.document().tasks().stream())
              .map(task -> task.id().value())
              .collect(Collectors.toSet());
      // A new task does not begin with what was reported of one that is gone.
      loaded.facts().recorded().keySet().forEach(task -> taken.add(task.value()));
      String wanted = request.id() == null ? nextId(plan.document(), plan, taken) : request.id();
      TaskId id =
          TaskId.of(wanted)
              .orElseThrow(() -> Failure.usage("'" + wanted + "' cannot be the id of a task"));
      if (taken.contains(id.value())) {
        throw Failure.refused(
            "there is a task '" + id.value() + "' already", "choose another --id");
      }
      String typed = request.priority();
      String priority = typed == null ? null : EditTask.priority(typed);
      NewTask added = new NewTask(id, request.title(), "todo", priority, dependsOn, request.body());
      PlanText text = PlanText.of(workspace, loaded, plan);
      text.edit(now -> now.addTask(added));
      PlanText.write(List.of(text));
      return new Written(id.value(), request.title(), text.file(), text.line(id), List.of());
    } catch (GitException e) {
      throw Failure.of(e);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  /** One more than the last numbered task of the plan; the first one is T01. */
  private static String nextId(PlanContent document, PlanFacts plan, Set<String> taken) {
    String planId = Selection.id(plan);
    String prefix = planId == null ? "T" : planId.toUpperCase(Locale.ROOT) + "-T";
    int number = 0;
    int width = 2;
    for (Task task : document.tasks()) {
      Matcher matcher = NUMBERED.matcher(task.id().value());
      if (matcher.matches() && matcher.group(2).length() < 9) {
        prefix = matcher.group(1);
        number = Integer.parseInt(matcher.group(2));
        width = matcher.group(2).length();
      }
    }
    String id;
    do {
      number++;
      id = prefix + String.format(Locale.ROOT, "%0" + width + "d", number);
    } while (taken.contains(id));
    return id;
  }
}
