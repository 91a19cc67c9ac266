package dev.pawl.cli;

import static dev.pawl.cli.Machines.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.Output;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command says cannot be written. */
final class OutputTest {
  @TempDir Path folder;
  private Machines machines;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void start() {
    machines = Machines.one(folder);
    machines.report(HERE, "start", "T01");
  }

  /** A disk, or a pipe, that takes this many bytes. */
  private static OutputStream taking(int bytes, String failure) {
    return new OutputStream() {
      private int left = bytes;

      @Override
      public void write(int one) throws IOException {
        if (left-- <= 0) {
          throw new IOException(failure);
        }
      }
    };
  }

  private int run(OutputStream out, Path link, String line) {
    Surroundings surroundings =
        new Surroundings(
            machines.at(HERE),
            machines.variables(HERE),
            InstantSource.system(),
            new Random(1),
            step -> {});
    Console console = Console.of(new Output(out, link), err, Screen.none(false));
    return new Pawl(console, surroundings).run(line.split(" ", -1));
  }

  @ParameterizedTest(name = "N18 {0} on a full disk is exit 3, and says why")
  @ValueSource(
      strings = {
        "check",
        "check --format json",
        "check --format sarif",
        "check --format github",
        "fix-consistency",
        "fix --dry-run --format json",
        "task list",
        "task list --format json",
        "task next",
        "task show T01",
        "task done T01",
        "plan list",
        "plan show NET-WP-1 --format json",
        "log",
        "log --format json",
        "sync",
        "conflicts",
        "worktree list",
        "worktree restore",
        "git --status",
        "trust --show",
        "hooks status",
        "protocol",
        "completion bash",
        "explain C-13",
        "doctor",
        "--version",
        "--help",
        "help task done"
      })
  void full(String line) {
    String words = "No space left on device";
    assertThat(run(taking(0, words), folder, line)).as(line).isEqualTo(Exit.ENVIRONMENT);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the output could not be written", words);
    assertThat(run(taking(7, words), folder, line)).as(line).isEqualTo(Exit.ENVIRONMENT);
  }

  @Test
  @DisplayName("a reader who has had enough, as head has, is no failure")
  void closedPipe() throws IOException {
    assertThat(run(taking(7, "Broken pipe"), folder, "task list")).isZero();
    Path link = folder.resolve("1");
    Files.createSymbolicLink(link, Path.of("pipe:[4711]"));
    assertThat(run(taking(7, "Datenübergabe unterbrochen"), link, "task list")).isZero();
    assertThat(err.size()).isZero();
  }

  @Test
  @DisplayName("what failed anyhow, and wrong usage, keep their exit codes")
  void otherCodes() {
    assertThat(run(taking(0, "No space left on device"), folder, "task list --nonsense"))
        .isEqualTo(Exit.USAGE);
  }
}
