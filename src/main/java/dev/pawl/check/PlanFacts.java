package dev.pawl.check;

import dev.pawl.plan.PlanDocument;
import org.jspecify.annotations.Nullable;

/**
 * One plan file of this checkout.
 *
 * @param file path relative to the repository, with forward slashes
 * @param document what the file in the work tree says
 * @param uncommitted true when the file has staged or unstaged changes, or is not committed at all
 * @param unwritable why this path cannot be written exactly (an attribute, a symbolic link), or
 *     null
 */
public record PlanFacts(
    String file,
    PlanDocument document,
    Home home,
    boolean uncommitted,
    @Nullable String unwritable) {}
