package dev.pawl.app;

import dev.pawl.check.Reconciliation.Writeback;
import dev.pawl.git.CommitInfo;
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
