package dev.pawl.cli.screen;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;

/** Points in time as people say them; exact ones are in JSON, and shown with {@code -v}. */
public final class When {
  private static final Pattern EXACT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");

  private final Instant now;
  private final ZoneId zone;
  private final boolean exact;

  /**
   * Seen from now.
   *
   * @param variables {@code TZ} is the zone of whoever looks
   * @param exact whether the date and the time are wanted, however short ago it was
   */
  public When(InstantSource clock, Map<String, String> variables, boolean exact) {
    now = clock.instant();
    zone = zone(variables.getOrDefault("TZ", ""));
    this.exact = exact;
  }

  private static ZoneId zone(String name) {
    try {
      return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      // Of a form that only the system knows: it told Java its zone by the same variable.
      return ZoneId.systemDefault();
    }
  }

  /** For example "3 hours ago"; the date when it was more than two weeks ago. */
  public String said(Instant at) {
    Duration ago = Duration.between(at, now);
    if (exact) {
      return formatted("uuuu-MM-dd HH:mm:ss", at);
    }
    if (ago.isNegative()) {
      return formatted("uuuu-MM-dd HH:mm", at);
    }
    if (ago.toMinutes() < 1) {
      return "just now";
    }
    if (ago.toHours() < 2) {
      return counted(ago.toMinutes(), "minute");
    }
    if (ago.toDays() < 2) {
      return counted(ago.toHours(), "hour");
    }
    return ago.toDays() < 15 ? counted(ago.toDays(), "day") : formatted("uuuu-MM-dd", at);
  }

  /** A text whose exact times are said as people say them. */
  public String said(String text) {
    return EXACT.matcher(text).replaceAll(time -> said(Instant.parse(time.group())));
  }

  private String formatted(String pattern, Instant at) {
    return DateTimeFormatter.ofPattern(pattern).withZone(zone).format(at);
  }

  private static String counted(long number, String unit) {
    return "%d %s%s ago".formatted(number, unit, number == 1 ? "" : "s");
  }
}
