package dev.pawl.app.snapshot;

import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tasks were given another id. The report of the new one names the last report of the old
 * one, so that whatever is reported of the old id later is seen not to have gone along.
 */
public final class Renames {
  private static final int ENOUGH = 12;
  private static final Pattern REASON =
      Pattern.compile("renamed from (\\S+) \\(([0-9a-f]{" + ENOUGH + "})\\)");

  private final Map<String, TaskId> byReport = new HashMap<>();
  private final Map<String, TaskId> byId = new HashMap<>();

  private Renames() {}

  static Renames of(List<Event> events) {
    Renames renames = new Renames();
    for (Event event : events) {
      String reason = event.context().reason();
      TaskId to = event.body().about();
      Matcher matcher = REASON.matcher(reason == null ? "" : reason);
      if (to != null && matcher.matches()) {
        renames.byReport.put(matcher.group(1) + " " + matcher.group(2), to);
        renames.byId.put(matcher.group(1), to);
      }
    }
    return renames;
  }

  /** The reason of the report that takes this along. */
  public static String reason(RecordedStatus old) {
    return "renamed from " + old.task() + " (" + report(old) + ")";
  }

  private static String report(RecordedStatus old) {
    return old.winner().id().hex().substring(0, ENOUGH);
  }

  /** Whether what is recorded of an id has gone along to another one. */
  boolean took(RecordedStatus old) {
    return byReport.containsKey(old.task() + " " + report(old));
  }

  /** What a task of this id is called now; empty when it was not renamed. */
  Optional<TaskId> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
