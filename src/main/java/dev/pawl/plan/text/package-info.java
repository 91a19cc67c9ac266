/** A document as text: its lines, its places, and edits of it; and patterns over paths. */
@NullMarked
package dev.pawl.plan.text;

import org.jspecify.annotations.NullMarked;
