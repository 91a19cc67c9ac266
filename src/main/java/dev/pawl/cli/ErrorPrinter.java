package dev.pawl.cli;

import dev.pawl.app.workspace.Failure;
import dev.pawl.cli.terminal.Console;
import dev.pawl.cli.terminal.Exit;
import dev.pawl.cli.terminal.Json;
import dev.pawl.cli.terminal.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * Says why a command could not do what was asked: to people on standard error, and where JSON was
 * asked for as {@code pawl.error/1} on standard output besides.
 */
final class ErrorPrinter {
  private static final String MEANT = "did you mean ";

  private final Console console;
  private final boolean json;

  ErrorPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
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
    String message = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case REFUSED -> say(Exit.LEFT, "refused", message, failure.hints(), failure.reasons());
      case USAGE -> say(Exit.USAGE, "usage", message, failure.hints(), failure.reasons());
      case ENVIRONMENT ->
          say(Exit.ENVIRONMENT, "environment", message, failure.hints(), failure.reasons());
    };
  }

  int usage(String message, List<String> hints) {
    return say(Exit.USAGE, "usage", message, hints, List.of());
  }

  int environment(String message, List<String> hints) {
    return say(Exit.ENVIRONMENT, "environment", message, hints, List.of());
  }

  int bug(Exception failed) {
    return say(
        Exit.BUG,
        "bug",
        "this is a bug in pawl, please report it: " + failed,
        List.of(),
        List.of());
  }

  private int say(int exit, String kind, String message, List<String> hints, List<String> reasons) {
    console.err().println("pawl: " + Line.clean(message));
    List<String> below = new ArrayList<>(reasons);
    below.addAll(hints);
    below.forEach(each -> console.err().println("  " + Line.clean(each)));
    if (json) {
      List<String> meant =
          hints.stream()
              .filter(hint -> hint.startsWith(MEANT) && hint.endsWith("?"))
              .map(hint -> hint.substring(MEANT.length(), hint.length() - 1))
              .toList();
      Json.print(
          console,
          "pawl.error/1",
          error ->
              error
                  .number("exit", exit)
                  .text("kind", kind)
                  .text("message", message)
                  .texts("hints", hints)
                  .texts("did_you_mean", meant)
                  .texts("reasons", reasons));
    }
    return exit;
  }
}
