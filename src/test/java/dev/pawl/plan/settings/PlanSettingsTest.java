package dev.pawl.plan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.disk.Printable;
import dev.pawl.plan.Status;
import dev.pawl.plan.text.Position;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlanSettingsTest {
  @ParameterizedTest
  @DisplayName("settings without a word are the defaults")
  @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "repo:\nplans: ~\ngit:\n", "\uFEFF"})
  void defaults(String yaml) {
    assertThat(settings(yaml)).isEqualTo(RepositorySettings.defaults());
  }

  @Test
  @DisplayName("every key is read")
  void all() {
    RepositorySettings settings =
        settings(
            """
            repo: net-kingdom
            plans: ["work/**/*.md", 'p/{a,b}.md']
            remote: upstream
            default_branch: trunk
            exchange: on
            writeback: {on: current}
            statuses: {submitted: 0, verified: 2}
            aliases: {wip: in_progress, "To Do": todo, ok: verified}
            plan_statuses:
              drafted: 0
            plan_aliases:
              idea: drafted
            git:
              engine: native
            """);
    assertThat(settings.repo()).isEqualTo("net-kingdom");
    assertThat(settings.globs().matches("p/b.md")).isTrue();
    assertThat(settings.remote()).isEqualTo("upstream");
    assertThat(settings.defaultBranch()).isEqualTo("trunk");
    assertThat(settings.exchange()).isTrue();
    assertThat(settings.writebackOn()).isEqualTo(RepositorySettings.WritebackOn.CURRENT);
    assertThat(settings.tasks().read("ok")).contains(new Status("verified", 2));
    assertThat(settings.tasks().read("To Do")).contains(new Status("todo", 0));
    assertThat(settings.planStatuses().read("idea")).contains(new Status("drafted", 0));
    assertThat(settings.gitEngine()).isEqualTo(RepositorySettings.GitEngine.NATIVE);
  }

  @Test
  @DisplayName("nested keys may be written flat, and switches as true and false")
  void flat() {
    RepositorySettings settings =
        settings("writeback.on: current\ngit.engine: jgit\nexchange: true\nplans: x/*.md\n");
    assertThat(settings.writebackOn()).isEqualTo(RepositorySettings.WritebackOn.CURRENT);
    assertThat(settings.gitEngine()).isEqualTo(RepositorySettings.GitEngine.JGIT);
    assertThat(settings.exchange()).isTrue();
    assertThat(settings.plans()).containsExactly("x/*.md");
  }

  @Test
  @DisplayName("an unknown key is a warning that names a known one, and the rest counts")
  void unknownKey() {
    RepositorySettings.Result result = RepositorySettings.parse("repo: x\nexchnage: on\n");
    assertThat(Objects.requireNonNull(result.settings()).repo()).isEqualTo("x");
    assertThat(result.notes())
        .containsExactly(
            new SettingsNote(
                false,
                new Position(2, 1),
                "unknown setting `exchnage` is ignored; did you mean `exchange`?"));
  }

  @ParameterizedTest
  @DisplayName("N50 what cannot be used is an error with its place and reason")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          exchange: maybe                | 1:11 | must be one of on, off
          writeback: {on: here}          | 1:17 | must be one of home, current
          git: jgit                      | 1:6  | must be `key: value` lines
          git.engine: svn                | 1:13 | must be one of auto, jgit, native
          repo: [a]                      | 1:7  | must be one text
          remote: --upload-pack=x        | 1:9  | does not start with -
          remote: "a\\e[31m"             | 1:9  | visible characters
          default_branch: " "            | 1:17 | visible characters
          plans: [a/*.md, ../x]          | 1:17 | without empty, . or .. parts
          plans: [/etc/x]                | 1:9  | relative to the repository
          plans: []                      | 1:8  | is empty
          plans: {a: b}                  | 1:8  | a text is expected
          statuses: {done: 0}            | 1:18 | rank 2 everywhere
          statuses: {x: high}            | 1:15 | must be 0
          statuses: [x]                  | 1:11 | must be `key: value` lines
          aliases: {wip: doing}          | 1:16 | which is no status
          plan_aliases: {done: ready}    | 1:22 | status of its own
          - a                            | 1:1  | must be `key: value` lines
          repo: "x                       | 1:9  | YAML
          repo: *x                       | 1:7  | aliases
          """)
  void errors(String yaml, String at, String reason) {
    RepositorySettings.Result result = RepositorySettings.parse(yaml);
    assertThat(result.settings()).isNull();
    assertThat(result.notes())
        .singleElement()
        .satisfies(note -> {
          assertThat(note.error()).isTrue();
          assertThat(note.message()).contains(reason).isEqualTo(Printable.visible(note.message()));
          assertThat(note.at()).hasToString(at);
        });
  }

  @Test
  @DisplayName("a key given twice, flat and nested, is an error")
  void twice() {
    RepositorySettings.Result result =
        RepositorySettings.parse("git.engine: jgit\ngit: {engine: native}\n");
    assertThat(result.settings()).isNull();
    assertThat(result.notes())
        .singleElement()
        .extracting(SettingsNote::at)
        .isEqualTo(new Position(2, 7));
  }

  private static RepositorySettings settings(String yaml) {
    RepositorySettings.Result result = RepositorySettings.parse(yaml);
    assertThat(result.notes()).isEmpty();
    return Objects.requireNonNull(result.settings());
  }
}
