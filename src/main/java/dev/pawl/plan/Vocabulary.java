package dev.pawl.plan;

import dev.pawl.disk.Printable;
import dev.pawl.plan.text.EditDistance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The status words a repository understands. Words are exact; none is ever guessed. */
public final class Vocabulary {
  private static final int LONGEST_WORD = 64;

  /** Words and aliases together; settings add them one by one. */
  private static final int MOST_WORDS = 200;

  private static final Vocabulary TASKS =
      new Vocabulary(
          statuses("todo", 0, "in_progress", 1, "blocked", 1, "done", 2, "cancelled", 2),
          Map.of("completed", "done", "in-progress", "in_progress"));

  private static final Vocabulary PLANS =
      new Vocabulary(
          statuses(
              "proposed",
              0,
              "ready",
              0,
              "active",
              1,
              "blocked",
              1,
              "done",
              2,
              "cancelled",
              2,
              "archived",
              2),
          Map.of("completed", "done", "finished", "done"));

  private final Map<String, Status> words;
  private final Map<String, String> aliases;

  private Vocabulary(Map<String, Status> words, Map<String, String> aliases) {
    this.words = Collections.unmodifiableMap(words);
    this.aliases = Map.copyOf(aliases);
  }

  /** The words of tasks: todo, in_progress, blocked, done, cancelled. */
  public static Vocabulary tasks() {
    return TASKS;
  }

  /** The words of plans: proposed, ready, active, blocked, done, cancelled, archived. */
  public static Vocabulary plans() {
    return PLANS;
  }

  /**
   * This vocabulary with more words (and their ranks, 0 to 2) and more aliases (to the word each
   * stands for). Throws an {@link IllegalArgumentException} that a user can act on when a word or
   * an alias contradicts one that is there.
   */
  public Vocabulary with(Map<String, Integer> moreWords, Map<String, String> moreAliases) {
    Map<String, Status> allWords = new LinkedHashMap<>(words);
    moreWords.forEach((word, rank) -> allWords.put(word, added(word, rank)));
    Map<String, String> allAliases = new LinkedHashMap<>(aliases);
    moreAliases.forEach((alias, word) -> {
      String target = aliases.getOrDefault(word, word);
      checkAlias(alias, target, allWords);
      allAliases.put(alias, target);
    });
    if (allWords.size() + allAliases.size() > MOST_WORDS) {
      throw new IllegalArgumentException(
          "there are more than %d status words and aliases; remove some".formatted(MOST_WORDS));
    }
    return new Vocabulary(allWords, allAliases);
  }

  private Status added(String word, int rank) {
    checkShape(word);
    if (rank < 0 || rank > 2) {
      throw new IllegalArgumentException(
          "status %s has rank %d; a rank is 0 (not begun), 1 (under way) or 2 (settled)"
              .formatted(Printable.quoted(word), rank));
    }
    String alias = aliases.get(word);
    if (alias != null) {
      throw new IllegalArgumentException(
          "%s already stands for %s; choose another word"
              .formatted(Printable.quoted(word), Printable.quoted(alias)));
    }
    Status present = words.get(word);
    if (present != null && present.rank() != rank) {
      throw new IllegalArgumentException(
          "status %s has rank %d everywhere; remove it from the settings or choose another word"
              .formatted(Printable.quoted(word), present.rank()));
    }
    return new Status(word, rank);
  }

  private void checkAlias(String alias, String target, Map<String, Status> allWords) {
    checkShape(alias);
    if (!allWords.containsKey(target)) {
      throw new IllegalArgumentException(
          "alias %s stands for %s, which is no status; known: %s"
              .formatted(
                  Printable.quoted(alias),
                  Printable.quoted(target),
                  String.join(", ", allWords.keySet())));
    }
    if (allWords.containsKey(alias)) {
      throw new IllegalArgumentException(
          "%s is a status of its own and cannot be an alias".formatted(Printable.quoted(alias)));
    }
    String present = aliases.get(alias);
    if (present != null && !present.equals(target)) {
      throw new IllegalArgumentException(
          "%s already stands for %s everywhere"
              .formatted(Printable.quoted(alias), Printable.quoted(present)));
    }
  }

  private static void checkShape(String word) {
    if (word.isBlank()
        || !word.equals(word.strip())
        || word.length() > LONGEST_WORD
        || !word.equals(Printable.visible(word))) {
      throw new IllegalArgumentException(
          "%s cannot be a status word; use 1 to %d visible characters without spaces around them"
              .formatted(Printable.quoted(word), LONGEST_WORD));
    }
  }

  /**
   * The status a written word or alias stands for; empty when it is not known exactly as written.
   */
  public Optional<Status> read(String written) {
    String word = aliases.getOrDefault(written, written);
    return Optional.ofNullable(words.get(word));
  }

  /** The known word closest to a mistyped one, for "did you mean"; empty when none is close. */
  public Optional<String> nearest(String written) {
    if (written.length() > LONGEST_WORD) {
      return Optional.empty();
    }
    String shape = shape(written);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates()) {
      int distance = EditDistance.between(shape, shape(candidate));
      if (distance <= Math.max(1, candidate.length() / 3) && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best == null ? Optional.empty() : Optional.of(aliases.getOrDefault(best, best));
  }

  /** All statuses, the built-in ones first, in the order they were added. */
  public List<Status> statuses() {
    return List.copyOf(words.values());
  }

  private List<String> candidates() {
    List<String> all = new ArrayList<>(words.keySet());
    aliases.keySet().stream().sorted().forEach(all::add);
    return all;
  }

  /** Case, spaces, hyphens and underscores are what people mix up; they do not count as far. */
  private static String shape(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
  }

  private static Map<String, Status> statuses(Object... wordsAndRanks) {
    Map<String, Status> statuses = new LinkedHashMap<>();
    for (int i = 0; i < wordsAndRanks.length; i += 2) {
      String word = (String) wordsAndRanks[i];
      statuses.put(word, new Status(word, (Integer) wordsAndRanks[i + 1]));
    }
    return statuses;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && words.equals(that.words)
        && aliases.equals(that.aliases);
  }

  @Override
  public int hashCode() {
    return 31 * words.hashCode() + aliases.hashCode();
  }

  @Override
  public String toString() {
    return "Vocabulary" + words.values() + aliases;
  }
}
