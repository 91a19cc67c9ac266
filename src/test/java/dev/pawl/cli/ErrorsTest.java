package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors where JSON was asked for: {@code pawl.error/1} on standard output, words beside it. */
final class ErrorsTest {
  @TempDir Path folder;
  private Machines machines;

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
  }

  private Map<String, @Nullable Object> error(int exit, String kind, String... line) {
    Run run = machines.run(HERE, line).exits(exit);
    Map<String, @Nullable Object> error = run.json();
    assertThat(error)
        .containsOnlyKeys("schema", "exit", "kind", "message", "hints", "did_you_mean", "reasons")
        .containsEntry("schema", "pawl.error/1")
        .containsEntry("kind", kind);
    assertThat(String.valueOf(error.get("exit"))).isEqualTo(String.valueOf(exit));
    assertThat(run.err()).startsWith("pawl: " + error.get("message"));
    return error;
  }

  @Test
  @DisplayName("a request that is refused, with what was probably meant")
  void refused() {
    Map<String, @Nullable Object> error =
        error(1, "refused", "task", "done", "T0l", "--format", "json");
    assertThat(error.get("did_you_mean")).isEqualTo(List.of("T01"));
    assertThat(Run.array(error.get("hints"))).contains("pawl task list shows them all");
  }

  @Test
  @DisplayName("wrong usage: an option, a command, a value")
  void usage() {
    assertThat(error(2, "usage", "check", "--stricd", "--format=json").get("did_you_mean"))
        .isEqualTo(List.of("--strict"));
    assertThat(error(2, "usage", "task", "dnoe", "T01", "--format", "json").get("did_you_mean"))
        .isEqualTo(List.of("pawl task done"));
    error(2, "usage", "fix", "--remote", "--no-fetch", "--format", "json");
  }

  @Test
  @DisplayName("every reason at once")
  void reasons() {
    machines.git.write(machines.at(HERE), "x.txt", "x\n");
    machines.edit(HERE, "T01", "todo", "blocked");
    Map<String, @Nullable Object> error =
        error(1, "refused", "plan", "complete", "NET-WP-1", "--format", "json");
    assertThat(Run.array(error.get("reasons"))).hasSizeGreaterThan(1);
    assertThat(Run.array(error.get("hints"))).isEmpty();
  }

  @Test
  @DisplayName("outside of a repository; and without --format there is no JSON")
  void elsewhere() {
    Run outside = machines.in(folder, HERE, "task", "list", "--format", "json");
    assertThat(outside.exit()).isIn(2, 3);
    assertThat(outside.json()).containsEntry("schema", "pawl.error/1");
    assertThat(machines.in(folder, HERE, "task", "list").out()).isEmpty();
    assertThat(machines.run(HERE, "git", "--", "--format", "json").out()).isEmpty();
  }
}
