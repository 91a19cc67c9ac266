package dev.pawl.app.reconcile;

import dev.pawl.app.snapshot.PlanDocuments;
import dev.pawl.check.Finding;
import dev.pawl.check.Severity;
import dev.pawl.disk.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check or a fix found and did in one repository.
 *
 * @param path the work tree
 * @param head the commit that was checked out at the end; null before the first one
 * @param branch null when HEAD is detached
 * @param plans how many plan files were read
 * @param tasks how many tasks they hold
 * @param commits what the run committed, oldest first
 * @param notes what a person may want to know besides, a sentence each
 * @param end how far the run came
 * @param delivery what became of the push, where one was asked for
 * @param documents the plan files by path, for quoting the place of a finding
 */
public record RepoReport(
    String slug,
    String path,
    @Nullable String head,
    @Nullable String branch,
    UpstreamReport upstream,
    int plans,
    int tasks,
    List<Finding> findings,
    List<String> commits,
    List<String> notes,
    End end,
    Network.Delivery delivery,
    PlanDocuments documents) {

  /** Its texts may name addresses. */
  public RepoReport {
    findings = findings.stream().map(each -> each.saying(Address.shown(each.message()))).toList();
    notes = notes.stream().map(Address::shown).toList();
    delivery =
        delivery.reason() == null
            ? delivery
            : new Network.Delivery(delivery.outcome(), Address.shown(delivery.reason()));
  }

  /** How the branch stands to its upstream; the counts are those of the last known one. */
  public record UpstreamReport(UpstreamState state, int ahead, int behind) {}

  /** The words are those of the contract. */
  public enum UpstreamState {
    NONE("none"),
    CURRENT("current"),
    AHEAD("ahead"),
    BEHIND("behind"),
    DIVERGED("diverged"),
    GONE("gone"),
    UNREACHABLE("unreachable"),
    NOT_CHECKED("not-checked");

    private final String word;

    UpstreamState(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** How far a run came. */
  public enum End {
    COMPLETE,
    /** A push was asked for, and not all could be written or delivered. */
    UNDELIVERED,
    /** A lock was not had in time; the rest of the run is as reported. */
    LOCKED
  }

  /** How many findings the run settled. */
  public int changed() {
    return (int) findings.stream().filter(finding -> !finding.left()).count();
  }

  /** True when something is left that makes a run fail; {@code strict} counts warnings too. */
  public boolean fails(boolean strict) {
    return end == End.UNDELIVERED
        || findings.stream()
            .filter(Finding::left)
            .anyMatch(finding ->
                finding.severity() == Severity.FAIL
                    || (strict && finding.severity() == Severity.WARN));
  }
}
