package dev.pawl.check;

import static dev.pawl.check.Known.recorded;
import static dev.pawl.check.Known.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each row of docs/reconcile.md, and each way in which history can fail to answer. */
final class VerdictTest {
  private static final Map<String, Integer> NEVER = Map.of();

  private static Trail trail(Map<String, Integer> now) {
    return new Trail(now, Map.of(), Map.of(), false);
  }

  @Test
  @DisplayName("row 1: R = W, or no report")
  void agree() {
    assertThat(Verdict.of(null, status("done"), Trail.none())).isEqualTo(Verdict.AGREE);
    assertThat(Verdict.of(recorded("T", status("done"), 0), status("done"), Trail.none()))
        .isEqualTo(Verdict.AGREE);
  }

  @Test
  @DisplayName("row 2: the file is ahead and nothing was reopened")
  void fileAhead() {
    assertThat(Verdict.of(recorded("T", status("todo"), 0), status("done"), Trail.none()))
        .isEqualTo(Verdict.FILE_AHEAD);
  }

  @Test
  @DisplayName("row 2: the file is ahead, set since the reopen")
  void fileAheadSinceReopen() {
    Trail trail = new Trail(Map.of("done", 2), Map.of("done", 1), null, false);
    assertThat(Verdict.of(recorded("T", status("todo"), 1), status("done"), trail))
        .isEqualTo(Verdict.FILE_AHEAD);
  }

  @Test
  @DisplayName("row 3, N02: the file is ahead, set before the reopen: the reopen is newer")
  void reopened() {
    Trail trail = new Trail(Map.of("done", 1), Map.of("done", 1), null, false);
    assertThat(Verdict.of(recorded("T", status("todo"), 1), status("done"), trail))
        .isEqualTo(Verdict.REOPENED);
  }

  @Test
  @DisplayName("row 4, N01: the file is behind and never said R: it is stale")
  void stale() {
    assertThat(
            Verdict.of(recorded("T", status("done"), 0), status("todo"), trail(Map.of("todo", 1))))
        .isEqualTo(Verdict.FILE_STALE);
  }

  @Test
  @DisplayName("row 4: what the file said before the reopen does not count")
  void staleAfterReopen() {
    Trail trail = new Trail(Map.of("todo", 2, "done", 1), Map.of("done", 1), null, false);
    assertThat(Verdict.of(recorded("T", status("done"), 1), status("todo"), trail))
        .isEqualTo(Verdict.FILE_STALE);
  }

  @Test
  @DisplayName("row 5, N02: the file once said R and now says less: only a person can tell")
  void movedBack() {
    assertThat(
            Verdict.of(
                recorded("T", status("done"), 0),
                status("todo"),
                trail(Map.of("todo", 2, "done", 1))))
        .isEqualTo(Verdict.MOVED_BACK);
  }

  @Test
  @DisplayName("row 6: the same rank, and a commit that the report did not know set W")
  void fileNewer() {
    Trail trail = new Trail(Map.of("blocked", 1), Map.of(), NEVER, false);
    assertThat(Verdict.of(recorded("T", status("in_progress"), 0), status("blocked"), trail))
        .isEqualTo(Verdict.FILE_NEWER);
  }

  @Test
  @DisplayName("row 7: the same rank, otherwise")
  void recordNewer() {
    Trail known = new Trail(Map.of("blocked", 1), Map.of(), Map.of("blocked", 1), false);
    assertThat(Verdict.of(recorded("T", status("in_progress"), 0), status("blocked"), known))
        .isEqualTo(Verdict.RECORD_NEWER);
    Trail unknown = new Trail(Map.of("blocked", 1), Map.of(), null, false);
    assertThat(Verdict.of(recorded("T", status("in_progress"), 0), status("blocked"), unknown))
        .isEqualTo(Verdict.RECORD_NEWER);
  }

  @Test
  @DisplayName("row 9: history is cut off and R was not seen")
  void shallow() {
    Trail cut = new Trail(Map.of("todo", 1), Map.of(), Map.of(), true);
    assertThat(Verdict.of(recorded("T", status("done"), 0), status("todo"), cut))
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  @DisplayName("row 9, N02: the commit of the reopen is not here: the file does not win")
  void reopenElsewhere() {
    Trail unknown = new Trail(Map.of("done", 1), null, null, false);
    assertThat(Verdict.of(recorded("T", status("todo"), 1), status("done"), unknown))
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Verdict.of(recorded("T", status("done"), 1), status("todo"), unknown))
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  @DisplayName("N01 no verdict moves a record or a file to a lower rank, but for a reopen")
  void neverBackwards() {
    for (String r : java.util.List.of("todo", "in_progress", "blocked", "done", "cancelled")) {
      for (String w : java.util.List.of("todo", "in_progress", "blocked", "done", "cancelled")) {
        for (Trail trail :
            java.util.List.of(
                Trail.none(),
                trail(r.equals(w) ? Map.of(r, 1) : Map.of(r, 1, w, 1)),
                new Trail(Map.of(w, 3), Map.of(w, 3), Map.of(w, 3), false),
                new Trail(Map.of(w, 3), null, null, true))) {
          Verdict verdict = Verdict.of(recorded("T", status(r), 0), status(w), trail);
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
