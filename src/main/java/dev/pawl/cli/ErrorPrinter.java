package dev.pawl.cli;

import dev.pawl.app.workspace.Failure;
import dev.pawl.app.workspace.Surroundings;
import dev.pawl.cli.screen.When;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Says why a command could not do what was asked: to people on standard error, and where JSON was
 * asked for as {@code pawl.error/1} on standard output besides.
 */
final class ErrorPrinter {
  private final Console console;
  private final boolean json;
  private final Surroundings surroundings;

  ErrorPrinter(Console console, boolean json, Surroundings surroundings) {
    this.console = console;
    this.json = json;
    this.surroundings = surroundings;
  }

  /** Whether a command line asks for JSON, be it otherwise right or wrong. */
  static boolean isJson(String... arguments) {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      boolean split =
          arguments[i].equals("--format")
              && i + 1 < arguments.length
              && arguments[i + 1].equalsIgnoreCase("json");
      if (split || arguments[i].equalsIgnoreCase("--format=json")) {
        return true;
      }
    }
    return false;
  }

  /** Says it, and what it makes the exit code. */
  int failure(Failure failure) {
    int exit =
        switch (failure.kind()) {
          case REFUSED -> Exit.LEFT;
          case USAGE -> Exit.USAGE;
          case ENVIRONMENT -> Exit.ENVIRONMENT;
        };
    When when = new When(surroundings.clock(), surroundings.variables(), /* exact= */ false);
    return say(exit, failure.kind().name().toLowerCase(Locale.ROOT), failure, when::said);
  }

  int bug(Exception failed) {
    return say(
        Exit.BUG,
        "bug",
        Failure.usage("this is a bug in pawl, please report it: " + failed),
        UnaryOperator.identity());
  }

  /** Says it; {@code shown} is how a text is put for people, which JSON is not. */
  private int say(int exit, String kind, Failure failure, UnaryOperator<String> shown) {
    String message = String.valueOf(failure.getMessage());
    console.note("pawl: " + shown.apply(message));
    List<String> below = new ArrayList<>(failure.reasons());
    below.addAll(failure.hints());
    below.forEach(each -> console.note("  " + shown.apply(each)));
    if (json) {
      Json.print(
          console,
          "pawl.error/1",
          error ->
              error
                  .number("exit", exit)
                  .text("kind", kind)
                  .text("message", message)
                  .texts("hints", failure.hints())
                  .texts("did_you_mean", failure.meant())
                  .texts("reasons", failure.reasons()));
    }
    return exit;
  }
}
