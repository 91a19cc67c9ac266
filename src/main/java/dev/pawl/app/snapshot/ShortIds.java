package dev.pawl.app.snapshot;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Ids as people type them: in any case, without what stands before a {@code -}, and without leading
 * zeros, so that {@code t3} is {@code NET-WP-1-T03}. What is printed and written is the whole id.
 */
public final class ShortIds {
  private static final Pattern ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private ShortIds() {}

  /** Those that end in what was typed, after a {@code -} or as a whole. */
  public static List<String> endingIn(String typed, Collection<String> ids) {
    String wanted = plain(typed);
    return ids.stream()
        .filter(id -> {
          String whole = plain(id);
          return whole.equals(wanted) || (!wanted.isEmpty() && whole.endsWith("-" + wanted));
        })
        .distinct()
        .toList();
  }

  /** Those whose last part has this number behind its letters; none where it is no number. */
  public static List<String> numbered(String typed, Collection<String> ids) {
    if (!NUMBER.matcher(typed).matches()) {
      return List.of();
    }
    String number = plain(typed);
    return ids.stream()
        .filter(id -> {
          String whole = plain(id);
          String last = whole.substring(whole.lastIndexOf('-') + 1);
          return last.replaceFirst("^[a-z]+", "").equals(number);
        })
        .distinct()
        .toList();
  }

  /** Those that begin with what was typed. */
  public static List<String> beginningWith(String typed, Collection<String> ids) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    return ids.stream()
        .filter(id -> !wanted.isEmpty() && id.toLowerCase(Locale.ROOT).startsWith(wanted))
        .distinct()
        .toList();
  }

  private static String plain(String id) {
    return ZEROS.matcher(id.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
