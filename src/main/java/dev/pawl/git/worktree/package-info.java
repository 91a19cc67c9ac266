/** Linked work trees: new ones, what would be lost with one, and the trash. */
@NullMarked
package dev.pawl.git.worktree;

import org.jspecify.annotations.NullMarked;
