package dev.pawl.plan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanGlobsTest {
  @ParameterizedTest
  @DisplayName("globs match whole paths")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plans/**/*.md          | plans/a.md            | true
          plans/**/*.md          | plans/x/y/a.md        | true
          plans/**/*.md          | plans.md              | false
          plans/**/*.md          | other/plans/a.md      | false
          plans/**/*.md          | plans/a.mdx           | false
          **/*.md                | a.md                  | true
          **/plans/*.md          | x/y/plans/a.md        | true
          **/plans/*.md          | x/plans/y/a.md        | false
          **/a/**/b.md           | a/a/x/b.md            | true
          plans/*.md             | plans/x/a.md          | false
          plans/?.md             | plans/😀.md           | true
          plans/?.md             | plans/ab.md           | false
          {plans,docs/p}/*.md    | docs/p/a.md           | true
          {plans,docs/p}/*.md    | docs/a.md             | false
          a{b,{c,d}e}f           | adef                  | true
          a{b,{c,d}e}f           | abef                  | false
          plans/**               | plans/x/y             | true
          plans/**               | plans                 | true
          plans/a*b*c.md         | plans/aXbXbXc.md      | true
          plans/a*b*c.md         | plans/acb.md          | false
          Plans/*.md             | plans/a.md            | false
          plans/x.md             | plans/x.md            | true
          """)
  void matches(String glob, String path, boolean expected) {
    assertThat(PlanGlobs.of(List.of(glob)).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @DisplayName(
      "N50 a glob that leaves the repository or says something else than it seems is rejected")
  @ValueSource(
      strings = {
        "",
        " ",
        "/etc/*",
        "../x/*.md",
        "a/../b",
        "a/./b",
        "a//b",
        "a/",
        "~/x",
        "C:/x",
        "c:x",
        "a\\b",
        "[ab]/x",
        "!plans/*",
        "{a,..}/x.md",
        "{a,/b}",
        "a{b",
        "a}b",
        "a\nb",
        "a\u001bb",
        "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"
      })
  void rejected(String glob) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanGlobs.of(List.of(glob)))
        .satisfies(
            e -> assertThat(e.getMessage()).startsWith("the glob ").doesNotContain("\u001b"));
  }

  @Test
  @DisplayName("roots are the outermost folders that have to be searched")
  void roots() {
    assertThat(PlanGlobs.of(RepositorySettings.DEFAULT_PLANS).roots())
        .containsExactly("docs/plans", "plans", "workplans");
    assertThat(PlanGlobs.of(List.of("a/b/*.md", "a/**", "ab/x.md", "a{1,2}/y")).roots())
        .containsExactly("a", "a1", "a2", "ab");
    assertThat(PlanGlobs.of(List.of("plans/*.md", "*.md")).roots()).containsExactly("");
  }

  @Test
  @DisplayName("N51 many stars do not make matching slow")
  void stars() {
    PlanGlobs globs = PlanGlobs.of(List.of("**/".repeat(60) + "*a".repeat(60) + "b"));
    assertThat(globs.matches("a/".repeat(2_000) + "a".repeat(5_000))).isFalse();
  }
}
