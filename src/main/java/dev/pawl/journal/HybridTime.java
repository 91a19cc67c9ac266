package dev.pawl.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;

/**
 * A hybrid logical clock's stamp: milliseconds since 1970 in UTC, and a counter that orders stamps
 * of one millisecond. Years 1970 to 9999.
 */
public record HybridTime(long millis, int tick) implements Comparable<HybridTime> {
  /** Before every stamp that a clock gives. */
  public static final HybridTime ZERO = new HybridTime(0, 0);

  private static final long MAX_MILLIS = 253_402_300_799_999L;
  private static final Comparator<HybridTime> ORDER =
      Comparator.comparingLong(HybridTime::millis).thenComparingInt(HybridTime::tick);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  public HybridTime {
    if (!isValid(millis, tick)) {
      throw new IllegalArgumentException("no time of the years 1970 to 9999: " + millis);
    }
  }

  /** The instant as the journal writes it, such as {@code 2026-11-20T08:41:00.123Z}. */
  public String iso() {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  static Optional<HybridTime> of(String iso, long tick) {
    try {
      long millis = Instant.parse(iso).toEpochMilli();
      return tick <= Integer.MAX_VALUE && isValid(millis, (int) tick)
          ? Optional.of(new HybridTime(millis, (int) tick))
          : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean isValid(long millis, int tick) {
    return millis >= 0 && millis <= MAX_MILLIS && tick >= 0;
  }

  @Override
  public int compareTo(HybridTime other) {
    return ORDER.compare(this, other);
  }
}
