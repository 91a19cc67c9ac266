package dev.pawl.machine;

import java.time.Duration;

/**
 * A look at this machine's own clocks, to measure from. Two machines' clocks are never compared.
 *
 * @param boot tells starts of the machine apart; empty where that cannot be known
 * @param uptime how long the machine is up, in milliseconds: a clock that nobody sets
 * @param wall the time of day, in milliseconds
 */
public record Glance(String boot, long uptime, long wall) {
  /**
   * How long before another look this was: by the clock that nobody sets while the machine was not
   * started anew, else by the time of day. Never less than nothing: a clock that was set back makes
   * what was seen look newer, and takes nothing from a live host (N23).
   */
  public Duration until(Glance now) {
    boolean same = !boot.isEmpty() && boot.equals(now.boot);
    long millis = same ? now.uptime - uptime : now.wall - wall;
    return Duration.ofMillis(Math.max(0, millis));
  }
}
