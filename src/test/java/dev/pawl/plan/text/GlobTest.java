package dev.pawl.plan.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code PlanGlobsTest} and {@code FootprintTest} have it in use. */
final class GlobTest {
  private static final List<String> PARTS =
      List.of("a", "b", "*", "**", "?", "a*", "*b", "a*b", "?a", "a?b", "😀", "[a]", "*a*", "a**b");

  private static final List<String> NAMES =
      List.of("a", "b", "ab", "ba", "aab", "😀", "😀a", "[a]", "*", "?", "a*");

  private final long seed = Long.getLong("pawl.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  @DisplayName("a generated pattern matches what the regular expression for it does")
  void matches() {
    int matching = 0;
    for (int i = 0; i < 20_000; i++) {
      List<String> names = some(PARTS);
      List<String> path = some(NAMES);
      boolean expected = regex(names).matcher(text(path)).matches();
      assertThat(new Glob(names).matches(path))
          .as("%s, %s, seed %d", names, path, seed)
          .isEqualTo(expected);
      matching += expected ? 1 : 0;
    }
    assertThat(matching).isBetween(500, 19_000);
  }

  @Test
  @DisplayName("patterns that match one path overlap, as does what is above or below it")
  void overlaps() {
    for (int i = 0; i < 20_000; i++) {
      List<String> path = some(NAMES.subList(0, 8));
      Glob one = new Glob(some(PARTS));
      Glob other = new Glob(some(PARTS));
      assertThat(one.overlaps(other)).isEqualTo(other.overlaps(one));
      if (one.matches(path) && other.matches(path)) {
        assertThat(one.overlaps(other)).as("%s, %s, seed %d", one, other, seed).isTrue();
      }
      // A path that is matched, or has something above it that is.
      boolean within = false;
      for (int end = 1; end <= path.size(); end++) {
        within |= one.matches(path.subList(0, end));
      }
      if (within) {
        assertThat(one.overlaps(new Glob(path))).as("%s, %s, seed %d", one, path, seed).isTrue();
      }
    }
  }

  @Test
  @DisplayName("braces stand for their choices in order, as long as there are not too many")
  void braces() {
    List<String> all = List.of("ab", "abf", "ace", "acef", "ab", "abf", "ade", "adef");
    assertThat(Glob.alternatives("a{b,{c,d}e}{,f}", 8)).hasValue(all);
    assertThat(Glob.alternatives("a{b,{c,d}e}{,f}", 7)).isEmpty();
    assertThat(Glob.alternatives("}a{b", 1)).hasValue(List.of("}a{b"));
  }

  private List<String> some(List<String> from) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      names.add(from.get(random.nextInt(from.size())));
    }
    return names;
  }

  /** Names only, each with a slash behind it. */
  private static String text(List<String> path) {
    return String.join("/", path) + "/";
  }

  private static Pattern regex(List<String> names) {
    StringBuilder regex = new StringBuilder();
    for (String name : names) {
      if (name.equals("**")) {
        regex.append("(?:[^/]+/)*");
        continue;
      }
      name.codePoints()
          .forEach(c ->
              regex.append(
                  switch (c) {
                    case '*' -> "[^/]*";
                    case '?' -> "[^/]";
                    default -> Pattern.quote(Character.toString(c));
                  }));
      regex.append('/');
    }
    return Pattern.compile(regex.toString());
  }
}
