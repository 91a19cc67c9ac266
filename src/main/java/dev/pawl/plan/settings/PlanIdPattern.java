package dev.pawl.plan.settings;

import dev.pawl.plan.PlanId;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the id of a new plan is made from its title.
 *
 * @param text with {@code {word}}, the word that says most, {@code {title}}, all of it, or {@code
 *     {n}}, one more than the last plan of this pattern ({@code {nnnn}} is four digits wide)
 */
public record PlanIdPattern(String text) {
  private static final int LONGEST = 60;
  private static final Pattern PART = Pattern.compile("\\{(word|title|n{1,6})}");
  private static final Set<String> SMALL =
      Set.of(
          "a", "an", "and", "at", "by", "for", "from", "in", "into", "its", "my", "of", "off", "on",
          "or", "our", "the", "to", "up", "with", "your");

  public static final PlanIdPattern USUAL = new PlanIdPattern("{word}");

  /** Rejects what gives no id, or always the same one. */
  public PlanIdPattern {
    boolean fits =
        PART.matcher(text).find() && PlanId.of(PART.matcher(text).replaceAll("1")).isPresent();
    if (!fits) {
      throw new IllegalArgumentException(
          "the pattern of plan ids must be an id with {word}, {title} or {n} in it, as in"
              + " NET-WP-{n}");
    }
  }

  /**
   * The id; empty when the title has no letter or digit.
   *
   * @param taken the ids that there are
   */
  public Optional<PlanId> of(String title, Collection<String> taken) {
    Set<String> lower =
        taken.stream().map(id -> id.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    Predicate<String> free = id -> !lower.contains(id.toLowerCase(Locale.ROOT));
    String slug = slug(title);
    if (slug.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = words(slug);
    int next = last(lower) + 1;
    String first = filled(words.getFirst(), slug, next);
    return Stream.concat(
            words.stream().map(word -> filled(word, slug, next)),
            IntStream.iterate(2, n -> n + 1).mapToObj(n -> first + "-" + n))
        .filter(free)
        .findFirst()
        .flatMap(PlanId::of);
  }

  /** What {@code {word}} may be, best first: the last word that says something, then more. */
  private static List<String> words(String slug) {
    List<String> all =
        Arrays.stream(slug.split("-", -1))
            .filter(
                word -> !SMALL.contains(word) && word.codePoints().anyMatch(Character::isLetter))
            .toList();
    if (all.isEmpty()) {
      return List.of(slug);
    }
    String last = all.getLast();
    return all.size() == 1
        ? List.of(last)
        : List.of(last, all.get(all.size() - 2) + "-" + last, slug);
  }

  private boolean hasNumber() {
    return text.contains("{n");
  }

  private String filled(String word, String slug, int number) {
    return PART.matcher(text)
        .replaceAll(part ->
            switch (part.group(1)) {
              case "word" -> word;
              case "title" -> slug;
              default -> String.format(Locale.ROOT, "%0" + part.group(1).length() + "d", number);
            });
  }

  /** The greatest number that an id of this pattern has; 0 for none. */
  private int last(Set<String> taken) {
    String form =
        PART.matcher("\\Q" + text.toLowerCase(Locale.ROOT) + "\\E")
            .replaceAll(part ->
                Matcher.quoteReplacement(
                    part.group(1).startsWith("n") ? "\\E([0-9]{1,8})\\Q" : "\\E.*\\Q"));
    Pattern pattern = Pattern.compile(form);
    return taken.stream()
        .map(pattern::matcher)
        .filter(found -> hasNumber() && found.matches())
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElse(0);
  }

  private static String slug(String title) {
    String plain = Normalizer.normalize(title, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    String words =
        plain
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-+|-+$", "");
    return words.length() > LONGEST ? words.substring(0, LONGEST).replaceAll("-+$", "") : words;
  }
}
