package dev.pawl.app.snapshot;

import dev.pawl.git.CommitId;
import dev.pawl.git.CommitInfo;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The message of the commit in which {@code plan start} and {@code plan complete} write a plan's
 * status. Whatever a person typed stands behind a dash, so that it becomes no trailer (N50).
 *
 * @param verb {@code start} or {@code complete}
 * @param plan its id
 * @param from the status before
 * @param to the status now
 * @param remarks what else is to be recorded, a line each
 */
public record PlanMessage(String verb, String plan, String from, String to, List<String> remarks) {
  private static final String SUBJECT = "chore(plan): ";
  private static final String BODY = "Updated by pawl plan ";
  private static final Pattern LEFT_OUT = Pattern.compile("(?m)^- left out: .* at ([0-9a-f]{40})$");

  public String text(Instant at) {
    List<String> lines = new ArrayList<>();
    lines.add(SUBJECT + verb + " " + plan);
    lines.add("");
    lines.add(BODY + verb + " on " + at.atZone(ZoneOffset.UTC).toLocalDate() + ":");
    lines.add("- " + plan + ": " + from + " → " + to);
    remarks.forEach(remark -> lines.add("- " + remark.replaceAll("\\s+", " ").strip()));
    return String.join("\n", lines) + "\n";
  }

  /** Whether a commit, by its message alone, is the one of this verb and plan. */
  public static boolean isOf(CommitInfo commit, String verb, String plan) {
    return saysSo(commit) && commit.subject().equals(SUBJECT + verb + " " + plan);
  }

  /** The remark that work is not in the target, and not meant to be. */
  public static String leftOut(PlanWork work) {
    return "left out: " + work.name() + " at " + work.tip().hex();
  }

  /** The last commits of the work that a commit with this message says was left out. */
  public static Set<CommitId> leftOut(CommitInfo commit) {
    return LEFT_OUT
        .matcher(commit.message())
        .results()
        .map(found -> new CommitId(found.group(1)))
        .collect(Collectors.toSet());
  }

  private static boolean saysSo(CommitInfo commit) {
    return commit.message().startsWith(SUBJECT) && commit.message().contains("\n\n" + BODY);
  }
}
