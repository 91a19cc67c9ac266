/** Reads refs, moves one by compare-and-set, and knows what a branch follows. */
@NullMarked
package dev.pawl.git.ref;

import org.jspecify.annotations.NullMarked;
