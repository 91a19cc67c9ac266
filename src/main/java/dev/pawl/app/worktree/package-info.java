/** A worktree for each plan: made, listed, put into the trash and taken out again. */
@NullMarked
package dev.pawl.app.worktree;

import org.jspecify.annotations.NullMarked;
