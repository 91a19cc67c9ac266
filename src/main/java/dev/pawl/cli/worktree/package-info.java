/** {@code pawl worktree}. */
@NullMarked
package dev.pawl.cli.worktree;

import org.jspecify.annotations.NullMarked;
