package dev.pawl.cli.task;

import dev.pawl.app.log.StatusChange;
import dev.pawl.app.log.StatusChange.Fate;
import dev.pawl.app.log.StatusChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of the log: a change, and for a report the commit that wrote it into the file.
 *
 * @param commit that says it in the file; null when none does
 * @param countsNow whether the task is what it is because of it
 */
record LogEntry(StatusChange change, @Nullable String commit, boolean countsNow) {
  /** Git knows no parts of a second: a commit of the same one may be the later. */
  private static final Duration SAME = Duration.ofSeconds(1);

  /**
   * The lines for these changes.
   *
   * @param now the status that counts for each task
   * @param folded whether a report and its commit are one line
   */
  static List<LogEntry> of(List<StatusChange> changes, Map<String, String> now, boolean folded) {
    Map<StatusChange, StatusChange> written = folded ? written(changes) : Map.of();
    Set<StatusChange> away = new HashSet<>(written.values());
    Map<String, StatusChange> counting = counting(changes, now);
    List<LogEntry> entries = new ArrayList<>();
    for (StatusChange change : changes) {
      if (away.contains(change)) {
        continue;
      }
      StatusChange commit = written.get(change);
      StatusChange counts = counting.get(change.task());
      entries.add(
          new LogEntry(
              commit == null || change.from() != null ? change : change.after(commit.from()),
              commit == null ? change.commit() : commit.commit(),
              counts != null && (counts.equals(change) || counts.equals(commit))));
    }
    return entries;
  }

  /**
   * The commit of each report that was written: the next change of its task, to the same status.
   */
  private static Map<StatusChange, StatusChange> written(List<StatusChange> changes) {
    Map<StatusChange, StatusChange> written = new HashMap<>();
    Map<String, List<StatusChange>> byTask = new HashMap<>();
    changes.forEach(
        change -> byTask.computeIfAbsent(change.task(), _ -> new ArrayList<>()).add(change));
    for (List<StatusChange> story : byTask.values()) {
      for (int i = 0; i + 1 < story.size(); i++) {
        StatusChange later = story.get(i);
        StatusChange earlier = story.get(i + 1);
        if (isWrittenBy(earlier, later)) {
          written.put(earlier, later);
        } else if (isWrittenBy(later, earlier)
            && Duration.between(earlier.at(), later.at()).compareTo(SAME) < 0) {
          written.put(later, earlier);
        }
      }
    }
    return written;
  }

  private static boolean isWrittenBy(StatusChange report, StatusChange commit) {
    return (report.kind() == Kind.REPORT || report.kind() == Kind.REOPEN)
        && commit.kind() == Kind.COMMIT
        && report.to().equals(commit.to());
  }

  /** For each task the change that made it what it is: the report that won, else the latest. */
  private static Map<String, StatusChange> counting(
      List<StatusChange> changes, Map<String, String> now) {
    Map<String, StatusChange> counting = new HashMap<>();
    for (StatusChange change : changes) {
      if (change.to().equals(now.get(change.task()))) {
        StatusChange known = counting.putIfAbsent(change.task(), change);
        if (known != null && known.fate() != Fate.COUNTS && change.fate() == Fate.COUNTS) {
          counting.put(change.task(), change);
        }
      }
    }
    return counting;
  }
}
