/** Journals between clones: what a peer holds is taken in, and what it lacks is published. */
@NullMarked
package dev.pawl.journal.exchange;

import org.jspecify.annotations.NullMarked;
