package dev.pawl.plan.document;

import dev.pawl.disk.Printable;
import dev.pawl.plan.EditResult;
import dev.pawl.plan.Plan;
import dev.pawl.plan.PlanDependency;
import dev.pawl.plan.Status;
import dev.pawl.plan.Task;
import dev.pawl.plan.text.Position;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A document as a few lines of text, for comparing with what is expected. */
final class Summary {
  private Summary() {}

  static String of(PlanDocument document) {
    StringBuilder text = new StringBuilder(document.kind() + "\n");
    Plan plan = document.plan();
    if (plan != null) {
      text.append("%s %s %s\n".formatted(plan.type(), plan.id(), quoted(plan.title())));
      text.append(status(plan.written(), plan.status(), plan.statusAt()));
      if (plan.repo() != null) {
        text.append("  repo ").append(quoted(plan.repo())).append('\n');
      }
      for (PlanDependency on : plan.dependsOn()) {
        text.append(
            "  waits for %s%s%s at %s\n"
                .formatted(
                    on.plan(),
                    on.status() == null ? "" : " status " + on.status(),
                    on.phase() == null ? "" : " phase " + on.phase(),
                    on.at()));
      }
      text.append(list("files", plan.files())).append(other(plan.other()));
    }
    document.tasks().forEach(task -> text.append(of(document, task)));
    document
        .problems()
        .forEach(problem ->
            text.append(
                "! %s %s%s: %s\n"
                    .formatted(
                        problem.at(),
                        problem.kind(),
                        problem.task() == null ? "" : " " + problem.task(),
                        problem.message())));
    return text.toString();
  }

  private static String of(PlanDocument document, Task task) {
    StringBuilder text =
        new StringBuilder(
            "task %s %s at %s\n".formatted(task.id(), quoted(task.title()), task.at()));
    text.append(status(task.written(), task.status(), task.statusAt()));
    String other = task.written().equals("cancelled") ? "todo" : "cancelled";
    if (document.setStatus(task.id(), other) instanceof EditResult.Refused refused) {
      text.append("  not editable: ").append(refused.problem().message()).append('\n');
    }
    if (task.priority() != null) {
      text.append("  priority ").append(quoted(task.priority())).append('\n');
    }
    if (task.phase() != null) {
      text.append("  phase ").append(quoted(task.phase())).append('\n');
    }
    return text.append(list("waits for", task.dependsOn()))
        .append(list("files", task.files()))
        .append(other(task.other()))
        .toString();
  }

  private static String status(String written, @Nullable Status status, Position at) {
    return "  status %s%s at %s\n"
        .formatted(
            quoted(written),
            status == null ? " unknown" : " " + status.word() + " " + status.rank(),
            at);
  }

  private static String list(String name, List<String> values) {
    return values.isEmpty()
        ? ""
        : "  "
            + name
            + values.stream().map(Summary::quoted).collect(Collectors.joining(" ", " ", "\n"));
  }

  private static String other(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "  + " + quoted(field.getKey()) + " " + quoted(field.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String quoted(String text) {
    return Printable.quoted(text);
  }
}
