package dev.pawl.usage;

import dev.pawl.journal.usage.Usage;
import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By what usage is summed up. */
public enum Dimension {
  PROJECT,
  PLAN,
  TASK,
  HOST,
  AGENT,
  MODEL,
  /** In UTC, so that every machine counts the same days. */
  DAY;

  /** The word for it on the command line and in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What an entry has there; null for nothing. */
  public @Nullable String of(Ledger.Entry entry) {
    Usage usage = entry.record().usage();
    return switch (this) {
      case PROJECT -> usage.project();
      case PLAN -> {
        PlanId plan = entry.record().plan();
        yield plan == null ? null : plan.value();
      }
      case TASK -> {
        TaskId task = usage.task();
        yield task == null ? null : task.value();
      }
      case HOST -> entry.host();
      case AGENT -> usage.by().agent();
      case MODEL -> usage.by().model();
      case DAY -> day(entry);
    };
  }

  private static String day(Ledger.Entry entry) {
    return Instant.ofEpochMilli(entry.record().at())
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .toString();
  }
}
