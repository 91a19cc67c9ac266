package dev.pawl.plan;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The words for how urgent a task is. A file may say any other, which is as urgent as {@code
 * medium}; pawl itself writes only these.
 */
public final class Priority {
  private static final List<String> WORDS = List.of("critical", "urgent", "high", "medium", "low");

  private Priority() {}

  /** Most urgent first. */
  public static List<String> words() {
    return WORDS;
  }

  /** The word that was typed, in any case; empty when there is none like it. */
  public static Optional<String> read(String typed) {
    return WORDS.stream().filter(typed::equalsIgnoreCase).findFirst();
  }

  /** The smaller, the more urgent; {@code critical} and {@code urgent} are equally so. */
  public static int urgency(@Nullable String word) {
    return switch (word == null ? "" : word) {
      case "critical", "urgent" -> 0;
      case "high" -> 1;
      case "low" -> 3;
      default -> 2;
    };
  }
}
