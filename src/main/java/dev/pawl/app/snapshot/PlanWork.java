package dev.pawl.app.snapshot;

import dev.pawl.git.CommitId;
import dev.pawl.git.worktree.LinkedWorktree;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds work of a plan: a branch here or on the remote, or the HEAD of a worktree.
 *
 * @param name what people call it
 * @param tip its last commit
 * @param place the worktree in which it is checked out; null when it is in none
 */
public record PlanWork(String name, CommitId tip, @Nullable LinkedWorktree place) {}
