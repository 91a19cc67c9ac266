package dev.pawl.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintTest {
  private static List<String> overlap(List<String> one, List<String> other) {
    List<String> found = Footprint.of(one).overlap(Footprint.of(other));
    assertThat(Footprint.of(other).overlap(Footprint.of(one))).as("the same both ways").isEqualTo(found);
    return found;
  }

  @Test
  @DisplayName("seed 002: disjoint files do not meet, the same file does, domains do not")
  void seed() {
    assertThat(overlap(List.of("docs/api-documentation/"), List.of("src/cli/"))).isEmpty();
    assertThat(overlap(List.of("src/auth.ts"), List.of("tests/auth.test.ts"))).isEmpty();
    assertThat(overlap(List.of("docs/*.md"), List.of("src/*.ts"))).isEmpty();
    assertThat(overlap(List.of("src/api.ts"), List.of("src/api.ts"))).containsExactly("src/api.ts");
    assertThat(overlap(List.of("src/utils.ts"), List.of("src/utils.ts", "docs/")))
        .containsExactly("src/utils.ts");
  }

  @ParameterizedTest
  @DisplayName("whether two patterns meet is decided by the patterns, not by the files there are")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "src/**, src/api.ts, src/api.ts",
        "src, src/api.ts, src/api.ts",
        "./src/, src/api.ts, src/api.ts",
        "src/*.ts, src/api.ts, src/api.ts",
        "src/*.ts, src/api.js, -",
        "src/*.ts, src/a*, src/*.ts & src/a*",
        "a*b, *c, -",
        "a*b, *b, *b & a*b",
        "**/test/**, src/main, src/main",
        "**/x.ts, src/**/x.*, **/x.ts & src/**/x.*",
        "src/**/a/**, src/b/**/c, src/**/a/** & src/b/**/c",
        "src/?.ts, src/ab.ts, -",
        "app/[id]/page, app/x/page, -",
        "app/[id]/page, app/[id]/*, app/[id]/page",
        "\"src/{a,b}.ts\", src/b.ts, src/b.ts",
        "\"src/{a,b}.ts\", src/c.ts, -",
        "SRC/a, src/a, -",
        "srcs/a, src, -",
        "**, any/thing, any/thing",
        "., any/thing, any/thing",
      })
  void patterns(String one, String other, String expected) {
    assertThat(overlap(List.of(one), List.of(other)))
        .isEqualTo(expected.equals("-") ? List.of() : List.of(expected));
  }

  @Test
  @DisplayName("generated patterns meet exactly where some path matches both")
  void generated() {
    long seed = Long.getLong("pawl.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> paths = paths();
    int meeting = 0;
    for (int i = 0; i < Integer.getInteger("pawl.cases", 400); i++) {
      String one = pattern(random);
      String other = pattern(random);
      Pattern a = regex(one);
      Pattern b = regex(other);
      boolean some =
          paths.stream().anyMatch(path -> covers(a, path) && covers(b, path));
      boolean meet = !overlap(List.of(one), List.of(other)).isEmpty();
      assertThat(meet).as("%s and %s, seed %d", one, other, seed).isEqualTo(some);
      meeting += meet ? 1 : 0;
    }
    assertThat(meeting).isBetween(40, 380);
  }

  /** All paths of up to four names: two patterns of two names each need no longer one. */
  private static List<String> paths() {
    List<String> all = new ArrayList<>(List.of(""));
    List<String> last = all;
    for (int depth = 0; depth < 4; depth++) {
      List<String> longer = new ArrayList<>();
      for (String path : last) {
        for (String name : List.of("a", "b", "aa", "ab", "ba")) {
          longer.add(path + name + "/");
        }
      }
      all.addAll(longer);
      last = longer;
    }
    return all.subList(1, all.size());
  }

  private static String pattern(Random random) {
    List<String> names = new ArrayList<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      names.add(
          List.of("a", "b", "*", "**", "?", "a*", "*b", "a*b", "?a", "ab").get(random.nextInt(10)));
    }
    return String.join("/", names);
  }

  /** Names only, each with a slash behind it. */
  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String name : pattern.split("/", -1)) {
      regex.append(
          name.equals("**")
              ? "(?:[^/]+/)*"
              : name.replace("?", "[^/]").replace("*", "[^/]*") + "/");
    }
    return Pattern.compile(regex + "(?:[^/]+/)*");
  }

  private static boolean covers(Pattern pattern, String path) {
    return pattern.matcher(path).matches();
  }

  @Test
  @DisplayName("N51 hostile patterns cost no more than their length allows")
  void hostile() {
    List<String> stars = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      stars.add("*a".repeat(150) + i + "/**/x");
      others.add("*b".repeat(150) + i + "/**/y");
    }
    assertThat(overlap(stars, others)).containsExactly("**");
    assertThat(overlap(stars.subList(0, 40), others.subList(0, 40))).isEmpty();
    List<String> nested = new ArrayList<>();
    for (int i = 1; i < 1_500; i++) {
      nested.add("a/".repeat(i));
    }
    assertThat(overlap(nested, nested)).isNotEmpty();
    assertThat(overlap(List.of("{a,b}".repeat(70)), List.of("c"))).isNotEmpty();
    assertThat(overlap(List.of("src/{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"), List.of("docs")))
        .isEmpty();
    assertThat(overlap(List.of("**/".repeat(10_000) + "a"), List.of("b"))).hasSizeLessThan(2);
    assertThat(overlap(List.of("}{", "{", "a}b"), List.of("x"))).isEmpty();
    assertThat(overlap(List.of("", "/", "  "), List.of("**"))).containsExactly("  ");
  }
}
