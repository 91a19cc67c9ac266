package dev.pawl.journal.usage;

import org.jspecify.annotations.Nullable;

/**
 * What used tokens. Two records of one agent, session and run are the same thing, recorded twice.
 *
 * @param agent the program, for example {@code claude}
 * @param session its name for a conversation; empty when there is none
 * @param run its name, or whoever records it has one, for what was counted
 * @param model null when it is not known
 */
public record AgentRun(String agent, String session, String run, @Nullable String model) {
  /** The longest name of any of them, in characters. */
  public static final int LONGEST = 200;
}
