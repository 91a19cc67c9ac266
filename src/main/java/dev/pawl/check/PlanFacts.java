package dev.pawl.check;

import dev.pawl.plan.document.PlanContent;

/**
 * One plan file of this checkout.
 *
 * @param file path relative to the repository, with forward slashes
 * @param document what the file in the work tree says
 * @param uncommitted true when the file has staged or unstaged changes, or is not committed at all
 */
public record PlanFacts(String file, PlanContent document, Home home, boolean uncommitted) {}
