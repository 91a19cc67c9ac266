package dev.pawl.cli.terminal;

import dev.pawl.app.workspace.Failure;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as they are typed: {@code 30s}, {@code 10m}, {@code 2h}, {@code 1d}. */
public final class Lengths {
  private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})(s|m|h|d)?");

  private Lengths() {}

  /**
   * A length, in minutes where no unit is given; null for null.
   *
   * @throws Failure when it is none
   */
  public static @Nullable Duration of(@Nullable String text) throws Failure {
    if (text == null) {
      return null;
    }
    Matcher length = LENGTH.matcher(text);
    if (!length.matches()) {
      throw Failure.usage("'" + text + "' is not a length of time", "for example 30s, 10m, 2h");
    }
    long number = Long.parseLong(length.group(1));
    return switch (length.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case null, default -> Duration.ofMinutes(number);
    };
  }
}
