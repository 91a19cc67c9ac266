package dev.pawl.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HybridClockTest {
  private static final long NOW = 1_780_000_000_000L;
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Test
  @DisplayName("stamps only grow, though the machine's clock goes back")
  void grows() throws Exception {
    Cases.play(
        200,
        random -> {
          HybridTime last = HybridTime.ZERO;
          for (int i = 0; i < 50; i++) {
            HybridTime next = HybridClock.next(NOW + random.nextLong(-HOUR, HOUR), last);
            assertThat(next).isGreaterThan(last);
            last = next;
          }
        });
  }

  @Test
  @DisplayName("a stamp that was read is passed")
  void passesWhatWasRead() {
    HybridTime read = new HybridTime(NOW + HOUR, 7);
    HybridTime clock = HybridClock.read(NOW, new HybridTime(NOW, 0), read);
    assertThat(HybridClock.next(NOW, clock)).isEqualTo(new HybridTime(NOW + HOUR, 8));
  }

  @Test
  @DisplayName("N23 a stamp from the far future moves our clock to the bound at most")
  void farFuture() {
    HybridTime read = new HybridTime(NOW + 1000 * 24 * HOUR, 7);
    HybridTime clock = HybridClock.read(NOW, new HybridTime(NOW, 0), read);
    assertThat(clock).isEqualTo(new HybridTime(NOW + 24 * HOUR, 0));
  }

  @Test
  @DisplayName("a full counter goes over into the next millisecond")
  void fullCounter() {
    assertThat(HybridClock.next(NOW, new HybridTime(NOW, Integer.MAX_VALUE)))
        .isEqualTo(new HybridTime(NOW + 1, 0));
  }
}
