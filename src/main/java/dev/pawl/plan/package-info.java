/**
 * Reads Markdown into a plan and writes it back by minimal edits; reads the words and places a
 * repository's settings give to plans.
 */
@NullMarked
package dev.pawl.plan;

import org.jspecify.annotations.NullMarked;
