package dev.pawl.git.worktree;

/** How much of a work tree is in the trash, as far as can be seen from here. */
public enum TrashState {
  /** All of it is. */
  WHOLE,
  /** Its way in or out was cut short: its files are where they belong, git's folder is here. */
  CUT_SHORT,
  /** A part of it cannot be seen: deleted, moved, or on a disk that is not mounted. */
  AWAY,
  /** Its files are another clone's, of which this one is a copy. */
  ANOTHERS,
  /** Nothing of it is: a kill came before anything was moved, or after all of it was back. */
  EMPTY,
  /** Its deletion has begun. */
  DROPPING
}
