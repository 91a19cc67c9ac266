package dev.pawl.cli.terminal;

import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.When;
import java.nio.file.Path;

/** What every command is handed: where it prints, the world around it, and the root's options. */
public record Context(Console console, Surroundings process, Root root) {

  /** The world as {@code -C} says to see it. */
  public Surroundings surroundings() {
    Path folder = root.folder;
    if (root.quiet) {
      Surroundings silent = process.reporting(step -> {});
      return folder == null ? silent : silent.in(process.directory().resolve(folder).normalize());
    }
    Surroundings world =
        root.verbose ? process.reporting(step -> console.note("pawl: " + step)) : process;
    return folder == null ? world : world.in(process.directory().resolve(folder).normalize());
  }

  /** How points in time are said. */
  public When when() {
    return new When(process.clock(), process.variables(), root.verbose);
  }

  public boolean quiet() {
    return root.quiet;
  }

  public boolean verbose() {
    return root.verbose;
  }
}
