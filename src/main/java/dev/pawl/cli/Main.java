package dev.pawl.cli;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.Output;
import dev.pawl.cli.screen.Screen;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Progress;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Where the process starts: the one place that reads the process's own world. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    boolean terminal =
        Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    Output output =
        new Output(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            Path.of("/proc/self/fd/1"));
    Screen screen = Screen.of(System.getenv(), terminal, System.getProperty("pawl.screen"));
    Console printing = Console.of(output, System.err, screen);
    Progress progress = new Progress(printing);
    Surroundings surroundings =
        new Surroundings(
            Path.of("").toAbsolutePath(),
            System.getenv(),
            InstantSource.system(),
            new LateRandom(),
            progress);
    System.exit(new Pawl(printing, surroundings).run(args));
  }
}
