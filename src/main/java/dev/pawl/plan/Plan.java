package dev.pawl.plan;

import dev.pawl.plan.text.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is written.
 *
 * @param type {@code plan} or {@code workplan}
 * @param title the field, else the first heading, else the id; may hold any character
 * @param written the status as it stands in the file; empty when it is missing
 * @param status what it means; null when it is missing or unknown
 * @param repo the repository it names as its own
 * @param tasks in the order of the document
 * @param other the fields pawl does not know, as flat text, in the order of the front matter
 * @param at the start of the front matter
 * @param statusAt the status scalar; the start of the front matter when it is missing
 */
public record Plan(
    PlanId id,
    String type,
    String title,
    String written,
    @Nullable Status status,
    @Nullable String repo,
    List<PlanDependency> dependsOn,
    List<String> files,
    List<Task> tasks,
    Map<String, String> other,
    Position at,
    Position statusAt) {}
