package dev.pawl.check;

import static dev.pawl.check.Known.status;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AcceptanceTest {
  private static Acceptance report(String target, String before, String written, boolean asked) {
    return Acceptance.of(false, status(target), status(before), status(written), asked);
  }

  private static Acceptance reopen(String target, String before, String written, boolean asked) {
    return Acceptance.of(true, status(target), status(before), status(written), asked);
  }

  @Test
  @DisplayName("N01 a report moves forward, or says the same again")
  void forward() {
    assertThat(report("done", "todo", "todo", false)).isEqualTo(Acceptance.RECORDED);
    assertThat(report("blocked", "in_progress", "todo", false)).isEqualTo(Acceptance.RECORDED);
    assertThat(report("done", "done", "todo", false)).isEqualTo(Acceptance.REPEATED);
    assertThat(report("in_progress", "done", "done", false)).isEqualTo(Acceptance.BACKWARD);
    assertThat(report("cancelled", "done", "done", false)).isEqualTo(Acceptance.BACKWARD);
    assertThat(Acceptance.of(false, status("todo"), null, null, false))
        .isEqualTo(Acceptance.RECORDED);
  }

  @Test
  @DisplayName("a reopen goes back, from something that is ahead")
  void back() {
    assertThat(reopen("todo", "done", "done", false)).isEqualTo(Acceptance.RECORDED);
    assertThat(reopen("todo", "todo", "todo", false)).isEqualTo(Acceptance.REPEATED);
    assertThat(reopen("in_progress", "todo", "todo", false)).isEqualTo(Acceptance.NOT_AHEAD);
  }

  @Test
  @DisplayName("N07 where history cannot tell, the word of either side is an answer")
  void answers() {
    assertThat(report("done", "done", "todo", true)).isEqualTo(Acceptance.RECORDED);
    assertThat(report("cancelled", "done", "cancelled", true)).isEqualTo(Acceptance.RECORDED);
    assertThat(report("done", "todo", "done", true)).isEqualTo(Acceptance.RECORDED);
    assertThat(report("in_progress", "done", "in_progress", true)).isEqualTo(Acceptance.BACKWARD);
    assertThat(reopen("todo", "todo", "done", true)).isEqualTo(Acceptance.RECORDED);
    assertThat(reopen("in_progress", "todo", "done", true)).isEqualTo(Acceptance.RECORDED);
  }
}
