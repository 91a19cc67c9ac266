package dev.pawl.journal;

import dev.pawl.plan.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * What a word about a task was said on: what later commits are held against, to tell what the
 * reporter had seen from what came since (docs/reconcile.md, "Before, since, or neither").
 *
 * @param head the commit of the reporter's checkout; null when there was none
 * @param home the tip of the plan's branch as the reporter's clone knew it; null when that was
 *     {@code head}
 * @param written what the committed plan file said there; null when it held no such task
 * @param from the word that counted before; null when none did
 * @param fromRank the rank of that word at the reporter; 0 when none counted
 * @param was what the task was called before, where this takes its record along to a new id
 */
public record Basis(
    @Nullable String head,
    @Nullable String home,
    @Nullable String written,
    @Nullable String from,
    int fromRank,
    @Nullable Former was) {
  /** Nothing is known. */
  public static final Basis NONE = at(null);

  /** Another id of a task, and the last that was reported of it. */
  public record Former(TaskId task, EventId last) {}

  /** A checkout at this commit, and nothing else. */
  public static Basis at(@Nullable String head) {
    return new Basis(head, null, null, null, 0, null);
  }

  /** The same, said in order to take this along. */
  public Basis of(Former former) {
    return new Basis(head, home, written, from, fromRank, former);
  }

  /** The commit that the reporter knew most of the plan by: the tip of its branch. */
  public @Nullable String viewpoint() {
    return home == null ? head : home;
  }
}
