package dev.pawl.machine;

/** How a host looks from here. */
public enum Liveness {
  /** This machine. */
  LOCAL,
  /** It beat not long ago, as far as this machine's own clocks can tell. */
  ALIVE,
  /** It has not, or it said goodbye. */
  STALE,
  /** It has not, and it could not be reached when it was asked. */
  UNREACHABLE
}
