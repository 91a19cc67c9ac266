package dev.pawl.app.log;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One step of a task's story.
 *
 * @param plan id of the plan that it was in then; null when that is not known
 * @param from what was said before; null when nothing was, or that is not known
 * @param at by the clock of the author or reporter
 * @param host who reported it; null for commits, which do not tell
 * @param actor the author of the commit, or who reported
 * @param commit the commit that changed the file; for an observation the one that was observed, if
 *     it is named; null for the rest
 * @param head the commit that a report was made on
 * @param said the subject of the commit, or the reporter's reason; empty when there is none
 */
public record StatusChange(
    String task,
    @Nullable String plan,
    @Nullable String from,
    String to,
    Instant at,
    @Nullable String host,
    String actor,
    @Nullable String commit,
    @Nullable String head,
    Kind kind,
    Fate fate,
    String said) {

  /** The same step, from a status that others know of. */
  public StatusChange after(@Nullable String before) {
    return new StatusChange(
        task, plan, before, to, at, host, actor, commit, head, kind, fate, said);
  }

  /** What kind of step it is. */
  public enum Kind {
    /** A commit changed the block. */
    COMMIT,
    /** A merge says what no parent said, or dropped what a parent was ahead with. */
    MERGE,
    /** History is cut off here (a shallow clone): the status may be older. */
    CUT,
    /** Somebody reported it. */
    REPORT,
    /** Somebody went back on purpose. */
    REOPEN,
    /** A fix found the committed file ahead of what was reported. */
    OBSERVATION;

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** True for what git tells. */
    public boolean committed() {
      return this == COMMIT || this == MERGE || this == CUT;
    }
  }

  /** What became of a report. */
  public enum Fate {
    /** Nothing special: a commit, or a report that others built on. */
    NONE,
    /** It is the recorded status now. */
    COUNTS,
    /** It did not know of the one that counts, nor that one of it. */
    OVERRULED,
    /** Its writer's claim had been taken over. */
    FENCED;

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
