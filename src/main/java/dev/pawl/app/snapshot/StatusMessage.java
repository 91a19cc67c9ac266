package dev.pawl.app.snapshot;

import dev.pawl.check.Reconciliation.Writeback;
import dev.pawl.plan.TaskId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The message of a writeback commit, exactly as the contract has it. */
public final class StatusMessage {
  static final String SUBJECT = "chore(consistency): sync task status from DB [auto]";

  private static final String BODY = "Updated by fix-consistency on ";
  private static final Pattern LINE = Pattern.compile("- (\\S+): (.+) → (.+)");

  private StatusMessage() {}

  /** A status that a commit changes, or says that it changes. */
  public record Moved(String task, String from, String to) {}

  /** Whether a message is that of a writeback, a hook's words around it aside, and names this. */
  static boolean lists(String message, TaskId task, String word) {
    return message.lines().findFirst().orElse("").contains(SUBJECT)
        && listed(message).stream()
            .anyMatch(moved -> moved.task().equals(task.value()) && moved.to().equals(word));
  }

  public static String of(List<Writeback> writebacks, Instant at) {
    StringBuilder text = new StringBuilder(SUBJECT);
    text.append("\n\n").append(BODY);
    text.append(at.atZone(ZoneOffset.UTC).toLocalDate()).append(":\n");
    for (Writeback writeback : writebacks) {
      text.append("- ").append(writeback.task().value()).append(": ");
      text.append(writeback.from().word()).append(" → ");
      text.append(writeback.to().word()).append('\n');
    }
    return text.toString();
  }

  /** What a message says that it writes back, whatever a hook made of its subject. */
  public static Set<Moved> listed(String message) {
    Set<Moved> listed = new LinkedHashSet<>();
    message
        .lines()
        .dropWhile(line -> !line.startsWith(BODY))
        .skip(1)
        .map(LINE::matcher)
        .takeWhile(Matcher::matches)
        .forEach(line -> listed.add(new Moved(line.group(1), line.group(2), line.group(3))));
    return listed;
  }
}
