package dev.pawl.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.plan.PlanId;
import dev.pawl.plan.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JoinTest {
  private static final ReplicaId A = new ReplicaId("aaaaaaaaaaaaaaaaaaaa");
  private static final ReplicaId B = new ReplicaId("bbbbbbbbbbbbbbbbbbbb");
  private static final ReplicaId C = new ReplicaId("cccccccccccccccccccc");
  private static final TaskId TASK = TaskId.of("T01").orElseThrow();
  private static final PlanId PLAN = PlanId.of("P-1").orElseThrow();
  private static final long NOON = 1_780_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Test
  @DisplayName("N01 a start that comes later does not take a done back")
  void rankBeatsTime() {
    Event done = write(A, NOON, List.of(), report("done", 2));
    Event start = write(B, NOON + HOUR, List.of(), report("in_progress", 1));
    assertThat(join(done, start).status()).isEqualTo("done");
  }

  @Test
  @DisplayName("within a rank the one who knew of the other counts, whatever the clocks say")
  void causalityBeatsClocks() {
    Event start = write(A, NOON + 500 * HOUR, List.of(), report("in_progress", 1));
    Event block = write(B, NOON, List.of(start), report("blocked", 1));
    assertThat(block.at()).isLessThan(start.at());
    assertThat(join(start, block).status()).isEqualTo("blocked");
    assertThat(join(start, block).overruled()).isEmpty();
  }

  @Test
  @DisplayName("within a rank and a replica the later number counts")
  void ownOrder() {
    Event start = write(A, NOON, List.of(), report("in_progress", 1));
    Event block =
        EventCodec.encode(
            new Origin(A, 2, "", "", ""),
            new HybridTime(NOON - HOUR, 0),
            ReportContext.NONE,
            List.of(),
            new Body.Report(TASK, "blocked", 1, 0));
    assertThat(join(start, block).status()).isEqualTo("blocked");
  }

  @Test
  @DisplayName("a done and a cancel that did not know of each other: the later counts, both show")
  void overruled() {
    Event done = write(A, NOON, List.of(), report("done", 2));
    Event cancel = write(B, NOON + 1, List.of(), report("cancelled", 2));
    assertThat(join(done, cancel).status()).isEqualTo("cancelled");
    assertThat(join(done, cancel).overruled()).containsExactly(done);
    Event settled = write(C, NOON, List.of(done, cancel), report("done", 2));
    assertThat(join(done, cancel, settled).status()).isEqualTo("done");
    assertThat(join(done, cancel, settled).overruled()).isEmpty();
  }

  @Test
  @DisplayName("N02 a reopen and a done that did not know of each other: the reopen counts")
  void reopen() {
    Event done = write(A, NOON, List.of(), report("done", 2));
    Event reopen = write(B, NOON - HOUR, List.of(done), Draft.reopen(TASK, "todo", 0));
    Event again = write(C, NOON + HOUR, List.of(done), report("cancelled", 2));
    RecordedStatus recorded = join(done, reopen, again);
    assertThat(recorded.status()).isEqualTo("todo");
    assertThat(recorded.generation()).isEqualTo(1);
    assertThat(recorded.lastReopens()).containsExactly(reopen);
    assertThat(recorded.overruled()).containsExactly(again);
  }

  @Test
  @DisplayName("those who did not know of each other and say the same all count")
  void alike() {
    Event done = write(A, NOON, List.of(), report("done", 2));
    Event other = write(B, NOON + HOUR, List.of(), report("done", 2));
    assertThat(join(done, other).voices()).containsExactly(other, done);
    Event later = write(C, NOON, List.of(done, other), report("done", 2));
    assertThat(join(done, other, later).voices()).containsExactly(later);
    Event reopen = write(A, NOON, List.of(done), Draft.reopen(TASK, "todo", 0));
    Event again = write(B, NOON, List.of(other), Draft.reopen(TASK, "in_progress", 1));
    RecordedStatus recorded = join(done, other, reopen, again);
    assertThat(recorded.status()).isEqualTo("in_progress");
    assertThat(recorded.lastReopens()).containsExactlyInAnyOrder(reopen, again);
  }

  @Test
  @DisplayName("N22 late words of an owner whose claim was taken over never count")
  void fenced() {
    Event early = write(A, NOON, List.of(), report("in_progress", 1).underClaim(PLAN, 1));
    Event takeover =
        write(B, NOON, List.of(early), Draft.takeover(new Body.Takeover(PLAN, A, 1, 2, 1)));
    Event late = write(A, NOON + HOUR, List.of(early), report("done", 2).underClaim(PLAN, 1));
    Event person = write(A, NOON + HOUR, List.of(early, late), report("blocked", 1));
    assertThat(join(early, takeover, late).status()).isEqualTo("in_progress");
    assertThat(Join.fenced(List.of(late, takeover, early))).containsExactly(late);
    assertThat(join(early, takeover, late, person).status()).isEqualTo("blocked");
    assertThat(join(early, late).status()).isEqualTo("done");
  }

  @Test
  @DisplayName("a takeover fences its plan and epoch only")
  void fencedOnlyThere() {
    PlanId other = PlanId.of("P-2").orElseThrow();
    Event early = write(A, NOON, List.of(), report("in_progress", 1));
    Event otherPlan = write(A, NOON, List.of(early), report("done", 2).underClaim(other, 1));
    Event otherEpoch = write(A, NOON, List.of(early), report("done", 2).underClaim(PLAN, 3));
    Event takeover = write(B, NOON, List.of(), Draft.takeover(new Body.Takeover(PLAN, A, 1, 2, 0)));
    assertThat(join(early, otherPlan, takeover).status()).isEqualTo("done");
    assertThat(join(early, otherEpoch, takeover).status()).isEqualTo("done");
  }

  @Test
  @DisplayName("N51 ten thousand reports of one task are joined without being compared in pairs")
  void many() {
    List<Event> events = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      ReplicaId replica = i % 2 == 0 ? A : B;
      List<EventId> after = events.isEmpty() ? List.of() : List.of(events.getLast().id());
      events.add(
          EventCodec.encode(
              new Origin(replica, i, "", "", ""),
              new HybridTime(NOON - i, 0),
              ReportContext.NONE,
              after,
              new Body.Report(TASK, i % 3 == 0 ? "blocked" : "in_progress", 1, 0)));
    }
    assertThat(join(events).winner()).isEqualTo(events.getLast());
  }

  @Test
  @DisplayName("N51 forged numbers that make a circle end in one answer, in every order")
  void circle() {
    // a2 is written first and a1 last; by their numbers a1 would be the earlier one.
    Event a2 = forged(A, 2, List.of(), "in_progress");
    Event b1 = forged(B, 1, List.of(a2), "blocked");
    Event a1 = forged(A, 1, List.of(b1), "blocked");
    RecordedStatus one = join(a2, b1, a1);
    assertThat(join(a1, b1, a2)).isEqualTo(one);
    assertThat(join(b1, a1, a2)).isEqualTo(one);
  }

  private static Event forged(ReplicaId replica, long seq, List<Event> after, String status) {
    return EventCodec.encode(
        new Origin(replica, seq, "", "", ""),
        new HybridTime(NOON, 0),
        ReportContext.NONE,
        after.stream().map(Event::id).toList(),
        new Body.Report(TASK, status, 1, 0));
  }

  private static Draft report(String status, int rank) {
    return Draft.report(TASK, status, rank);
  }

  private static Event write(ReplicaId replica, long now, List<Event> known, Draft draft) {
    return new Scribe(new Origin(replica, 0, "", "", ""), known, now).write(draft);
  }

  private static RecordedStatus join(Event... events) {
    return join(Arrays.asList(events));
  }

  private static RecordedStatus join(Collection<Event> events) {
    return requireNonNull(Join.of(events).get(TASK));
  }
}
