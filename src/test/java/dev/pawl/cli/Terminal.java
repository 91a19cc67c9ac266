package dev.pawl.cli;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.terminal.Console;
import dev.pawl.git.GitSandbox;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Runs command lines in this process, in a sandbox, and keeps what they printed. */
final class Terminal {
  private final Map<String, String> variables = new HashMap<>();
  private final Path folder;

  Terminal(GitSandbox sandbox, Path folder) {
    this.folder = folder;
    variables.putAll(sandbox.env());
    variables.put("PAWL_HOME", sandbox.root().resolve("pawl-home").toString());
    variables.put("PAWL_HOST", "coulombcore");
    variables.put("USER", "ada");
  }

  /** A terminal that needs no repository. */
  Terminal(Path folder) {
    this.folder = folder;
    variables.put("HOME", folder.toString());
    variables.put("PATH", System.getenv("PATH"));
  }

  /** What a command line came to. */
  record Screen(int exit, String out, String err) {}

  Screen run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(out), new PrintWriter(err), dev.pawl.cli.screen.Screen.none(false));
    Surroundings surroundings =
        new Surroundings(
            folder,
            variables,
            InstantSource.fixed(Instant.parse("2026-03-21T10:00:00Z")),
            new SplittableRandom(7),
            step -> {});
    int exit = new Pawl(console, surroundings).run(arguments);
    return new Screen(exit, out.toString(), err.toString());
  }
}
