package dev.pawl.app;

import dev.pawl.check.Reconciliation.Writeback;
import dev.pawl.git.CommitInfo;
import dev.pawl.plan.TaskId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The message of a writeback commit, exactly as the contract has it. */
final class StatusMessage {
  static final String SUBJECT = "chore(consistency): sync task status from DB [auto]";

  private StatusMessage() {}

  /** By its message alone. */
  static boolean saysSo(CommitInfo commit) {
    return commit.message().lines().findFirst().orElse("").equals(SUBJECT);
  }

  /** Whether a message is that of a writeback, a hook's words around it aside, and names this. */
  static boolean lists(String message, TaskId task, String word) {
    String first = message.lines().findFirst().orElse("");
    return first.contains(SUBJECT)
        && message
            .lines()
            .anyMatch(
                line -> line.startsWith("- " + task.value() + ": ") && line.endsWith(" → " + word));
  }

  static String of(List<Writeback> writebacks, Instant at) {
    StringBuilder text = new StringBuilder(SUBJECT);
    text.append("\n\nUpdated by fix-consistency on ");
    text.append(at.atZone(ZoneOffset.UTC).toLocalDate()).append(":\n");
    for (Writeback writeback : writebacks) {
      text.append("- ").append(writeback.task().value()).append(": ");
      text.append(writeback.from().word()).append(" → ");
      text.append(writeback.to().word()).append('\n');
    }
    return text.toString();
  }
}
