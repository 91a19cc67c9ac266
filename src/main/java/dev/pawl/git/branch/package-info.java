/** Branches that are moved, merged, or given a commit again. */
@NullMarked
package dev.pawl.git.branch;

import org.jspecify.annotations.NullMarked;
