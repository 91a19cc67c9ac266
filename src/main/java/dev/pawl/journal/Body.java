package dev.pawl.journal;

import dev.pawl.journal.usage.Usage;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import org.jspecify.annotations.Nullable;

/** What an event says. */
public sealed interface Body {
  /** A word about a task: what {@link Join} counts. */
  sealed interface Setting extends Body {
    /** The task that the word is about. */
    TaskId task();

    /** The status word as the reporter's settings spell it. */
    String status();

    /** The word's rank at the reporter, so that it means the same everywhere. */
    int rank();

    /** How many reopens the word comes after. */
    long generation();
  }

  /** Someone started, blocked, finished or cancelled a task. */
  record Report(TaskId task, String status, int rank, long generation) implements Setting {}

  /** Someone deliberately went back; {@code generation} is the one that it starts. */
  record Reopen(TaskId task, String status, int rank, long generation) implements Setting {}

  /** The committed file was found ahead of the reports; {@code commit} is the one that set it. */
  record Observation(TaskId task, String status, int rank, long generation, @Nullable String commit)
      implements Setting {}

  /**
   * A claim changed hands without its owner. {@code last} is the sequence number of the owner's
   * last event that was seen; its later ones under {@code oldEpoch} never count.
   */
  record Takeover(PlanId plan, ReplicaId owner, long oldEpoch, long newEpoch, long last)
      implements Body {}

  /** What a coding agent used; no word about a task. The plan is that of the event's context. */
  record Used(Usage usage) implements Body {}

  /**
   * A whole event that this version cannot count: it is kept and exchanged. {@code task} is named
   * where it could be read, for what was known of passes through such events too.
   */
  record Unknown(String why, @Nullable TaskId task) implements Body {}

  /** The task that this is a word about, or null. */
  default @Nullable TaskId about() {
    return switch (this) {
      case Setting setting -> setting.task();
      case Unknown unknown -> unknown.task();
      case Takeover _, Used _ -> null;
    };
  }
}
