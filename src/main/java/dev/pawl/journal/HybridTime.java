package dev.pawl.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

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

  private static final Pattern SHAPE =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");

  public HybridTime {
    if (!isValid(millis, tick)) {
      throw new IllegalArgumentException("no time of the years 1970 to 9999: " + millis);
    }
  }

  /** The instant as the journal writes it, such as {@code 2026-11-20T08:41:00.123Z}. */
  public String iso() {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  /** Reads what {@link #iso} writes and nothing else; by hand, for a journal has many stamps. */
  static Optional<HybridTime> of(String iso, long tick) {
    if (!SHAPE.matcher(iso).matches()) {
      return Optional.empty();
    }
    try {
      long days =
          LocalDate.of(number(iso, 0, 4), number(iso, 5, 7), number(iso, 8, 10)).toEpochDay();
      long seconds =
          LocalTime.of(number(iso, 11, 13), number(iso, 14, 16), number(iso, 17, 19))
              .toSecondOfDay();
      long millis = (days * 86_400 + seconds) * 1000 + number(iso, 20, 23);
      return tick <= Integer.MAX_VALUE && isValid(millis, (int) tick)
          ? Optional.of(new HybridTime(millis, (int) tick))
          : Optional.empty();
    } catch (DateTimeException e) {
      // Such as the 31st of June.
      return Optional.empty();
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static boolean isValid(long millis, int tick) {
    return millis >= 0 && millis <= MAX_MILLIS && tick >= 0;
  }

  @Override
  public int compareTo(HybridTime other) {
    return ORDER.compare(this, other);
  }
}
