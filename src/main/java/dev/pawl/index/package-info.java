/** A disposable SQLite projection of plans and journal. */
@NullMarked
package dev.pawl.index;

import org.jspecify.annotations.NullMarked;
