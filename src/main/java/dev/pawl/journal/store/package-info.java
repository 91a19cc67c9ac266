/** The journal's files: appended under one lock, never rewritten, exchanged as they are. */
@NullMarked
package dev.pawl.journal.store;

import org.jspecify.annotations.NullMarked;
