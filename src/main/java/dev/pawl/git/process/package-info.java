/** Runs programs, bounded in time, and ends all that they started. */
@NullMarked
package dev.pawl.git.process;

import org.jspecify.annotations.NullMarked;
