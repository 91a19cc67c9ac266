package dev.pawl.check;

import static dev.pawl.check.Known.recorded;
import static dev.pawl.check.Known.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.check.Trail.Order;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each row of docs/reconcile.md, and each way in which history can fail to answer. */
final class VerdictTest {
  private static final Trail NEVER_SHOWN = Trail.none();

  private static Trail sinceReopen(Order order) {
    return new Trail(order, Order.UNPROVABLE, true, false);
  }

  private static Trail sinceReport(Order order, boolean shown) {
    return new Trail(Order.UNPROVABLE, order, shown, false);
  }

  private static Verdict verdict(String recorded, int generation, String written, Trail trail) {
    return Verdict.of(recorded("T", status(recorded), generation), status(written), trail);
  }

  @Test
  @DisplayName("R = W, or no report")
  void agree() {
    assertThat(Verdict.of(null, status("done"), NEVER_SHOWN)).isEqualTo(Verdict.AGREE);
    assertThat(verdict("done", 0, "done", NEVER_SHOWN)).isEqualTo(Verdict.AGREE);
  }

  @Test
  @DisplayName("the file is ahead, and nothing was reopened: always since")
  void fileAhead() {
    assertThat(verdict("todo", 0, "done", NEVER_SHOWN)).isEqualTo(Verdict.FILE_AHEAD);
  }

  @Test
  @DisplayName("the file is ahead: set since the reopen, before it, or neither (N02, N07)")
  void fileAheadOfReopened() {
    assertThat(verdict("todo", 1, "done", sinceReopen(Order.SINCE))).isEqualTo(Verdict.FILE_AHEAD);
    assertThat(verdict("todo", 1, "done", sinceReopen(Order.BEFORE))).isEqualTo(Verdict.REOPENED);
    assertThat(verdict("todo", 1, "done", sinceReopen(Order.UNPROVABLE)))
        .isEqualTo(Verdict.UNPROVEN);
  }

  @Test
  @DisplayName("N01 the file is behind and never said R: it is stale")
  void stale() {
    assertThat(verdict("done", 0, "todo", NEVER_SHOWN)).isEqualTo(Verdict.FILE_STALE);
    assertThat(verdict("done", 0, "todo", sinceReport(Order.SINCE, false)))
        .isEqualTo(Verdict.FILE_STALE);
  }

  @Test
  @DisplayName("the file is behind, and the report knew what it says")
  void reportKnew() {
    assertThat(verdict("done", 1, "todo", sinceReport(Order.BEFORE, true)))
        .isEqualTo(Verdict.RECORD_NEWER);
  }

  @Test
  @DisplayName("N02 the file once said R and now says less: only a person can tell")
  void movedBack() {
    for (Order order : List.of(Order.SINCE, Order.UNPROVABLE)) {
      assertThat(verdict("done", 0, "todo", sinceReport(order, true)))
          .isEqualTo(Verdict.MOVED_BACK);
    }
  }

  @Test
  @DisplayName("the same rank: set since the report, before it, or neither (N07)")
  void sameRank() {
    assertThat(verdict("in_progress", 0, "blocked", sinceReport(Order.SINCE, true)))
        .isEqualTo(Verdict.FILE_NEWER);
    assertThat(verdict("in_progress", 0, "blocked", sinceReport(Order.BEFORE, true)))
        .isEqualTo(Verdict.RECORD_NEWER);
    assertThat(verdict("in_progress", 0, "blocked", sinceReport(Order.UNPROVABLE, false)))
        .isEqualTo(Verdict.UNPROVEN);
  }

  @Test
  @DisplayName("history is cut off and R was not seen: it is too short to tell")
  void shallow() {
    Trail cut = new Trail(Order.UNPROVABLE, Order.UNPROVABLE, false, true);
    assertThat(verdict("done", 0, "todo", cut)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict("done", 0, "cancelled", cut)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict("todo", 1, "done", cut)).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  @DisplayName("N01 no verdict moves a record or a file to a lower rank, but for a reopen")
  void neverBackwards() {
    List<String> words = List.of("todo", "in_progress", "blocked", "done", "cancelled");
    for (String r : words) {
      for (String w : words) {
        for (Order order : Order.values()) {
          for (boolean shown : List.of(true, false)) {
            Verdict verdict = verdict(r, 0, w, new Trail(order, order, shown, !shown));
            if (verdict.movesFile()) {
              assertThat(status(r).rank()).isGreaterThanOrEqualTo(status(w).rank());
            }
            if (verdict.movesRecord()) {
              assertThat(status(w).rank()).isGreaterThanOrEqualTo(status(r).rank());
            }
          }
        }
      }
    }
  }
}
