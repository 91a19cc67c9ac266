package dev.pawl.plan;

import dev.pawl.plan.text.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task block as it is written.
 *
 * @param title the field, else the nearest heading above, else the id; may hold any character
 * @param written the status as it stands in the file; empty when it is missing
 * @param status what it means; null when it is missing or unknown
 * @param other the fields pawl does not know, as flat text, in the order of the block
 * @param at the opening fence
 * @param statusAt the status scalar; the opening fence when it is missing
 */
public record Task(
    TaskId id,
    String title,
    String written,
    @Nullable Status status,
    @Nullable String priority,
    @Nullable String phase,
    List<String> dependsOn,
    List<String> files,
    Map<String, String> other,
    Position at,
    Position statusAt) {}
