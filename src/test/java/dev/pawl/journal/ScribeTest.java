package dev.pawl.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.TaskId;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ScribeTest {
  private static final ReplicaId A = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");
  private static final ReplicaId B = new ReplicaId("bbbbbbbbbbbbbbbbbbbb");
  private static final TaskId ONE = TaskId.of("T01").orElseThrow();
  private static final TaskId TWO = TaskId.of("T02").orElseThrow();
  private static final long NOW = 1_780_000_000_000L;

  @Test
  @DisplayName("events of one batch know of each other, task by task")
  void batch() {
    Scribe scribe = scribe(A, List.of());
    Event start = scribe.write(Draft.report(ONE, "in_progress", 1));
    Event other = scribe.write(Draft.report(TWO, "in_progress", 1));
    Event reopen = scribe.write(Draft.reopen(ONE, "todo", 0));
    Event done = scribe.write(Draft.report(ONE, "done", 2));
    assertThat(List.of(start, other, reopen, done))
        .extracting(Event::seq)
        .containsExactly(1L, 2L, 3L, 4L);
    assertThat(other.after()).isEmpty();
    assertThat(reopen.after()).containsExactly(start.id());
    assertThat(done.after()).containsExactly(reopen.id());
    assertThat(((Body.Reopen) reopen.body()).generation()).isEqualTo(1);
    assertThat(((Body.Report) done.body()).generation()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "an event names every head that its writer knew, and goes on after its own last number")
  void heads() {
    Event a = scribe(A, List.of()).write(Draft.report(ONE, "in_progress", 1));
    Event b = scribe(B, List.of()).write(Draft.report(ONE, "blocked", 1));
    Event both = scribe(A, List.of(b, a)).write(Draft.report(ONE, "done", 2));
    assertThat(both.after()).containsExactlyInAnyOrder(a.id(), b.id());
    assertThat(both.seq()).isEqualTo(2);
    assertThat(both.at()).isGreaterThan(a.at()).isGreaterThan(b.at());
    assertThat(scribe(B, List.of(a, b, both)).write(Draft.report(ONE, "done", 2)).after())
        .containsExactly(both.id());
  }

  private static Scribe scribe(ReplicaId replica, List<Event> known) {
    return new Scribe(new Origin(replica, 0, "", "", ""), known, NOW);
  }
}
