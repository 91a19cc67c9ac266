package dev.pawl.plan;

import dev.pawl.plan.text.Position;
import org.jspecify.annotations.Nullable;

/**
 * A plan that another one waits for.
 *
 * @param plan the id as written
 * @param status the status it has to reach, as written; null when none is named
 * @param phase the phase it has to reach; null when none is named
 */
public record PlanDependency(
    String plan, @Nullable String status, @Nullable String phase, Position at) {}
