/** Reads Markdown into a plan, and writes it back by minimal edits. */
@NullMarked
package dev.pawl.plan.document;

import org.jspecify.annotations.NullMarked;
