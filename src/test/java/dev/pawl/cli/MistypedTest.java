package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.git.GitSandbox;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that teach: what was probably meant, and never a guess that is acted on. */
final class MistypedTest {
  @TempDir Path folder;
  private Terminal terminal;

  @BeforeEach
  void repository() {
    GitSandbox sandbox = GitSandbox.create(folder);
    Path repository = sandbox.repo("net");
    sandbox.write(
        repository,
        "workplans/net.md",
        """
        ---
        id: NET-WP-1
        type: workplan
        title: A network
        status: active
        ---

        ```task
        id: NET-T01
        status: todo
        ```
        """);
    sandbox.commitAll(repository, "plan");
    terminal = new Terminal(sandbox, repository);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "chek | there is no command 'pawl chek' | did you mean pawl check?",
        "task dnoe NET-T01 | there is no command 'pawl task dnoe' | did you mean pawl task done?",
        "done NET-T01 | there is no command 'pawl done' | did you mean pawl task done?",
        "show | there is no command 'pawl show' | did you mean pawl plan show, or pawl task show?",
        "check --stict | unknown option '--stict' for pawl check | did you mean --strict?",
        "task list --format jsn | Invalid value for option '--format' | did you mean json?",
        "task list --status doen | there is no status 'doen' here | did you mean done?",
        "task reopen NET-T01 --to inprogress | there is no status 'inprogress' | did you mean in_progress?",
        "doctor now | unexpected argument 'now' for pawl doctor | see: pawl doctor --help",
      })
  @DisplayName("wrong usage names what was probably meant")
  void usage(String typed, String message, String hint) {
    Terminal.Screen screen = terminal.run(typed.split(" ", -1));
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).startsWith("pawl: ").contains(message, hint);
    assertThat(screen.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "task done NET-T10 | no task 'NET-T10' | did you mean NET-T01?",
        "plan show NET-PW-1 | no plan 'NET-PW-1' | did you mean NET-WP-1?",
      })
  @DisplayName("an unknown id names the nearest one")
  void ids(String typed, String message, String hint) {
    Terminal.Screen screen = terminal.run(typed.split(" ", -1));
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains(message, hint);
  }

  @Test
  @DisplayName("a status may be asked for by an alias, and nothing is guessed from afar")
  void aliases() {
    assertThat(terminal.run("task", "list", "--status", "completed").exit()).isZero();
    Terminal.Screen far = terminal.run("frobnicate");
    assertThat(far.err()).contains("no command 'pawl frobnicate'").doesNotContain("did you mean");
    assertThat(terminal.run("x".repeat(100_000)).exit()).isEqualTo(2);
  }
}
