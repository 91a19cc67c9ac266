package dev.pawl.check;

import dev.pawl.journal.Body;
import dev.pawl.journal.Event;
import dev.pawl.journal.RecordedStatus;
import dev.pawl.plan.Status;
import dev.pawl.plan.TaskId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked where history cannot tell who is right, with each way out as a complete line. */
final class Questions {
  /** The commands that report a built-in word; there is none for a word from the settings. */
  private static final Map<String, String> VERBS =
      Map.of("in_progress", "start", "blocked", "block", "done", "done", "cancelled", "cancel");

  private Questions() {}

  /**
   * The question about one task whose record and file differ.
   *
   * @param reported the recorded status
   * @param written the status in the file
   */
  static String of(Verdict verdict, TaskId task, String title, Status reported, Status written) {
    String asked =
        verdict == Verdict.MOVED_BACK
            ? "'%s' was reported as %s, the file once said so, and now says %s"
            : "'%s' was reported as %s, the file says %s, and history does not prove which is"
                + " newer";
    return asked.formatted(title, reported.word(), written.word())
        + "; nothing is written until you say which is right — "
        + waysOut(task, reported, written);
  }

  /** Two reported different things, and neither knew of the other. */
  static String overruled(TaskId task, Status counts, Event loser) {
    String again = report(task, counts);
    return "reported without knowing of each other: '%s' counts, and %s had reported '%s'; if '%s' is right, say so again%s, else: pawl task reopen %s"
        .formatted(
            counts.word(),
            loser.origin().host(),
            ((Body.Setting) loser.body()).status(),
            counts.word(),
            again == null ? "" : " (" + again + ")",
            task.value());
  }

  /** A reopen counts, and somebody who did not know of it had reported more. */
  static String unheard(
      TaskId task, String title, RecordedStatus counts, Body.Setting said, Event loser) {
    return "'%s' was reported as %s by %s, where it was not known that it had been reopened: '%s' counts; if it is so all the same, report it again; pawl task show %s tells who said what"
        .formatted(title, said.status(), loser.origin().host(), counts.status(), task.value());
  }

  /** Both ways out: for the file, then for the record. */
  static String waysOut(TaskId task, Status reported, Status written) {
    boolean back = written.rank() < reported.rank();
    boolean forth = written.rank() > reported.rank();
    String file = back ? reopen(task, written) : report(task, written);
    String record = forth ? reopen(task, reported) : report(task, reported);
    return "the file: "
        + (file == null ? "there is no command for '" + written.word() + "'" : file)
        + " — the report: "
        + (record == null ? "set the file to '" + reported.word() + "' and commit it" : record);
  }

  /** No task is reopened as settled: that is reported after it. */
  private static @Nullable String reopen(TaskId task, Status to) {
    String reopen = "pawl task reopen " + task.value();
    if (to.rank() > 1) {
      String report = report(task, to);
      return report == null ? null : reopen + " && " + report;
    }
    return reopen + (to.word().equals("todo") ? "" : " --to " + to.word());
  }

  private static @Nullable String report(TaskId task, Status as) {
    String verb = VERBS.get(as.word());
    return verb == null ? null : "pawl task " + verb + " " + task.value();
  }
}
