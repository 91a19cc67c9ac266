package dev.pawl.app;

import dev.pawl.git.CommitInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The message of the commit in which {@code plan start} and {@code plan complete} write a plan's
 * status. Whatever a person typed stands behind a dash, so that it becomes no trailer (N50).
 *
 * @param verb {@code start} or {@code complete}
 * @param plan its id
 * @param from the status before
 * @param to the status now
 * @param remark what else is to be recorded; null for nothing
 */
record PlanMessage(String verb, String plan, String from, String to, @Nullable String remark) {
  private static final String SUBJECT = "chore(plan): ";
  private static final String BODY = "Updated by pawl plan ";

  String text(Instant at) {
    List<String> lines = new ArrayList<>();
    lines.add(SUBJECT + verb + " " + plan);
    lines.add("");
    lines.add(BODY + verb + " on " + at.atZone(ZoneOffset.UTC).toLocalDate() + ":");
    lines.add("- " + plan + ": " + from + " → " + to);
    if (remark != null) {
      lines.add("- " + remark.replaceAll("\\s+", " ").strip());
    }
    return String.join("\n", lines) + "\n";
  }

  /** Whether a commit, by its message alone, is the one of this verb and plan. */
  static boolean isOf(CommitInfo commit, String verb, String plan) {
    return saysSo(commit) && commit.subject().equals(SUBJECT + verb + " " + plan);
  }

  /** By its message alone. */
  static boolean saysSo(CommitInfo commit) {
    return commit.message().startsWith(SUBJECT) && commit.message().contains("\n\n" + BODY);
  }
}
