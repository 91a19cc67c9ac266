package dev.pawl.plan.document;

import dev.pawl.plan.text.Excerpt;

/**
 * A fenced code block that is marked as a task.
 *
 * @param heading the nearest heading above it, as written; empty when there is none
 * @param at the unit of the document where the opening fence starts
 * @param first the line of its opening fence, from 0
 * @param last its last line
 * @param defect why its content cannot be trusted; empty when it can
 */
record TaskBlock(Excerpt excerpt, String heading, int at, int first, int last, String defect) {}
